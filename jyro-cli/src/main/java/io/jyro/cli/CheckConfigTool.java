package io.jyro.cli;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;

import io.jyro.PyroConfig;
import io.jyro.cli.output.ToolOutput;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Prints the effective settings, and where this Jyro was loaded from.
 *
 * @see "docs/protocol.md, 8.8 Configuration check: pyro4-check-config / pyro5-check-config"
 */
@Command(name = "check-config", mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = {"Shows the settings that are in force.",
                "An unknown PYRO_ or JYRO_ variable causes a warning, an invalid value an error."})
final class CheckConfigTool implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        PyroConfig config = PyroConfig.fromEnvironment();
        ToolOutput out = new ToolOutput(spec.commandLine().getOut());
        out.line("Jyro version: " + Main.Version.text());
        out.line("Loaded from: " + origin());
        out.line("Java version: " + System.getProperty("java.vm.name") + " "
                + System.getProperty("java.version")
                + " (" + System.getProperty("os.name") + ", " + System.getProperty("os.arch")
                + ")");
        out.line("Protocol versions: 48 and 502");
        out.line("Currently active configuration settings:");
        out.lines(config.dump());
    }

    // Returns the directory of the jar or of the classes.
    private static String origin() {
        CodeSource source = Main.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            return "(unknown)";
        }
        try {
            Path place = Path.of(source.getLocation().toURI());
            Path directory = place.toString().endsWith(".jar") ? place.getParent() : place;
            return String.valueOf(directory);
        } catch (URISyntaxException e) {
            return source.getLocation().toString();
        }
    }
}
