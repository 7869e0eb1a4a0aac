package io.jyro.client;

import java.util.concurrent.TimeUnit;

/**
 * Whether a connection was silent for so long that the daemon may have closed it meanwhile. While calls follow each other
 * closely, that costs no call of the system. For one thread at a time.
 */
final class Idleness {
    private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private long lastUse = System.nanoTime();

    /** The connection was used. */
    void used(long now) {
        lastUse = now;
    }

    /** Whether it was not used for so long that the peer may have closed it unnoticed. */
    boolean isLong(long now) {
        return now - lastUse > LONG_NANOS;
    }
}
