package io.jyro.cli;

import java.util.List;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints the help of a tool, like {@code jyro TOOL --help}. */
@Command(name = "help", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        description = {"Describes a tool, or lists all tools.", ""})
final class HelpTool implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "TOOL", description = "The tool to describe.")
    private @Nullable String name;

    @Override
    public Integer call() {
        CommandLine all = spec.root().commandLine();
        CommandLine tool = name == null ? all : all.getSubcommands().get(name);
        if (tool == null) {
            throw new UnmatchedArgumentException(all, List.of(String.valueOf(name)));
        }
        tool.usage(tool.getOut());
        return 0;
    }
}
