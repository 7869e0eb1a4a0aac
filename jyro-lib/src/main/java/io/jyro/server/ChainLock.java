package io.jyro.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

import io.jyro.rpc.ServedCall;
import org.jspecify.annotations.Nullable;

/**
 * Lets in one call at a time, in the order in which they came, and in between any call that the one inside waits for: so
 * calls in a circle come to an end. Any thread.
 */
final class ChainLock {
    private record Waiting(ServedCall call, Runnable retry) {}

    // Guards all that follows.
    private final ReentrantLock lock = new ReentrantLock();
    // The innermost first: each waits for the one before it.
    private final Deque<ServedCall> inside = new ArrayDeque<>(2);
    private final Deque<Waiting> queue = new ArrayDeque<>(2);

    /** Waits until the call may run. */
    void enter(ServedCall call) {
        Semaphore left = new Semaphore(0);
        while (!enterOrQueue(call, left::release)) {
            left.acquireUninterruptibly();
        }
    }

    /**
     * Lets the call in, or keeps its place in the queue.
     *
     * @param retry is run when the call should try again; it must not wait
     * @return false if the call has to wait
     */
    boolean enterOrQueue(ServedCall call, Runnable retry) {
        lock.lock();
        try {
            Waiting first = queue.peek();
            if (inside.isEmpty() && (first == null || first.call == call)
                    || isAwaitedInside(call)) {
                queue.removeIf(each -> each.call == call);
                inside.push(call);
                return true;
            }
            for (Waiting each : queue) {
                if (each.call == call) {
                    return false;
                }
            }
            queue.add(new Waiting(call, retry));
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** A call that was told to try again will not come. */
    void withdraw(ServedCall call) {
        Waiting next;
        lock.lock();
        try {
            queue.removeIf(each -> each.call == call);
            next = next();
        } finally {
            lock.unlock();
        }
        if (next != null) {
            next.retry.run();
        }
    }

    /** The call has ended. */
    void leave(ServedCall call) {
        Waiting next;
        lock.lock();
        try {
            inside.remove(call);
            next = next();
        } finally {
            lock.unlock();
        }
        if (next != null) {
            next.retry.run();
        }
    }

    private @Nullable Waiting next() {
        if (inside.isEmpty()) {
            return queue.peek();
        }
        for (Waiting next : queue) {
            if (isAwaitedInside(next.call)) {
                return next;
            }
        }
        return null;
    }

    private boolean isAwaitedInside(ServedCall call) {
        ServedCall running = inside.peek();
        return running != null && call.isAwaitedBy(running);
    }
}
