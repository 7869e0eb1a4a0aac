package io.jyro.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command that compares contenders in other works than the lone call; it judges nothing. */
@Command(name = "compare", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Compares Jyro with raw sockets and Java RMI in several works. Server and client are"
                + " processes of their own, fresh in each round.",
        "Exit status: 0 measured, 3 something could not be measured."})
final class WorkComparison implements Callable<Integer> {
    private static final double SHORTEST = 0.1;
    private static final double MEGABYTE = 1e6;

    @Spec
    private @Nullable CommandSpec command;

    @Option(names = "--work", paramLabel = "WORK", split = ",",
            description = "What is done, may be several: ${COMPLETION-CANDIDATES}. Default: all")
    private List<Work> works = List.of(Work.values());

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "5",
            description = "How often each contender has its turn; the median counts. Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "3",
            description = "How long a client is measured in a round. Default: ${DEFAULT-VALUE}")
    private double seconds;

    @Option(names = "--warm-up", paramLabel = "N", defaultValue = "3",
            description = "How many seconds it calls before, for the JIT compilers of both ends. Default: ${DEFAULT-VALUE}")
    private double warmUpSeconds;

    @Option(names = "--pin", paramLabel = "one|apart|free", defaultValue = "free",
            description = "Both processes on one core, on a core each, or where the scheduler puts them. Default: ${DEFAULT-VALUE}")
    private Pinning pinning = Pinning.FREE;

    @Option(names = "--jvm-option", paramLabel = "OPTION",
            description = "For the measured JVMs; may be repeated")
    private List<String> jvmOptions = List.of();

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        if (rounds < 1 || seconds < SHORTEST || warmUpSeconds < SHORTEST) {
            throw new ParameterException(Objects.requireNonNull(command).commandLine(),
                    "a measurement takes at least one round, and " + SHORTEST
                            + " seconds for --seconds and --warm-up");
        }
        pinning.check();
        System.out.println("Server and client in JVMs of their own, " + pinning.description());
        Machine.facts().forEach(System.out::println);
        System.out.println("JVM options: " + (jvmOptions.isEmpty() ? "none" : jvmOptions));
        for (Work work : works) {
            compare(work);
        }
        return 0;
    }

    private void compare(Work work) throws IOException, InterruptedException, ExecutionException {
        System.out.printf("%n%s: %s%n%s%n", work, work.description(), Machine.load());
        Rounds turns = new Rounds(new ChildJvm(jvmOptions), pinning, new Timing(
                duration(warmUpSeconds), duration(seconds), work.warmUpCalls()));
        Report report = new Report(turns.run(work.contenders(), rounds,
                (round, contender, sample) -> {}));
        System.out.print(report.text());
        if (work.bytes() > 0) {
            report.rows().forEach(row -> System.out.printf(Locale.ROOT, "%-20s %,.0f MB/s%n",
                    row.contender(), row.callsPerSecond() * work.bytes() / MEGABYTE));
        }
    }

    private static Duration duration(double inSeconds) {
        return Duration.ofMillis(Math.round(inSeconds * 1000));
    }
}
