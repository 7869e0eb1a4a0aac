package io.jyro.cli;

import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

import ch.qos.logback.classic.Level;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the environment for logging: {@code PYRO_LOGLEVEL} and {@code PYRO_LOGFILE}, or the same with
 * {@code JYRO_}, which take precedence. They are not read with {@code PyroConfig}, since that class itself logs. An
 * invalid level counts as unset here; {@code PyroConfig} rejects it.
 *
 * @param level the lowest level that is logged to the file, or null to log to no file
 * @param file the path of the file; {@code {stderr}} is standard error
 * @see "docs/protocol.md, 12.3 Logging"
 */
record LogSettings(@Nullable Level level, String file) {
    static final String STANDARD_ERROR = "{stderr}";
    private static final String DEFAULT_FILE = "pyro.log";
    private static final Map<String, Level> LEVELS = Map.of("DEBUG", Level.DEBUG, "INFO",
            Level.INFO, "WARN",
            Level.WARN, "WARNING", Level.WARN, "ERROR", Level.ERROR, "CRITICAL", Level.OFF);

    static LogSettings ofProcess() {
        return of(System::getenv);
    }

    static LogSettings of(UnaryOperator<@Nullable String> environment) {
        String level = value("LOGLEVEL", environment);
        String file = value("LOGFILE", environment);
        return new LogSettings(LEVELS.get(level.toUpperCase(Locale.ROOT)),
                file.isEmpty() ? DEFAULT_FILE : file);
    }

    boolean isDebug() {
        return level == Level.DEBUG;
    }

    private static String value(String item, UnaryOperator<@Nullable String> environment) {
        String own = environment.apply("JYRO_" + item);
        String text = own == null ? environment.apply("PYRO_" + item) : own;
        return text == null ? "" : text.strip();
    }
}
