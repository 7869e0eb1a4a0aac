package io.jyro.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The main program: each comparison of whole processes is a command. */
@Command(name = "run", mixinStandardHelpOptions = true, subcommands = {EchoComparison.class,
        IdleComparison.class, UnfinishedComparison.class, WorkComparison.class,
        CostComparison.class, HelpCommand.class},
        description = "Measures Jyro. The codecs are measured by: run jmh [options of JMH]")
final class Main {
    private static final int COULD_NOT_MEASURE = 3;

    private Main() {}

    /** Runs a command; ends the process with its status. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    System.err.println(e.getMessage());
                    return COULD_NOT_MEASURE;
                })
                .execute(arguments);
    }
}
