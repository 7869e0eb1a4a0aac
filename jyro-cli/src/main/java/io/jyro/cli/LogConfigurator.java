package io.jyro.cli;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * Sets up the logging of the tools. Logback finds this class through the service loader when the first message is
 * logged, and then does not search for a configuration file, which would take longer than most tools run.
 *
 * <p>Warnings and errors go to standard error, except those below PYRO_LOGLEVEL. If PYRO_LOGLEVEL is set, all entries
 * from that level on also go to PYRO_LOGFILE.
 *
 * @see "docs/protocol.md, 12.3 Logging"
 */
public final class LogConfigurator extends ContextAwareBase implements Configurator {
    private static final String TOP = "io.jyro";

    private final LogSettings settings;

    /** Creates a configurator with the settings of the environment; called by the service loader. */
    public LogConfigurator() {
        this(LogSettings.ofProcess());
    }

    LogConfigurator(LogSettings settings) {
        this.settings = settings;
    }

    @Override
    public ExecutionStatus configure(LoggerContext loggers) {
        Logger root = loggers.getLogger(Logger.ROOT_LOGGER_NAME);
        Level level = Objects.requireNonNullElse(settings.level(), Level.WARN);
        root.setLevel(level);
        if (settings.level() == null || level == Level.OFF) {
            root.addAppender(appender(loggers, System.err, Level.WARN));
        } else if (settings.file().equals(LogSettings.STANDARD_ERROR)) {
            root.addAppender(appender(loggers, System.err, level));
        } else {
            root.addAppender(appender(loggers, System.err, Level.WARN));
            addFile(loggers, root, level);
        }
        if (settings.level() != null) {
            loggers.getLogger(TOP).info("Pyro log configured using built-in defaults, level={}",
                    LogLine.levelName(level));
        }
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    // If the file cannot be written, all entries go to standard error, as in Pyro4.
    private void addFile(LoggerContext loggers, Logger root, Level level) {
        try {
            root.addAppender(appender(loggers, new FileOutputStream(settings.file(), true), level));
        } catch (IOException e) {
            root.detachAndStopAllAppenders();
            root.addAppender(appender(loggers, System.err, level));
            loggers.getLogger(TOP).warn(
                    "cannot write the log file {}: {}; logging to standard error instead",
                    settings.file(),
                    e.getMessage());
        }
    }

    private static OutputStreamAppender<ILoggingEvent> appender(LoggerContext loggers,
            OutputStream to, Level from) {
        LogLine layout = new LogLine();
        layout.setContext(loggers);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(loggers);
        encoder.setLayout(layout);
        encoder.start();
        ThresholdFilter threshold = new ThresholdFilter();
        threshold.setLevel(from.toString());
        threshold.start();
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setContext(loggers);
        appender.setEncoder(encoder);
        appender.addFilter(threshold);
        appender.setOutputStream(to);
        appender.start();
        return appender;
    }
}
