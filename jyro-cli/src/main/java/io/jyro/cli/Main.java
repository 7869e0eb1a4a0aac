package io.jyro.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The {@code jyro} command. It only lists its tools; each tool is a sub-command with a class of its own. */
@Command(name = "jyro", description = "Pyro (Python Remote Objects) for the JVM.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class, synopsisSubcommandLabel = "TOOL")
public final class Main {
    private Main() {}

    /**
     * Runs a tool and ends the process with its status: 2 when the command line was wrong.
     *
     * @param arguments the name of the tool, then its own arguments
     */
    public static void main(String... arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[]{"jyro " + (version == null ? "(not packaged)" : version)};
        }
    }
}
