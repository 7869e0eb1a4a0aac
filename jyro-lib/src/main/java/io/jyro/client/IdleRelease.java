package io.jyro.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets go of a proxy's connections when no call has been made for a while. Any thread. */
final class IdleRelease {
    private final long idleNanos;
    private final Runnable release;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private volatile long lastUse;

    IdleRelease(Duration idle, Runnable release) {
        idleNanos = idle.toNanos();
        this.release = release;
    }

    /** A call begins, over a connection that was there or will be. */
    void callBegins() {
        calls.incrementAndGet();
        if (scheduled.compareAndSet(false, true)) {
            lookIn(idleNanos);
        }
    }

    /** A call has ended. */
    void callEnds() {
        lastUse = System.nanoTime();
        calls.decrementAndGet();
    }

    private void lookIn(long nanos) {
        CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS).execute(this::look);
    }

    private void look() {
        long left = idleNanos - (System.nanoTime() - lastUse);
        if (calls.get() > 0) {
            lookIn(idleNanos);
        } else if (left > 0) {
            lookIn(left);
        } else {
            scheduled.set(false);
            release.run();
        }
    }
}
