package io.jyro.cli;

import java.util.concurrent.Callable;

import io.jyro.cli.output.ToolOutput;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints a script with which a shell completes the names of the tools and their options. */
@Command(name = "completion", mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = {"Prints a script with which bash and zsh complete tools and options.", ""},
        footer = {"", "Use it by:  source <(./jyro completion)"})
final class CompletionTool implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        new ToolOutput(spec.commandLine().getOut())
                .lines(AutoComplete.bash(spec.root().name(), spec.root().commandLine()));
        return 0;
    }
}
