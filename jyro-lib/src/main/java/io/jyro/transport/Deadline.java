package io.jyro.transport;

/** Moments at which waiting ends, as {@link System#nanoTime} tells them, which may be negative. */
final class Deadline {
    /** Waiting does not end. */
    static final long NONE = 0;

    private Deadline() {}

    /** So many nanoseconds from now. */
    static long in(long nanos) {
        return at(System.nanoTime() + nanos);
    }

    /** The moment, which is never {@link #NONE}. */
    static long at(long nanoTime) {
        return nanoTime == NONE ? 1 : nanoTime;
    }
}
