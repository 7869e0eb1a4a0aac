package io.jyro.cli;

import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;

import io.jyro.PyroException;
import io.jyro.cli.output.ToolOutput;
import io.jyro.text.Spelling;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Reports the failure of a tool: one line on standard error, {@code jyro: what is wrong}. Errors of the user or the
 * network have no stack trace. Unexpected errors have one; with {@code --verbose} or PYRO_LOGLEVEL=DEBUG all errors
 * have.
 */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private static final int FAILED = 1;
    private static final int WRONG_COMMAND_LINE = 2;

    private final BooleanSupplier verbose;

    Failures(BooleanSupplier verbose) {
        this.verbose = verbose;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine tool, ParseResult parsed) {
        ToolOutput err = new ToolOutput(tool.getErr());
        boolean expected = failure instanceof PyroException
                || failure instanceof IllegalArgumentException;
        err.line("jyro: "
                + (expected && failure.getMessage() != null ? failure.getMessage() : failure));
        if (!expected || isVerbose(parsed)) {
            err.stackTrace(failure);
        }
        return FAILED;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine tool = failure.getCommandLine();
        ToolOutput err = new ToolOutput(tool.getErr());
        boolean isTop = tool.getParent() == null;
        if (arguments.length == 0) {
            tool.usage(tool.getErr());
        } else if (isTop && failure instanceof UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()) {
            String given = unmatched.getUnmatched().getFirst();
            err.line("jyro: there is no tool '" + given + "'"
                    + suggestion(given, tool.getSubcommands().keySet())
                    + " 'jyro --help' lists them");
        } else {
            String what = failure instanceof UnmatchedArgumentException unmatched
                    && unmatched.isUnknownOption()
                            ? unknownOption(unmatched.getUnmatched().getFirst(), tool)
                            : failure.getMessage() + ";";
            err.line("jyro: " + what + " see 'jyro "
                    + (isTop ? "" : tool.getCommandName() + " ")
                    + "--help'");
        }
        return WRONG_COMMAND_LINE;
    }

    private static String suggestion(String given, Collection<String> names) {
        List<String> near = Spelling.near(given, names);
        return near.isEmpty() ? ";" : "; did you mean " + String.join(" or ", near) + "?";
    }

    // Only the first is named: the text after an unknown option is usually its value.
    private static String unknownOption(String given, CommandLine tool) {
        int equals = given.indexOf('=');
        String name = equals < 0 ? given : given.substring(0, equals);
        List<String> visible = tool.getCommandSpec().options().stream()
                .filter(option -> !option.hidden()).map(OptionSpec::longestName).toList();
        return "unknown option '" + name + "'" + suggestion(name, visible);
    }

    // A tool may have its own option --verbose, which then also means this.
    private boolean isVerbose(ParseResult parsed) {
        ParseResult tool = parsed;
        while (tool.hasSubcommand()) {
            tool = tool.subcommand();
            if (tool.hasMatchedOption("--verbose")) {
                return true;
            }
        }
        return verbose.getAsBoolean() || LogSettings.ofProcess().isDebug();
    }
}
