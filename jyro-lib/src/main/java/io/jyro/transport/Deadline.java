package io.jyro.transport;

/** Moments at which waiting ends, as {@link System#nanoTime} tells them, which may be negative. */
final class Deadline {
    /** Waiting does not end. */
    static final long NONE = 0;

    private Deadline() {}

    /** So many nanoseconds from now. */
    static long in(long nanos) {
        long moment = System.nanoTime() + nanos;
        return moment == NONE ? 1 : moment;
    }
}
