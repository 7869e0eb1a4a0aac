package io.jyro.cli.demo;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

import io.jyro.cli.output.ToolOutput;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DemoReportTest {
    private final StringWriter printed = new StringWriter();
    private final DemoReport report = new DemoReport(new ToolOutput(new PrintWriter(printed)));

    @Test
    void whenAllIsRightTheStatusIs0() {
        report.step("one", step -> step.check("1 + 1", 2, 2));

        assertThat(report.finish()).isZero();
        assertThat(printed.toString().lines()).containsExactly(" 1. one", "      1 + 1 = 2",
                "      ok", "",
                "1 steps right, 0 wrong, 0 left out.");
    }

    @Test
    void aWrongAnswerIsStatus1AndNamesTheExpectedOne() {
        report.step("one", step -> step.check("1 + 1", 3, 2));

        assertThat(report.finish()).isEqualTo(1);
        assertThat(printed.toString()).contains("1 + 1 = 3", "WRONG: expected 2")
                .doesNotContain("ok");
    }

    @Test
    void anExceptionIsAWrongAnswer() {
        report.step("one", step -> {
            throw new IllegalStateException("oops");
        });

        assertThat(report.finish()).isEqualTo(1);
        assertThat(printed.toString()).contains("WRONG: java.lang.IllegalStateException: oops");
    }

    @Test
    void theOutputOfAFailedChildIsShown() {
        report.step("one", step -> {
            throw new ChildFailedException("it ended with status 3", List.of("its last words"));
        });

        assertThat(report.finish()).isEqualTo(1);
        assertThat(printed.toString()).contains("WRONG: it ended with status 3",
                "| its last words");
    }

    @Test
    void aStepLeftOutIsStatus2AndSaysWhy() {
        report.step("one", step -> step.show("fine"));
        report.step("two", step -> {
            throw new LeftOutException("no Python");
        });

        assertThat(report.finish()).isEqualTo(2);
        assertThat(printed.toString()).contains(" 2. two", "left out: no Python");
    }

    @Test
    void aWrongStepWeighsMoreThanOneLeftOut() {
        report.leaveOut("one", "no Python");
        report.step("two", step -> step.fail("bad"));

        assertThat(report.finish()).isEqualTo(1);
    }

    @Test
    void linesWithABarAreNotCompared() {
        report.step("one", step -> step.checkLines(List.of("| whatever", "a", "| more", "b"),
                List.of("a", "b")));

        assertThat(report.finish()).isZero();
    }

    @Test
    void missingAndSurplusLinesAreWrong() {
        report.step("missing", step -> step.checkLines(List.of("a"), List.of("a", "b")));
        report.step("surplus", step -> step.checkLines(List.of("a", "b", "c"), List.of("a", "b")));

        report.finish();
        assertThat(printed.toString()).contains("WRONG: is missing: b",
                "WRONG: no such line was expected",
                "0 steps right, 2 wrong");
    }
}
