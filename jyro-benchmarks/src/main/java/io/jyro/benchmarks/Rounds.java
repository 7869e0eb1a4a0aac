package io.jyro.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * Lets contenders take turns, each once a round, in fresh processes: a slow phase of the machine slows all of them, and
 * no contender profits from one lucky compilation.
 */
final class Rounds {
    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration LONGEST_CALLS = Duration.ofSeconds(120); // for calls begun just before time is up

    private final Programs programs;
    private final Pinning pinning;
    private final Timing timing;

    Rounds(Programs programs, Pinning pinning, Timing timing) {
        this.programs = programs;
        this.pinning = pinning;
        this.timing = timing;
    }

    /** Returns the samples of each contender by name, one for each round. */
    Map<String, List<Sample>> run(List<Contender> contenders, int rounds, Progress progress)
            throws IOException, InterruptedException, ExecutionException {
        Map<String, List<Sample>> samples = new LinkedHashMap<>();
        for (int round = 1; round <= rounds; round++) {
            for (Contender contender : contenders) {
                Sample sample = measure(contender);
                samples.computeIfAbsent(contender.name(), name -> new ArrayList<>()).add(sample);
                progress.measured(round, contender, sample);
            }
        }
        return samples;
    }

    private Sample measure(Contender contender)
            throws IOException, InterruptedException, ExecutionException {
        try (ChildProcess server = ChildProcess.start(pinning.server(
                contender.serverCommand(programs)))) {
            String endpoint = server.readLine(ServerProcess.READY, START)
                    .substring(ServerProcess.READY.length());
            try (ChildProcess client = ChildProcess.start(pinning.client(
                    contender.clientCommand(programs, endpoint, timing)))) {
                return Sample.parse(client.readLine(Sample.MARK,
                        START.plus(timing.longest()).plus(LONGEST_CALLS)));
            }
        }
    }

    /** Called for every sample when it is taken. */
    interface Progress {
        void measured(int round, Contender contender, Sample sample);
    }
}
