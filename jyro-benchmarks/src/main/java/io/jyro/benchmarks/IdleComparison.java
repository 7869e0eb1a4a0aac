package io.jyro.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.ToDoubleFunction;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command that measures the cost of idle connections. */
@Command(name = "idle", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Measures what many idle connections to one daemon cost: how much longer the calls of a busy"
                + " client take, how much memory a connection keeps, and what is left when all are"
                + " closed. Daemon, busy client and idle clients are processes of their own, fresh in each turn.",
        "Exit status: 0 the goals are met, 1 one is missed, 3 something could not be measured."})
final class IdleComparison implements Callable<Integer> {
    private static final Path PORTS = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    private static final int SPARE_DESCRIPTORS = 200; // for the JVM and its class path
    private static final int CHURN_TO_WARM_UP = 2_000;
    private static final double MEGABYTE = 1 << 20;

    /** When the busy client connects. */
    private enum Turn {
        ALONE("no idle connections"),
        FIRST("connected before the idle ones"),
        LAST("connected after the idle ones");

        private final String description;

        Turn(String description) {
            this.description = description;
        }
    }

    private record Result(Sample sample, CrowdedDaemon.Growth growth) {}

    @Mixin
    private RoundOptions options = new RoundOptions();

    @Option(names = "--connections", paramLabel = "N", defaultValue = "10000",
            description = "How many idle connections. Default: ${DEFAULT-VALUE}")
    private int connections;

    @Option(names = "--churn", paramLabel = "N", defaultValue = "20000",
            description = "How many connections are opened and closed to see what they leave behind; 0: none. Default: ${DEFAULT-VALUE}")
    private int churn;

    @Option(names = "--goal-p50", paramLabel = "RATIO", defaultValue = "1.2",
            description = "Fails if the p50 with idle connections exceeds the p50 without them"
                    + " by a larger factor. Default: ${DEFAULT-VALUE}")
    private double goalP50;

    @Option(names = "--goal-p99", paramLabel = "RATIO", defaultValue = "2",
            description = "The same for the p99. Default: ${DEFAULT-VALUE}")
    private double goalP99;

    @Option(names = "--goal-memory", paramLabel = "KB", defaultValue = "8",
            description = "Fails if an idle connection takes more resident memory than this."
                    + " Default: ${DEFAULT-VALUE}")
    private double goalKilobytes;

    @Option(names = "--goal-heap", paramLabel = "MB", defaultValue = "1",
            description = "Fails if the live heap has grown by more than this once all are"
                    + " closed. Default: ${DEFAULT-VALUE}")
    private double goalHeap;

    @Option(names = "--heap", paramLabel = "SIZE", defaultValue = "512m",
            description = "The largest heap of the daemon. Default: ${DEFAULT-VALUE}")
    private String heap = "";

