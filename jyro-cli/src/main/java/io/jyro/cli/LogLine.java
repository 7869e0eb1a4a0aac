package io.jyro.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import io.jyro.cli.output.Printable;

/**
 * Formats log entries like Pyro: {@code [2025-11-22 11:38:04.123,io.jyro.server.Daemon,INFO] message}. An entry is one
 * line, with the lines of a stack trace indented below it, so that remote text cannot forge an entry.
 */
final class LogLine extends LayoutBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME = DateTimeFormatter
            .ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT)
            .withZone(ZoneId.systemDefault());
    private static final String INDENT = "    ";

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160).append('[');
        TIME.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
        line.append(',').append(event.getLoggerName()).append(',')
                .append(levelName(event.getLevel())).append("] ");
        line.append(Printable.of(String.valueOf(event.getFormattedMessage()))).append('\n');
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            ThrowableProxyUtil.asString(thrown).lines()
                    .forEach(frame -> line.append(INDENT).append(Printable.of(frame)).append('\n'));
        }
        return line.toString();
    }

    /** Returns the name of the level in Python's logging. */
    static String levelName(Level level) {
        return level == Level.WARN ? "WARNING" : level == Level.OFF ? "CRITICAL" : level.toString();
    }
}
