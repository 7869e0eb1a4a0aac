package io.jyro.transport;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Looks for bytes on a connection for some microseconds before its thread goes to sleep there: waking an idle core is
 * most of a round trip on one machine. It is done by at most half of the cores' worth of threads at a time, and ever
 * less often where it was in vain. Bytes that are there at the first look say nothing about that: no time was saved by
 * waiting for them. For the reading side of one connection.
 */
final class Polling {
    private static final long NANOS = 30_000;
    private static final int LARGEST_PAUSE = 4096;
    private static final int MOST = Runtime.getRuntime().availableProcessors() / 2;
    // Of the whole process, since its cores are.
    private static final AtomicInteger NOW = new AtomicInteger();

    private final int most;
    private int pause;
    private int readsUntilNext;

    Polling() {
        this(MOST);
    }

    /** @param most how many threads of the process may do it at a time */
    Polling(int most) {
        this.most = most;
    }

    /** Waits a moment for a first byte, if that is worth it now. A read that follows may still have to wait. */
    void await(Connection connection) throws IOException {
        if (readsUntilNext > 0) {
            readsUntilNext--;
        } else if (NOW.get() < most && !Thread.currentThread().isVirtual()
                && connection.available() == 0) {
            try {
                if (NOW.incrementAndGet() <= most) {
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
            Thread.onSpinWait();
            if (connection.available() > 0) {
                return true;
            }
        } while (System.nanoTime() < end);
        return false;
    }
}
