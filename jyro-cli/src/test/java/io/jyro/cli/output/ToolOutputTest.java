package io.jyro.cli.output;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ToolOutputTest {
    /** What prints, but for a ToolOutput or the help, which is our own. */
    private static final Pattern DIRECT = Pattern
            .compile("System\\.(out|err)|PrintStream|printStackTrace"
                    + "|\\.print(ln|f)?\\(|PrintWriter|(?<!new ToolOutput\\((spec\\.commandLine\\(\\)|tool)\\.)"
                    + "(?<!tool\\.usage\\(tool\\.)get(Out|Err)\\(\\)");
    /** The class itself; the log, whose lines are escaped by LogLine; and the training, which shows nothing that tools print. */
    private static final List<String> EXEMPT = List.of("ToolOutput.java", "LogConfigurator.java",
            "TrainTool.java");

    private final StringWriter printed = new StringWriter();
    private final ToolOutput out = new ToolOutput(new PrintWriter(printed));

    @Test
    void aLineStaysOneLine() {
        out.line("a\nERROR: all is lost\r\u001b[2J");

        assertThat(printed.toString().lines())
                .containsExactly("a\\nERROR: all is lost\\r\\u001b[2J");
    }

    @Test
    void messagesOfATraceStayInTheirLines() {
        out.stackTrace(new IllegalStateException("a\nb", new IllegalArgumentException("c\u202ed")));

        assertThat(printed.toString().lines().filter(line -> !line.startsWith("\tat ")))
                .containsExactly("java.lang.IllegalStateException: a\\nb",
                        "Caused by: java.lang.IllegalArgumentException: c\\u202ed");
    }

    @Test
    void noToolPrintsPastIt() throws IOException {
        Path sources = Path.of(System.getProperty("jyro.root", ".."), "jyro-cli/src/main/java");
        try (Stream<Path> files = Files.walk(sources)) {
            List<Path> toCheck = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !EXEMPT.contains(file.getFileName().toString())).toList();

            assertThat(toCheck).hasSizeGreaterThan(30).allSatisfy(file -> assertThat(
                    DIRECT.matcher(Files.readString(file)).results().map(found -> found.group()))
                    .isEmpty());
        }
    }
}
