package io.jyro.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import io.jyro.Dialect;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command that measures a single synchronous call, and has a goal for it. */
@Command(name = "echo", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Measures a synchronous echo of a text of 16 characters: a raw blocking socket that moves as"
                + " many bytes, and Jyro over either protocol. Server and client are processes of"
                + " their own, fresh in each round.",
        "Exit status: 0 the goal is met, 1 it is missed, 3 something could not be measured."})
final class EchoComparison implements Callable<Integer> {
    private static final double GOAL_ON_ONE_CORE = 0.67;

    @Mixin
    private RoundOptions options = new RoundOptions();

    @Option(names = "--pin", paramLabel = "one|apart|free", defaultValue = "one",
            description = "Both processes on one core (the length of the code path), on a core each, or where the scheduler puts them. Default: ${DEFAULT-VALUE}")
    private Pinning pinning = Pinning.ONE;

    @Option(names = "--free", description = "The same as --pin free")
    private boolean free;

    @Option(names = "--goal", paramLabel = "RATIO",
            description = "Fails if a contender reaches a smaller share of the raw socket's"
                    + " rate. Default: 0.67 on one core, else none")
    private @Nullable Double goal;

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        options.check();
        Pinning where = free ? Pinning.FREE : pinning;
        where.check();
        System.out.println("Server and client in JVMs of their own, " + where.description());
        options.facts().forEach(System.out::println);
        System.out.println("bytes of request and reply: raw and jyro-v502 " + sizes(Dialect.V502)
                + ", jyro-v48 " + sizes(Dialect.V48));
        Report report = new Comparison(options, where,
                new Programs(options.jvm(), PythonPeers.of(null))).run(Work.ECHO,
                        Stream.of("raw", "jyro-v48", "jyro-v502").map(Work.ECHO::contender)
                                .toList());
        System.out.println(Machine.load()
                + "; the comparison itself keeps one core busy, or two if not pinned to one");
        return judge(report, where);
    }

    private static String sizes(Dialect dialect) {
        EchoMessages sizes = EchoMessages.of(dialect);
        return sizes.requestBytes() + "/" + sizes.replyBytes();
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
}