    private final List<String> missed = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        checkOptions();
        checkLimits();
        printFacts();
        Map<Turn, List<Result>> results = new EnumMap<>(Turn.class);
        for (int round = 1; round <= options.rounds(); round++) {
            for (Turn turn : Turn.values()) {
                Result result = measure(turn);
                results.computeIfAbsent(turn, none -> new ArrayList<>()).add(result);
                System.out.printf(Locale.ROOT,
                        "round %d, %-32s p50 %.1f us, p99 %.1f us, %,.0f calls/s%s%n", round,
                        turn.description + ':', result.sample.p50Nanos() / 1e3,
                        result.sample.p99Nanos() / 1e3, result.sample.callsPerSecond(),
                        memory(turn, result));
            }
        }
        System.out.println();
        judgeTimes(results);
        judgeMemory(results);
        if (churn > 0) {
            judgeWhatIsLeft();
        }
        System.out.println(Machine.load() + "; the busy client and the daemon keep two cores busy");
        System.out.println(missed.isEmpty()
                ? "Goals: met"
                : "Goals: missed by " + String.join(", ", missed));
        return missed.isEmpty() ? 0 : 1;
    }

    private void checkOptions() {
        options.check();
        if (connections < 1 || churn < 0) {
            throw options.refusal("--connections must be at least 1 and --churn at least 0, but"
                    + " they are " + connections + " and " + churn);
        }
    }

    // Each turn has a daemon on a port of its own, and therefore the whole range of client ports.
    private void checkLimits() throws IOException {
        long descriptors = Footprint.descriptorLimit();
        if (descriptors < connections + SPARE_DESCRIPTORS) {
            throw new IOException("a process may open " + descriptors + " files here, and "
                    + connections + " connections need " + (connections + SPARE_DESCRIPTORS)
                    + "; raise the hard limit (ulimit -Hn), or take fewer with --connections");
        }
        // read in one piece: a second read of such a file returns nothing
        String[] range = Files.readAllLines(PORTS).getFirst().split("\\s+");
        int ports = Integer.parseInt(range[1]) - Integer.parseInt(range[0]) + 1;
        int wanted = Math.max(connections, churn + CHURN_TO_WARM_UP) + SPARE_DESCRIPTORS;
        if (ports < wanted) {
            throw new IOException("this machine has " + ports + " ports for clients (" + PORTS
                    + "), and " + wanted
                    + " connections to one server need one each; widen the range, or take fewer with --connections and --churn");
        }
    }

    private void printFacts() {
        System.out.printf(Locale.ROOT,
                "Echo of %d characters by one busy client of protocol 502, beside %,d idle connections to a daemon with a heap of %s; not pinned%n",
                EchoMessages.TEXT.length(), connections, heap);
        options.facts().forEach(System.out::println);
        System.out.printf(Locale.ROOT,
                "%d interleaved rounds of fresh processes; in each turn, %.1f s and at least %,d calls to"
                        + " warm up the JIT compilers, then %.1f s measured%n%n",
                options.rounds(), timing().warmUp().toMillis() / 1e3, timing().warmUpCalls(),
                timing().measured().toMillis() / 1e3);
    }

    private Result measure(Turn turn)
            throws IOException, InterruptedException, ExecutionException {
        try (CrowdedDaemon daemon = daemon()) {
            CrowdedDaemon.Growth growth = new CrowdedDaemon.Growth(0, 0);
            if (turn == Turn.LAST) {
                growth = daemon.fill(connections, 0);
            }
            try (ChildProcess busy = daemon.busyClient(timing())) {
                if (turn == Turn.FIRST) {
                    growth = daemon.fill(connections, 1);
                }
                return new Result(CrowdedDaemon.measure(busy, timing()), growth);
            }
        }
    }

    private String memory(Turn turn, Result result) {
        return turn == Turn.ALONE
                ? ""
                : String.format(Locale.ROOT,
                        "; %.1f KB a connection (%.1f before a collection)",
                        result.growth.kilobytes(),
                        result.growth.uncollected());
    }

    private void judgeTimes(Map<Turn, List<Result>> results) {
        List<Result> alone = Objects.requireNonNull(results.get(Turn.ALONE));
        for (Turn turn : List.of(Turn.FIRST, Turn.LAST)) {
            List<Result> own = Objects.requireNonNull(results.get(turn));
            double p50 = ratio(own, alone, result -> result.sample.p50Nanos());
            double p99 = ratio(own, alone, result -> result.sample.p99Nanos());
            System.out.printf(Locale.ROOT,
                    "%-32s p50 %.2f times, p99 %.2f times the value without idle connections"
                            + " (medians of the rounds; goals %.2f and %.2f)%n",
                    turn.description + ':', p50, p99, goalP50, goalP99);
            missIf(p50 > goalP50, "p50 when " + turn.description);
            missIf(p99 > goalP99, "p99 when " + turn.description);
        }
    }

    private static double ratio(List<Result> own, List<Result> alone, ToDoubleFunction<Result> of) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < own.size(); round++) {
            ratios.add(of.applyAsDouble(own.get(round)) / of.applyAsDouble(alone.get(round)));
        }
        return Report.median(ratios);
    }

    private void judgeMemory(Map<Turn, List<Result>> results) {
        List<Double> kilobytes = new ArrayList<>();
        for (Turn turn : List.of(Turn.FIRST, Turn.LAST)) {
            Objects.requireNonNull(results.get(turn))
                    .forEach(result -> kilobytes.add(result.growth.kilobytes()));
        }
        double median = Report.median(kilobytes);
        System.out.printf(Locale.ROOT,
                "resident memory:                 %.1f KB a connection (median; goal %.1f)%n",
                median, goalKilobytes);
        missIf(median > goalKilobytes, "memory");
    }

    private void judgeWhatIsLeft() throws IOException, InterruptedException, ExecutionException {
        try (CrowdedDaemon daemon = daemon()) {
            daemon.openAndClose(CHURN_TO_WARM_UP, 0); // loads classes and starts the permanent threads
            Footprint before = daemon.atRest();
            daemon.openAndClose(churn, 0);
            Footprint after = daemon.settled(before);
            double heapGrowth = (after.heapBytes() - before.heapBytes()) / MEGABYTE;
            System.out.printf(Locale.ROOT,
                    "after %,d opened and closed: threads %d -> %d, descriptors %d -> %d, live heap %+.2f MB (goal %.2f)%n",
                    churn, before.threads(), after.threads(), before.descriptors(),
                    after.descriptors(), heapGrowth, goalHeap);
            missIf(after.threads() > before.threads(), "threads left");
            missIf(after.descriptors() > before.descriptors(), "descriptors left");
            missIf(heapGrowth > goalHeap, "live heap");
        }
    }

    private void missIf(boolean isMissed, String what) {
        if (isMissed) {
            missed.add(what);
        }
    }

    private CrowdedDaemon daemon() throws IOException, InterruptedException, ExecutionException {
        return new CrowdedDaemon(options.jvm("-Xmx" + heap), options.jvm());
    }

    private Timing timing() {
        return options.timing(Timing.WARM_UP_CALLS);
    }
}
