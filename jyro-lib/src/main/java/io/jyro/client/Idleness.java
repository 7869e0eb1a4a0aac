package io.jyro.client;

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
     * Returns that of a connection to a daemon of Jyro. A look costs some 50 microseconds, and every later read over TCP
     * that sleeps costs two system calls more, a tenth of a small call on one core: so a program that calls ten times a
     * second pays neither.
     */
    static Idleness towardJyro() {
        return new Idleness(TimeUnit.MILLISECONDS.toNanos(100));
    }

    /**
     * Returns that of a connection to a stock daemon, which closes connections for more reasons, and whose calls take many
     * times longer than a look.
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
