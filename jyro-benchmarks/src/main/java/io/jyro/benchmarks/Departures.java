package io.jyro.benchmarks;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Lets threads wait for clients to leave. For any thread. */
final class Departures {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition someoneLeft = lock.newCondition();

    /** Called when a client has left. */
    void happened() {
        lock.lock();
        try {
            someoneLeft.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until enough clients have left; returns false if that takes too long. */
    boolean await(BooleanSupplier enough, Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (!enough.getAsBoolean()) {
                if (left <= 0) {
                    return false;
                }
                left = someoneLeft.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
