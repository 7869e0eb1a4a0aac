package io.jyro.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code jyro} command. It only lists its tools; each tool is a sub-command with a class of its own. */
@Command(name = "jyro", description = "Pyro (Python Remote Objects) for the JVM.",
        mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "TOOL")
public final class Main implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    /**
     * Runs a tool and ends the process with its status: 2 when the command line was wrong.
     *
     * @param arguments the name of the tool, then its own arguments
     */
    public static void main(String... arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    @Override
    public void run() {
        if (spec == null) {
            throw new IllegalStateException("run by picocli only, which sets the command's spec");
        }
        throw new ParameterException(spec.commandLine(), "Which tool?");
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"jyro " + (version == null ? "(not packaged)" : version)};
        }
    }
}
