package io.jyro.server.objects;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

import io.jyro.rpc.ServedCall;
import org.jspecify.annotations.Nullable;

/**
 * Admits one call at a time, in order of arrival, and in between any call that the one inside waits for, so that
 * circular calls do not deadlock. Any thread.
 */
public final class ChainLock {
    private record Waiting(ServedCall call, Runnable retry) {}

    // Guards all of the following fields.
    private final ReentrantLock lock = new ReentrantLock();
    // The innermost call comes first; each waits for the one before it.
    private final Deque<ServedCall> inside = new ArrayDeque<>(2);
    private final Deque<Waiting> queue = new ArrayDeque<>(2);

    /** Waits until the call may run. */
    public void enter(ServedCall call) {
        Semaphore left = new Semaphore(0);
        while (!enterOrQueue(call, left::release)) {
            left.acquireUninterruptibly();
        }
    }

    /**
     * Admits the call, or keeps its place in the queue.
     *
     * @param retry run when the call should try again; must not block
     * @return false if the call has to wait
     */
    public boolean enterOrQueue(ServedCall call, Runnable retry) {
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

    /** Removes a call that was told to try again but will not. */
    public void withdraw(ServedCall call) {
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

    /** Removes a call that has ended, and lets the next one try again. */
    public void leave(ServedCall call) {
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
