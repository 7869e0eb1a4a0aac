package io.jyro.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.jyro.rpc.ServedCall;
import org.jspecify.annotations.Nullable;

/**
 * Lets in one call at a time, in the order in which they came, and in between any call that the one inside waits for: so
 * calls in a circle come to an end. Any thread.
 */
final class ChainLock {
    private record Waiting(ServedCall call, Condition admitted) {}

    // Guards all that follows.
    private final ReentrantLock lock = new ReentrantLock();
    // The innermost first: each waits for the one before it.
    private final Deque<ServedCall> inside = new ArrayDeque<>(2);
    private final Deque<Waiting> queue = new ArrayDeque<>(2);

    /** Waits until the call may run. */
    void enter(ServedCall call) {
        lock.lock();
        try {
            if (inside.isEmpty() && queue.isEmpty() || isAwaitedInside(call)) {
                inside.push(call);
                return;
            }
            Waiting mine = new Waiting(call, lock.newCondition());
            queue.add(mine);
            while (inside.peek() != call) {
                mine.admitted.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The call has ended. */
    void leave(ServedCall call) {
        lock.lock();
        try {
            inside.remove(call);
            Waiting next = next();
            if (next != null) {
                inside.push(next.call);
                next.admitted.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Waiting next() {
        if (inside.isEmpty()) {
            return queue.poll();
        }
        for (Iterator<Waiting> each = queue.iterator(); each.hasNext();) {
            Waiting next = each.next();
            if (isAwaitedInside(next.call)) {
                each.remove();
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
