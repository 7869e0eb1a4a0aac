package io.jyro.client.link;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Releases a proxy's connections when no call has been made for a while. Any thread. */
final class IdleRelease {
    private final long idleNanos;
    private final Runnable release;
    // Also held while the connections are released: a call that begins then would be cut off.
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by lock.
    private int calls;
    private boolean scheduled;
    private long lastUse;

    IdleRelease(Duration idle, Runnable release) {
        idleNanos = idle.toNanos();
        this.release = release;
    }

    /** Counts a call that begins; waits while the connections are being released. */
    void callBegins() {
        lock.lock();
        try {
            calls++;
            if (!scheduled) {
                scheduled = true;
                lookIn(idleNanos);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Counts a call that has ended. */
    void callEnds() {
        lock.lock();
        try {
            lastUse = System.nanoTime();
            calls--;
        } finally {
            lock.unlock();
        }
    }

    private void lookIn(long nanos) {
        CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS).execute(this::look);
    }

    private void look() {
        lock.lock();
        try {
            long left = idleNanos - (System.nanoTime() - lastUse);
            if (calls > 0) {
                lookIn(idleNanos);
            } else if (left > 0) {
                lookIn(left);
            } else {
                scheduled = false;
                release.run();
            }
        } finally {
            lock.unlock();
        }
    }
}
