package io.jyro.transport;

/**
 * Moments at which waiting ends, on the clock of {@link System#nanoTime}, whose values may be
 * negative.
 */
public final class Deadline {
    /** The value for "no deadline". */
    public static final long NONE = 0;

    private Deadline() {}

    /** Returns the moment that is this many nanoseconds from now. */
    public static long in(long nanos) {
        return at(System.nanoTime() + nanos);
    }

    /** Returns the moment as a deadline, which is never {@link #NONE}. */
    public static long at(long nanoTime) {
        return nanoTime == NONE ? 1 : nanoTime;
    }
}
