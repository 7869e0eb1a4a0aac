package io.jyro.cli.output;

import java.io.PrintWriter;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The output of a tool. Everything printed is escaped here, so that no name, uri, tag or message from elsewhere can
 * control the terminal or look like a line of the tool's own. Safe for any thread.
 */
public final class ToolOutput {
    private final PrintWriter out;

    /** Creates an output that prints to a writer, and flushes it after each line. */
    public ToolOutput(PrintWriter out) {
        this.out = out;
    }

    /** Prints a text as one line, with line ends escaped. */
    public void line(@Nullable Object text) {
        out.println(Printable.of(String.valueOf(text)));
        out.flush();
    }

    /** Prints the lines of a text that has no remote parts. */
    public void lines(String text) {
        text.lines().forEach(this::line);
    }

    /** Prints a question, and leaves the cursor after it for the answer. */
    public void prompt(String question) {
        out.print(Printable.of(question));
        out.flush();
    }

    /** Prints a stack trace, and those of its causes; each exception and each frame is one line. */
    public void stackTrace(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        String caption = "";
        for (Throwable thrown = failure; thrown != null && seen.add(thrown); thrown = thrown
                .getCause()) {
            line(caption + thrown);
            for (StackTraceElement frame : thrown.getStackTrace()) {
                line("\tat " + frame);
            }
            caption = "Caused by: ";
        }
    }
}
