package io.jyro.client.exchange;

import java.util.concurrent.TimeUnit;

/**
 * Tells whether a connection was idle for so long that the next call must check whether the daemon has closed it. For
 * one thread at a time.
 */
final class Idleness {
    private final long longNanos;
    private long lastUse = System.nanoTime();

    private Idleness(long longNanos) {
        this.longNanos = longNanos;
    }

    /**
     * Returns the idleness for a connection to a daemon of Jyro, which counts as idle after 100 ms. The check costs
     * some 50 microseconds and makes every later blocking read over TCP two system calls longer, a tenth of a small
     * call on one core. A program that calls more than ten times a second does not pay for it.
     */
    static Idleness towardJyro() {
        return new Idleness(TimeUnit.MILLISECONDS.toNanos(100));
    }

    /**
     * Returns the idleness for a connection to a stock daemon, which counts as idle after 5 ms: such a daemon closes
     * connections for more reasons, and its calls take many times longer than the check.
     */
    static Idleness towardStock() {
        return new Idleness(TimeUnit.MILLISECONDS.toNanos(5));
    }

    /** Records that the connection was used. */
    void used(long now) {
        lastUse = now;
    }

    /** Returns whether it was not used for so long that the peer may have closed it unnoticed. */
    boolean isLong(long now) {
        return now - lastUse > longNanos;
    }
}
