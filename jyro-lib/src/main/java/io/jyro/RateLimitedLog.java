package io.jyro;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Log lines of one kind that peers can cause as often as they like: ten are written at once, then one a minute. The
 * others appear at debug level, and their number is added to the next line of the kind, or reported by
 * {@link #reportSuppressed} if none follows. Memory does not grow with the number of lines or peers. Any thread.
 */
public final class RateLimitedLog {
    /** So many lines are written without a pause. */
    static final int BURST = 10;
    /** The time after which one more line is written. */
    static final long NANOS_BETWEEN = TimeUnit.MINUTES.toNanos(1);

    private final Logger log;
    private final String kind;
    private final LongSupplier nanoTime;
    private long settledAt; // when all lines so far are paid for, at one a minute
    private long lastLine;
    private long suppressed;

    /**
     * With nothing written yet.
     *
     * @param kind its name in the plural, such as {@code failed handshakes}
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
     * Logs a warning, or a debug line if there were too many.
     *
     * @param arguments for the braces in the format: remote text only as {@link RemoteText} shows it. An exception at
     *         the end is logged with its stack trace, made loggable here.
     */
    public void warn(String format, @Nullable Object... arguments) {
        String suffix = log.isWarnEnabled() ? admit() : null;
        if (suffix != null) {
            log.warn(format + suffix, loggable(arguments));
        } else if (log.isDebugEnabled()) {
            log.debug(format, loggable(arguments));
        }
    }

    /** Logs an error, or a debug line if there were too many; arguments as for {@link #warn}. */
    public void error(String format, @Nullable Object... arguments) {
        String suffix = log.isErrorEnabled() ? admit() : null;
        if (suffix != null) {
            log.error(format + suffix, loggable(arguments));
        } else if (log.isDebugEnabled()) {
            log.debug(format, loggable(arguments));
        }
    }

    /**
     * Writes how many lines were suppressed since the last one, if there were any and the last one is a minute old. To be
     * called every so often, so that the number appears although no further line comes.
     */
    public void reportSuppressed() {
        reportSuppressed(NANOS_BETWEEN);
    }

    /** The same, however old the last line is: nothing will follow. */
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

    /** What to add to the line, or null if it is suppressed. */
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
