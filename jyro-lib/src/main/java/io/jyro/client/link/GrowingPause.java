package io.jyro.client.link;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import io.jyro.CommunicationException;
import io.jyro.transport.CallDeadline;

/**
 * Pauses between attempts, each twice as long as the one before, up to a second: a daemon that restarts is soon found
 * again, and one that stays away is not flooded. For one thread.
 */
public final class GrowingPause {
    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private Duration next = SHORTEST;

    /** Returns the length of the next pause. */
    Duration next() {
        Duration length = next;
        Duration twice = length.multipliedBy(2);
        next = twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
        return length;
    }

    /**
     * Sleeps for the next pause, or until a deadline.
     *
     * @throws CommunicationException if the thread is interrupted
     */
    public void await(CallDeadline deadline) {
        long length = deadline.bound(next()).toNanos();
        long began = System.nanoTime();
        long left = length;
        while (left > 0) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CommunicationException(
                        "interrupted while waiting for another attempt, which was not made");
            }
            LockSupport.parkNanos(this, left);
            left = length - (System.nanoTime() - began);
        }
    }
}
