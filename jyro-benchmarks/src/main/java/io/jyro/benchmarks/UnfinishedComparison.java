package io.jyro.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command that measures how long calls take while other calls compute, and others are begun and not finished. */
@Command(name = "unfinished", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Measures how long calls take for a client that opens a connection for each, while other"
                + " clients leave calls unfinished and further ones keep the daemon's cores"
                + " busy. All are separate processes, started again in each turn.",
        "Exit status: 0 the goal is met, 1 it is missed, 3 something could not be measured."})
final class UnfinishedComparison implements Callable<Integer> {
    private static final int WARM_UP_CALLS = 5_000;

    /** The other calls while the client is measured. */
    private enum Turn {
        ALONE("alone"),
        BUSY("beside busy calls"),
        UNFINISHED("beside unfinished and busy calls");

        private final String description;

        Turn(String description) {
            this.description = description;
        }
    }

    @Mixin
    private RoundOptions options = new RoundOptions();

    @Option(names = "--connections", paramLabel = "N", defaultValue = "300",
            description = "How many calls are left unfinished. Default: ${DEFAULT-VALUE}")
    private int connections;

    @Option(names = "--busy", paramLabel = "N", defaultValue = "4",
            description = "How many calls keep the daemon computing. Default: ${DEFAULT-VALUE}")
    private int busy;

    @Option(names = "--goal-p50", paramLabel = "MS", defaultValue = "50",
            description = "Fails if the median beside unfinished calls is longer. Default: ${DEFAULT-VALUE}")
    private double goalMillis;

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        options.check();
        if (connections < 1 || busy < 1) {
            throw options.refusal("--connections and --busy must be at least 1, but they are "
                    + connections + " and " + busy);
        }
        System.out.printf(Locale.ROOT,
                "Connects and calls of a client of protocol 502, beside %d unfinished calls and %d that compute%n",
                connections, busy);
        options.facts().forEach(System.out::println);
        Map<Turn, List<Double>> medians = new EnumMap<>(Turn.class);
        for (int round = 1; round <= options.rounds(); round++) {
            for (Turn turn : Turn.values()) {
                Sample sample = measure(turn);
                medians.computeIfAbsent(turn, none -> new ArrayList<>())
                        .add(sample.p50Nanos() / 1e6);
                System.out.printf(Locale.ROOT,
                        "round %d, %-33s p50 %.2f ms, p99 %.2f ms, %,d calls%n",
                        round, turn.description + ':', sample.p50Nanos() / 1e6,
                        sample.p99Nanos() / 1e6, sample.calls());
            }
        }
        System.out.println();
        medians.forEach((turn, each) -> System.out.printf(Locale.ROOT,
                "%-33s p50 %.2f ms (median of the rounds)%n", turn.description + ':',
                Report.median(each)));
        boolean met = Report
                .median(Objects.requireNonNull(medians.get(Turn.UNFINISHED))) <= goalMillis;
        System.out.println(Machine.load());
        System.out.printf(Locale.ROOT, "Goal of %.0f ms: %s%n", goalMillis, met ? "met" : "missed");
        return met ? 0 : 1;
    }

    private Sample measure(Turn turn)
            throws IOException, InterruptedException, ExecutionException {
        Timing timing = options.timing(WARM_UP_CALLS);
        try (CrowdedDaemon daemon = new CrowdedDaemon(options.jvm(), options.jvm());
                ChildProcess newcomer = daemon.newcomer(timing)) {
            if (turn == Turn.UNFINISHED) {
                daemon.beginCalls(connections);
            }
            if (turn != Turn.ALONE) {
                daemon.compute(busy, timing.longest().plus(Duration.ofMinutes(1)));
            }
            return CrowdedDaemon.measure(newcomer, timing);
        }
    }
}
