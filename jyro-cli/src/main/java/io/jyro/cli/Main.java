package io.jyro.cli;

import io.jyro.cli.demo.DemoTool;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/** The {@code jyro} command. It only lists the tools; each tool is a sub-command with a class of its own. */
@Command(name = "jyro", description = "Pyro (Python Remote Objects) for the JVM.",
        mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "TOOL", commandListHeading = "%nTools:%n",
        exitCodeListHeading = "%nStatus:%n",
        exitCodeList = {"0:all went well", "1:it failed; standard error says why in one line",
                "2:the command line was wrong, and nothing was done (demo: see there)",
                "3:jyro could not be built or started (from a checkout)"},
        footer = {"", "'jyro help TOOL' describes a tool; 'jyro check-config' shows the",
                "settings, which come from PYRO_ and JYRO_ environment variables."},
        subcommands = {DemoTool.class, NameServerTool.class, NameServerClientTool.class,
                EchoServerTool.class, CheckConfigTool.class, CompletionTool.class,
                HelpTool.class, TrainTool.class})
public final class Main {
    @Option(names = "--verbose", description = "When a tool fails, show the stack trace too.")
    private boolean verbose;

    private Main() {}

    /**
     * Runs a tool and ends the process with its status.
     *
     * @param arguments the name of the tool, then its own arguments
     */
    public static void main(String... arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** Returns the command with all its tools. */
    static CommandLine commandLine() {
        Main main = new Main();
        Failures failures = new Failures(() -> main.verbose);
        return new CommandLine(main).setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures);
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[]{"jyro " + text()};
        }

        static String text() {
            String version = Main.class.getPackage().getImplementationVersion();
            return version == null ? "(not packaged)" : version;
        }
    }
}
