package io.jyro.transport;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Looks for bytes on a connection for some microseconds before its thread goes to sleep there: waking an idle core is
 * most of a round trip on one machine. It is done by at most half of the cores' worth of threads at a time, and ever
 * less often where it was in vain. For the reading side of one connection.
 */
final class Polling {
    private static final long NANOS = 30_000;
    private static final int LARGEST_PAUSE = 4096;
    private static final int MOST = Runtime.getRuntime().availableProcessors() / 2;
    // Of the whole process, since its cores are.
    private static final AtomicInteger NOW = new AtomicInteger();

    private int pause;
    private int readsUntilNext;

    /** Waits a moment for a first byte, if that is worth it now. A read that follows may still have to wait. */
    void await(Connection connection) throws IOException {
        if (readsUntilNext > 0) {
            readsUntilNext--;
        } else if (NOW.get() < MOST && !Thread.currentThread().isVirtual()) {
            try {
                if (NOW.incrementAndGet() <= MOST) {
                    pause = look(connection) ? 0 : Math.clamp(2L * pause, 1, LARGEST_PAUSE);
                    readsUntilNext = pause;
                }
            } finally {
                NOW.decrementAndGet();
            }
        }
    }

    private static boolean look(Connection connection) throws IOException {
        long end = System.nanoTime() + NANOS;
        do {
            if (connection.available() > 0) {
                return true;
            }
            Thread.onSpinWait();
        } while (System.nanoTime() < end);
        return false;
    }
}
