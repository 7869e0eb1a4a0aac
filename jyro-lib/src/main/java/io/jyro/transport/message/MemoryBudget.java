package io.jyro.transport.message;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.jyro.wire.MemoryRefusedException;
import org.jspecify.annotations.Nullable;

/**
 * The memory that the messages of all connections of a daemon may take together: received bytes, their decompressed
 * form and the decoded values. For any thread.
 *
 * <p>Memory is counted in steps, with one atomic addition each, before it is taken. When the budget is used up, calls
 * wait in the order of their arrival, and handshakes in a queue of their own, each at most for a second in all. A
 * message may hold eight times the memory that is still free, so that a few large messages leave some for small ones.
 */
public final class MemoryBudget {
    /** The total time that a message may wait. */
    static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final int SHARE_OF_HEAP = 3;
    private static final int OF_HANDSHAKES = 10;
    private static final int BEYOND_FOR_CHAINS = 10;
    private static final int TIMES_OF_WHAT_IS_FREE = 8;

    private final long limit; // Long.MAX_VALUE is unlimited
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong usedByHandshakes = new AtomicLong();

    private final ReentrantLock lock = new ReentrantLock();
    // Handshakes have a queue of their own, so that unknown clients do not delay calls. Guarded by the lock.
    private final Deque<Condition> calls = new ArrayDeque<>();
    private final Deque<Condition> handshakes = new ArrayDeque<>();
    // The lengths of the queues; written under the lock.
    private volatile int waitingCalls;
    private volatile int waitingHandshakes;

    /** The part of the budget that a message may use. */
    enum Part {
        /** A tenth, for all connections before the end of their handshakes. */
        HANDSHAKE,
        /** All of the budget. */
        CALL,
        /** A tenth more than the budget, without waiting: the rest may be held by a call that waits for this one. */
        CHAIN
    }

    /** A message or a call that takes memory. */
    interface Claimant {
        /** Returns how much it already holds. */
        long held();

        Part part();

        /**
         * Called when the budget is used up; may find out that the message belongs to a chain of calls and so need not
         * wait.
         */
        void beforeWaiting();

        /** Returns how many nanoseconds it may still wait. */
        long patience();

        /** Sets how many nanoseconds it may still wait, after it has waited. */
        void patience(long nanos);

        /** Called when it is refused: gives back the memory of the message, so that the claims after it can proceed. */
        void refused();
    }

    private MemoryBudget(long limit) {
        this.limit = limit;
    }

    /** Returns a budget of this many bytes; 0 is unlimited. */
    public static MemoryBudget of(long bytes) {
        return new MemoryBudget(bytes == 0 ? Long.MAX_VALUE : bytes);
    }

