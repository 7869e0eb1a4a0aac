package io.jyro.cli.demo;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import io.jyro.cli.output.ToolOutput;
import org.jspecify.annotations.Nullable;

/** Prints the steps of the demo as they run, and counts their results. For one thread. */
final class DemoReport {
    private static final int ALL_RIGHT = 0;
    private static final int SOMETHING_WRONG = 1;
    private static final int SOMETHING_LEFT_OUT = 2;
    private static final int SHOWN_FRAMES = 20;
    private static final String INDENT = "      ";

    private final ToolOutput out;
    private int right;
    private int wrong;
    private int leftOut;
    private boolean stepIsWrong;

    DemoReport(ToolOutput out) {
        this.out = out;
    }

    /** Runs a step. Returns whether it was right. */
    boolean step(String title, DemoStep step) {
        begin(title);
        try {
            step.run(this);
        } catch (LeftOutException e) {
            leftOut(String.valueOf(e.getMessage()));
            return false;
        } catch (ChildFailedException e) {
            fail(String.valueOf(e.getMessage()));
            e.output().forEach(line -> show("| " + line));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail("interrupted");
        } catch (Exception e) { // the other steps are still worth running
            fail(e.toString());
            Arrays.stream(e.getStackTrace()).limit(SHOWN_FRAMES)
                    .forEach(frame -> show("| at " + frame));
        }
        if (stepIsWrong) {
            wrong++;
        } else {
            right++;
            show("ok");
        }
        return !stepIsWrong;
    }

    /** Reports a step that is not run, since an earlier one was not. */
    void leaveOut(String title, String why) {
        begin(title);
        leftOut(why);
    }

    /** Prints information that needs no check. */
    void show(String line) {
        out.line(INDENT + line);
    }

    /** Prints an answer, and marks the step as wrong if it is not the expected one. */
    void check(String question, @Nullable Object answer, @Nullable Object expected) {
        show(question + " = " + answer);
        if (!Objects.equals(answer, expected)) {
            fail("expected " + expected);
        }
    }

    /** Prints the lines of another program; those that do not begin with a bar must be the expected ones. */
    void checkLines(List<String> lines, List<String> expected) {
        int next = 0;
        for (String line : lines) {
            show(line);
            if (line.startsWith("|")) {
                continue;
            }
            if (next == expected.size()) {
                fail("no such line was expected");
            } else if (!line.equals(expected.get(next++))) {
                fail("expected: " + expected.get(next - 1));
            }
        }
        expected.stream().skip(next).forEach(line -> fail("is missing: " + line));
    }

    /** Marks the step as wrong, and prints the reason. */
    void fail(String why) {
        stepIsWrong = true;
        show("WRONG: " + why);
    }

    /** Prints the totals. Returns the exit status. */
    int finish() {
        out.line("");
        out.line(right + " steps right, " + wrong + " wrong, " + leftOut + " left out.");
        return wrong > 0 ? SOMETHING_WRONG : leftOut > 0 ? SOMETHING_LEFT_OUT : ALL_RIGHT;
    }

    private void begin(String title) {
        stepIsWrong = false;
        out.line(String.format(Locale.ROOT, "%2d. %s", right + wrong + leftOut + 1, title));
    }

    private void leftOut(String why) {
        leftOut++;
        show("left out: " + why);
    }
}
