package io.jyro.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;

import io.jyro.Dialect;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command that measures a lone synchronous call. */
@Command(name = "echo", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Measures a synchronous echo of a text of 16 characters: a raw blocking socket that moves as"
                + " many bytes, and Jyro over either protocol. Server and client are processes of"
                + " their own, fresh in each round.",
        "Exit status: 0 the goal is met, 1 it is missed, 3 something could not be measured."})
final class EchoComparison implements Callable<Integer> {
    private static final double GOAL_ON_ONE_CORE = 0.67;
    private static final double SHORTEST = 0.1;

    @Spec
    private @Nullable CommandSpec command;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "5",
            description = "How often each contender has its turn; the median counts. Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "3",
            description = "How long a client is measured in a round. Default: ${DEFAULT-VALUE}")
    private double seconds;

    @Option(names = "--warm-up", paramLabel = "N", defaultValue = "3",
            description = "How many seconds it calls before, for the JIT compilers of both ends. Default: ${DEFAULT-VALUE}")
    private double warmUpSeconds;

    @Option(names = "--pin", paramLabel = "one|apart|free", defaultValue = "one",
            description = "Both processes on one core (the length of the code path), on a core each, or where the scheduler puts them. Default: ${DEFAULT-VALUE}")
    private Pinning pinning = Pinning.ONE;

    @Option(names = "--free", description = "The same as --pin free")
    private boolean free;

    @Option(names = "--goal", paramLabel = "RATIO",
            description = "Fails if a contender has less of the raw socket's rate. Default: 0.67 on one core, else none")
    private @Nullable Double goal;

    @Option(names = "--jvm-option", paramLabel = "OPTION",
            description = "For the measured JVMs; may be repeated")
    private List<String> jvmOptions = List.of();

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        checkOptions();
        Pinning where = free ? Pinning.FREE : pinning;
        where.check();
        printFacts(where);
        Rounds turns = new Rounds(new ChildJvm(jvmOptions), where,
                new Timing(duration(warmUpSeconds), duration(seconds)));
        Report report = new Report(turns.run(Contenders.ECHO, rounds, EchoComparison::progress));
        System.out.println();
        System.out.print(report.text());
        System.out.println(Machine.load()
                + "; the comparison itself keeps one core busy, or two if not pinned to one");
        return judge(report, where);
    }

    private void checkOptions() {
        if (rounds < 1 || seconds < SHORTEST || warmUpSeconds < SHORTEST) {
            throw new ParameterException(Objects.requireNonNull(command).commandLine(),
                    "a measurement takes at least one"
                            + " round, and " + SHORTEST
                            + " seconds for --seconds and --warm-up; given were "
                            + rounds + " rounds, " + seconds + " and " + warmUpSeconds
                            + " seconds");
        }
    }

    private void printFacts(Pinning where) {
        System.out.println("Synchronous echo of " + EchoMessages.TEXT.length()
                + " characters, one client, one connection; server and client in JVMs of their own, "
                + where.description());
        Machine.facts().forEach(System.out::println);
        System.out.println(Machine.load() + ", before the first round");
        System.out.println("JVM options: " + (jvmOptions.isEmpty() ? "none" : jvmOptions));
        System.out.println("bytes of request and reply: raw and jyro-v502 " + sizes(Dialect.V502)
                + ", jyro-v48 " + sizes(Dialect.V48));
        System.out.printf(Locale.ROOT,
                "%d interleaved rounds of fresh processes; in each, %.1f s and at least %,d calls to warm"
                        + " up the JIT compilers, then %.1f s measured%n%n",
                rounds, warmUpSeconds, Timing.WARM_UP_CALLS, seconds);
    }

    private static String sizes(Dialect dialect) {
        EchoMessages sizes = EchoMessages.of(dialect);
        return sizes.requestBytes() + "/" + sizes.replyBytes();
    }

    private static void progress(int round, Contender contender, Sample sample) {
        System.out.printf(Locale.ROOT,
                "round %d %-12s %,9.0f calls/s, p50 %.1f us, p99 %.1f us, after %,d calls of warm-up;"
                        + " second half at %.2f of the first half's rate%n",
                round, contender.name(), sample.callsPerSecond(), sample.p50Nanos() / 1e3,
                sample.p99Nanos() / 1e3, sample.warmUpCalls(), sample.lateToEarly());
    }

    private int judge(Report report, Pinning where) {
        Double wanted = goal == null && where == Pinning.ONE
                ? Double.valueOf(GOAL_ON_ONE_CORE)
                : goal;
        if (wanted == null) {
            return 0;
        }
        List<String> missing = report.missing(wanted);
        System.out.printf(Locale.ROOT, "%nGoal: at least %.2f of the raw socket's rate: %s%n",
                wanted, missing.isEmpty() ? "met" : "missed by " + String.join(", ", missing));
        return missing.isEmpty() ? 0 : 1;
    }

    private static Duration duration(double inSeconds) {
        return Duration.ofMillis(Math.round(inSeconds * 1000));
    }
}