    /** Returns a budget of a third of the JVM's maximum heap. */
    public static MemoryBudget ofHeap() {
        return of(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    /** Returns how many bytes are counted now. */
    public long used() {
        return used.get();
    }

    /**
     * Returns whether half of the budget stays free when this many more bytes are used. An estimate, since other
     * threads change it.
     */
    boolean hasPlenty(long bytes) {
        return bytes <= limit / 2 - used.get();
    }

    /** Returns how many messages wait for memory now. */
    public int waiting() {
        return waitingCalls + waitingHandshakes;
    }

    private boolean hasWaiting(Part part) {
        return (part == Part.HANDSHAKE ? waitingHandshakes : waitingCalls) > 0;
    }

    /** Counts bytes that are taken even beyond the budget, such as those of a reply. */
    public void force(long bytes) {
        used.addAndGet(bytes);
    }

    /** Gives back bytes that {@link #force} counted. */
    public void giveBack(long bytes) {
        give(bytes, Part.CALL);
    }

    /**
     * Counts more bytes of a message, waiting for them if necessary.
     *
     * @throws MemoryRefusedException if they are not available in time
     */
    void take(Claimant claimant, long bytes) {
        if (!hasWaiting(claimant.part()) && tryTake(claimant, bytes)) {
            return;
        }
        claimant.beforeWaiting();
        lock.lock();
        try {
            if (!isTakenInTurn(claimant, bytes)) {
                MemoryRefusedException refusal = refusal(claimant, bytes);
                claimant.refused();
                throw refusal;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Counts more bytes of a message if they are available now. Returns whether they are. */
    boolean tryTake(Claimant claimant, long bytes) {
        Part part = claimant.part();
        if (part == Part.HANDSHAKE && !tryAdd(usedByHandshakes, bytes, limit / OF_HANDSHAKES)) {
            return false;
        }
        if (tryAdd(used, bytes, most(part, claimant.held() + bytes))) {
            return true;
        }
        if (part == Part.HANDSHAKE) {
            usedByHandshakes.addAndGet(-bytes);
        }
        return false;
    }

    private static boolean tryAdd(AtomicLong sum, long bytes, long most) {
        long now = sum.get();
        while (now + bytes <= most) {
            if (sum.compareAndSet(now, now + bytes)) {
                return true;
            }
            now = sum.get();
        }
        return false;
    }

    // Returns the limit of all used memory for a message that holds this much.
    private long most(Part part, long held) {
        if (limit == Long.MAX_VALUE) {
            return limit;
        }
        return switch (part) {
            case HANDSHAKE -> limit;
            case CALL -> limit - held / TIMES_OF_WHAT_IS_FREE;
            case CHAIN -> limit + limit / BEYOND_FOR_CHAINS;
        };
    }

    void give(long bytes, Part part) {
        if (part == Part.HANDSHAKE) {
            usedByHandshakes.addAndGet(-bytes);
        }
        used.addAndGet(-bytes);
        if (waiting() > 0) {
            lock.lock();
            try {
                signalFirst();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Moves the memory of a connection out of the handshakes' part. */
    void handshakeEnds(long bytes) {
        usedByHandshakes.addAndGet(-bytes);
        if (waiting() > 0) {
            give(0, Part.CALL);
        }
    }

    // Called with the lock held.
    private boolean isTakenInTurn(Claimant claimant, long bytes) {
        if (claimant.part() == Part.CHAIN || canNeverFit(claimant, bytes)) {
            return tryTake(claimant, bytes);
        }
        Condition mine = lock.newCondition();
        Deque<Condition> queue = claimant.part() == Part.HANDSHAKE ? handshakes : calls;
        queue.addLast(mine);
        countWaiting();
        long left = claimant.patience();
        try {
            while (left > 0) {
                if (mine.equals(queue.peekFirst()) && tryTake(claimant, bytes)) {
                    return true;
                }
                left = mine.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            claimant.patience(Math.max(0, left));
            queue.remove(mine);
            countWaiting();
            signalFirst();
        }
        // Messages that waited longer may just have been refused, which frees memory.
        return tryTake(claimant, bytes);
    }

    private boolean canNeverFit(Claimant claimant, long bytes) {
        long held = claimant.held() + bytes;
        return held > (claimant.part() == Part.HANDSHAKE
                ? limit / OF_HANDSHAKES
                : most(Part.CALL, held));
    }

    // Called with the lock held.
    private void countWaiting() {
        waitingCalls = calls.size();
        waitingHandshakes = handshakes.size();
    }

    // Called with the lock held.
    private void signalFirst() {
        signal(calls.peekFirst());
        signal(handshakes.peekFirst());
    }

    private static void signal(@Nullable Condition first) {
        if (first != null) {
            first.signal();
        }
    }

    private MemoryRefusedException refusal(Claimant claimant, long bytes) {
        long held = claimant.held();
        String wanted = "the message has " + held + " bytes and needs " + bytes + " more";
        if (claimant.part() == Part.HANDSHAKE) {
            return new MemoryRefusedException("the daemon's memory for handshakes is used up: "
                    + wanted + ", where all handshakes may take " + limit / OF_HANDSHAKES
                    + ", a tenth of MEMORY_BUDGET; connect again later, or raise it");
        }
        return new MemoryRefusedException("the daemon's memory for messages is used up: " + wanted
                + ", and " + used.get() + " of MEMORY_BUDGET " + limit + " are in use; "
                + (canNeverFit(claimant, bytes)
                        ? "send less at once, or raise MEMORY_BUDGET and the JVM's heap (-Xmx)"
                        : "call again later, or raise MEMORY_BUDGET and the JVM's heap (-Xmx)"));
    }
}
