package io.jyro;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Limits log lines of one kind that peers can cause at any rate: ten are written immediately, then one a minute. The
 * others appear at debug level, and their number is added to the next line of the kind, or reported by
 * {@link #reportSuppressed} if none follows. Memory does not grow with the number of lines or peers. Thread-safe.
 */
public final class RateLimitedLog {
    /** The number of lines that are written without a pause. */
    static final int BURST = 10;
    /** The time after which one more line is written. */
    static final long NANOS_BETWEEN = TimeUnit.MINUTES.toNanos(1);

    private final Logger log;
    private final String kind;
    private final LongSupplier nanoTime;
    private long settledAt; // when the lines written so far average one a minute
    private long lastLine;
    private long suppressed;

    /**
     * Creates a limiter that has written nothing yet.
     *
     * @param kind what the lines report, in the plural, such as {@code failed handshakes}
     * @param nanoTime a clock, usually {@link System#nanoTime}
     */
    public RateLimitedLog(Logger log, String kind, LongSupplier nanoTime) {
        this.log = log;
        this.kind = kind;
        this.nanoTime = nanoTime;
        settledAt = nanoTime.getAsLong();
        lastLine = settledAt;
    }

    /**
     * Logs a warning, or a debug line once the limit is reached.
     *
     * @param arguments for the braces in the format: remote text only as {@link RemoteText} shows it. An exception at
     *         the end is logged with its stack trace, after {@link RemoteText#loggable}.
     */
    public void warn(String format, @Nullable Object... arguments) {
        String suffix = log.isWarnEnabled() ? admit() : null;
        if (suffix != null) {
            log.warn(format + suffix, loggable(arguments));
        } else if (log.isDebugEnabled()) {
            log.debug(format, loggable(arguments));
        }
    }

    /** Logs an error, or a debug line once the limit is reached; arguments as for {@link #warn}. */
    public void error(String format, @Nullable Object... arguments) {
        String suffix = log.isErrorEnabled() ? admit() : null;
        if (suffix != null) {
            log.error(format + suffix, loggable(arguments));
        } else if (log.isDebugEnabled()) {
            log.debug(format, loggable(arguments));
        }
    }

    /**
     * Logs how many lines were suppressed since the last one, if there were any and the last one is at least a minute
     * old. Call it periodically, so that the number appears even if no further line comes.
     */
    public void reportSuppressed() {
        reportSuppressed(NANOS_BETWEEN);
    }

    /** Logs the number of suppressed lines regardless of the last line's age, since no further line will come. */
    public void end() {
        reportSuppressed(0);
    }

    private void reportSuppressed(long silence) {
        long count;
        synchronized (this) {
            long now = nanoTime.getAsLong();
            if (suppressed == 0 || now - lastLine < silence) {
                return;
            }
            count = suppressed;
            pay(now);
        }
        log.warn("{}: {} similar messages were suppressed", kind, count);
    }

    /** Returns the suffix to append to the line, or null if the line is suppressed. */
    private synchronized @Nullable String admit() {
        long now = nanoTime.getAsLong();
        if (settledAt - now > (BURST - 1) * NANOS_BETWEEN) {
            suppressed++;
            return null;
        }
        long count = suppressed;
        pay(now);
        return count == 0 ? "" : " (" + count + " similar messages were suppressed)";
    }

    private void pay(long now) {
        settledAt = (settledAt - now > 0 ? settledAt : now) + NANOS_BETWEEN;
        lastLine = now;
        suppressed = 0;
    }

    private static @Nullable Object[] loggable(@Nullable Object[] arguments) {
        int last = arguments.length - 1;
        if (last < 0 || !(arguments[last] instanceof Throwable thrown)) {
            return arguments;
        }
        @Nullable
        Object[] copy = arguments.clone();
        copy[last] = RemoteText.loggable(thrown);
        return copy;
    }
}
