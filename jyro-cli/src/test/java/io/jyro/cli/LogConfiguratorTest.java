package io.jyro.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class LogConfiguratorTest {
    private final LoggerContext loggers = new LoggerContext();

    LogConfiguratorTest() {
        loggers.setMDCAdapter(new LogbackMDCAdapter());
    }

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit fills it
    Path directory;

    @AfterEach
    void stop() {
        loggers.stop();
    }

    @Test
    void withoutALevelOnlyWarningsAndErrorsAreLogged() {
        Logger logger = configured(null);

        assertThat(logger.isWarnEnabled()).isTrue();
        assertThat(logger.isInfoEnabled()).isFalse();
    }

    @Test
    void aLevelLogsToTheFileFromThereOn() throws IOException {
        Logger logger = configured(Level.INFO);
        logger.info("one {}", 1);
        logger.debug("two");

        assertThat(lines()).hasSize(2);
        assertThat(lines().getFirst())
                .endsWith(",io.jyro,INFO] Pyro log configured using built-in defaults, level=INFO");
        assertThat(lines().getLast())
                .matches("\\[\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3},x,INFO] one 1");
    }

    @Test
    void aLevelOfPythonIsWrittenInItsWords() throws IOException {
        configured(Level.WARN).warn("careful");

        assertThat(lines()).singleElement().asString().endsWith(",x,WARNING] careful");
    }

    @Test
    void aMessageStaysOnItsLine() throws IOException {
        configured(Level.ERROR).error("a\n[2025-01-01 00:00:00.000,x,INFO] forged");

        assertThat(lines()).singleElement().asString()
                .endsWith("] a\\n[2025-01-01 00:00:00.000,x,INFO] forged");
    }

    @Test
    void theLinesOfAStackTraceAreIndented() throws IOException {
        configured(Level.ERROR).error("failed", new IllegalStateException("because"));

        assertThat(lines().get(1)).isEqualTo("    java.lang.IllegalStateException: because");
        assertThat(lines().stream().skip(1)).allMatch(line -> line.startsWith("    "));
    }

    @Test
    void aFileThatCannotBeWrittenStopsNothing() {
        LogConfigurator configurator = new LogConfigurator(
                new LogSettings(Level.ERROR, directory.resolve("missing/pyro.log").toString()));

        configurator.configure(loggers);

        assertThat(loggers.getLogger("x").isErrorEnabled()).isTrue();
    }

    private Logger configured(@Nullable Level level) {
        new LogConfigurator(new LogSettings(level, directory.resolve("pyro.log").toString()))
                .configure(loggers);
        return loggers.getLogger("x");
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(directory.resolve("pyro.log"));
    }
}
