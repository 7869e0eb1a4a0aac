package io.jyro.transport.message;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

import io.jyro.transport.Connection;

/**
 * Polls a connection for bytes for some microseconds before its thread blocks: waking an idle core is most of a round
 * trip on one machine. Threads up to half the number of cores do so at a time, and each connection polls less and less
 * often while it is in vain. Bytes that are available at the first look do not count as a success: no time was saved by
 * polling. For the reading side of one connection.
 */
final class Polling {
    private static final long NANOS = 30_000;
    private static final int LARGEST_PAUSE = 4096;
    private static final int MOST = Runtime.getRuntime().availableProcessors() / 2;
    // One for the whole process, since the cores are shared.
    private static final AtomicInteger NOW = new AtomicInteger();

    private final int most;
    private int pause;
    private int readsUntilNext;

    Polling() {
        this(MOST);
    }

    /**
     * Creates a poller.
     *
     * @param most how many threads of the process may poll at a time
     */
    Polling(int most) {
        this.most = most;
    }

    /** Waits a moment for a first byte, if polling is worthwhile now. A read that follows may still have to wait. */
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
