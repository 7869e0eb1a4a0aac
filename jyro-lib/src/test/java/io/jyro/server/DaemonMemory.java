package io.jyro.server;

import java.time.Duration;

/** What a daemon counts of the memory that its clients take. */
public final class DaemonMemory {
    private static final long PATIENCE_NANOS = Duration.ofSeconds(10).toNanos();

    private DaemonMemory() {}

    /** How many bytes are counted now. */
    public static long used(Daemon daemon) {
        return daemon.memory().used();
    }

    /** Waits until so many bytes or more are counted. */
    public static void awaitUsed(Daemon daemon, long atLeast) {
        await(daemon, atLeast, Long.MAX_VALUE);
    }

    /** Waits until nothing is counted. */
    public static void awaitNothing(Daemon daemon) {
        await(daemon, 0, 0);
    }

    /** Waits until some message waits for memory. */
    public static void awaitWaiting(Daemon daemon) {
        long begin = System.nanoTime();
        while (daemon.memory().waiting() == 0) {
            if (System.nanoTime() - begin > PATIENCE_NANOS) {
                throw new AssertionError("no message waits for memory");
            }
            Thread.onSpinWait();
        }
    }

    private static void await(Daemon daemon, long atLeast, long atMost) {
        long begin = System.nanoTime();
        long used = used(daemon);
        while (used < atLeast || used > atMost) {
            if (System.nanoTime() - begin > PATIENCE_NANOS) {
                throw new AssertionError("the daemon counts " + used + " bytes, not " + atLeast
                        + " to " + atMost);
            }
            Thread.onSpinWait();
            used = used(daemon);
        }
    }
}
