package io.jyro.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of all comparisons: the times, the number of rounds, and the JVM. */
final class RoundOptions {
    private static final double SHORTEST = 0.1;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "5",
            description = "Number of rounds in which each contender is measured; the median"
                    + " counts. Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "3",
            description = "How long a client is measured in a round. Default: ${DEFAULT-VALUE}")
    private double seconds;

    @Option(names = "--warm-up", paramLabel = "N", defaultValue = "3",
            description = "How many seconds a client calls before it is measured, for the JIT"
                    + " compilers of both ends. Default: ${DEFAULT-VALUE}")
    private double warmUpSeconds;

    @Option(names = "--jvm-option", paramLabel = "OPTION",
            description = "For the measured JVMs; may be repeated")
    private List<String> jvmOptions = List.of();

    int rounds() {
        return rounds;
    }

    /** Refuses options with which nothing can be measured. */
    void check() {
        if (rounds < 1 || seconds < SHORTEST || warmUpSeconds < SHORTEST) {
            throw refusal("--rounds must be at least 1, and --seconds and --warm-up at least "
                    + SHORTEST + ", but they are " + rounds + ", " + seconds + " and "
                    + warmUpSeconds);
        }
    }

    /** Returns the exception to throw for an invalid option of the command. */
    ParameterException refusal(String message) {
        return new ParameterException(Objects.requireNonNull(command).commandLine(), message);
    }

    /** Returns the times of one client. */
    Timing timing(int warmUpCalls) {
        return new Timing(duration(warmUpSeconds), duration(seconds), warmUpCalls);
    }

    /** Returns the JVM to start, with options that come before those of the command line. */
    ChildJvm jvm(String... more) {
        return new ChildJvm(List.of(more)).with(jvmOptions);
    }

    /** Returns the facts at the beginning of a report. */
    List<String> facts() {
        List<String> facts = new ArrayList<>(Machine.facts());
        facts.add(Machine.load() + ", before the first round");
        facts.add("JVM options: " + (jvmOptions.isEmpty() ? "none" : jvmOptions));
        return facts;
    }

    private static Duration duration(double inSeconds) {
        return Duration.ofMillis(Math.round(inSeconds * 1000));
    }
}
