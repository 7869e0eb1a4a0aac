package io.jyro.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * Lets contenders take turns: each once a round, in fresh processes, so that what slows the machine for a while slows
 * all of them, and no contender lives off one lucky compilation.
 */
final class Rounds {
    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration LONGEST_CALLS = Duration.ofSeconds(120); // those that begin just before time is up

    private final Programs programs;
    private final Pinning pinning;
    private final Timing timing;

    Rounds(Programs programs, Pinning pinning, Timing timing) {
        this.programs = programs;
        this.pinning = pinning;
        this.timing = timing;
    }

    /** What each contender measured, by name, a sample for each round. */
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

    /** Hears of every sample as it is taken. */
    interface Progress {
        void measured(int round, Contender contender, Sample sample);
    }
}
