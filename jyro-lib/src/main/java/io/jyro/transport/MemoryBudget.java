package io.jyro.transport;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.jyro.wire.MemoryRefusedException;
import org.jspecify.annotations.Nullable;

/**
 * The memory that the messages of all connections of a daemon may take together: bytes that came, what they inflate to
 * and the values that they become. Any thread.
 *
 * <p>Memory is counted in steps, with one atomic addition each, before it is taken. When the budget is used up, calls
 * wait in the order in which they came, and handshakes in theirs, each at most for a second in all. A message may hold eight times what is
 * still free, so that a few large ones leave room for small ones.
 */
public final class MemoryBudget {
    /** How long a message waits in all. */
    static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final int SHARE_OF_HEAP = 3;
    private static final int OF_HANDSHAKES = 10;
    private static final int BEYOND_FOR_CHAINS = 10;
    private static final int TIMES_OF_WHAT_IS_FREE = 8;

    private final long limit; // Long.MAX_VALUE is unlimited
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong usedByHandshakes = new AtomicLong();

    private final ReentrantLock lock = new ReentrantLock();
    // Handshakes wait for themselves, so that strangers do not stand before calls. Guarded by the lock.
    private final Deque<Condition> calls = new ArrayDeque<>();
    private final Deque<Condition> handshakes = new ArrayDeque<>();
    // How many are in the queues; written under the lock.
    private volatile int waitingCalls;
    private volatile int waitingHandshakes;

    /** Which part of the budget a message may use. */
    enum Part {
        /** A tenth, for all connections before the end of their handshakes. */
        HANDSHAKE,
        /** All of it. */
        CALL,
        /** A tenth more, without waiting: a call that waits for this one may hold the rest. */
        CHAIN
    }

    /** A message, or what is left of it. */
    interface Claimant {
        /** How much it holds already. */
        long held();

        Part part();

        /** The budget is used up: may find out that the message belongs to a chain of calls, and so need not wait. */
        void beforeWaiting();

        /** How long it may still wait. */
        long patience();

        /** It has waited, and may wait so much longer. */
        void patience(long nanos);

        /** It is refused: gives back the memory of the message, so that claims behind it can go on. */
        void refused();
    }

    private MemoryBudget(long limit) {
        this.limit = limit;
    }

    /** A budget of a number of bytes; 0 is unlimited. */
    public static MemoryBudget of(long bytes) {
        return new MemoryBudget(bytes == 0 ? Long.MAX_VALUE : bytes);
    }

    /** Of a third of the largest heap that the JVM may have. */
    public static MemoryBudget ofHeap() {
        return of(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    /** How many bytes are counted now. */
    public long used() {
        return used.get();
    }

    /** Whether half of it stays free when so many bytes more are used, as far as can be told. */
    boolean hasPlenty(long bytes) {
        return bytes <= limit / 2 - used.get();
    }

    /** How many messages wait for memory now. */
    public int waiting() {
        return waitingCalls + waitingHandshakes;
    }

    private boolean hasWaiting(Part part) {
        return (part == Part.HANDSHAKE ? waitingHandshakes : waitingCalls) > 0;
    }

    /** Counts bytes that are taken whatever the budget says, such as those of a reply. */
    public void force(long bytes) {
        used.addAndGet(bytes);
    }

    /** Takes back what {@link #force} counted. */
    public void giveBack(long bytes) {
        give(bytes, Part.CALL);
    }

    /**
     * Counts more bytes of a message.
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

    /** Counts more bytes of a message if they are available now. */
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

    // How much may be used in all when a message holds so much.
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

    /** What a connection holds is not a stranger's any more. */
    void handshakeEnds(long bytes) {
        usedByHandshakes.addAndGet(-bytes);
        if (waiting() > 0) {
            give(0, Part.CALL);
        }
    }

    // With the lock.
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
        // Messages that waited longer may just have been refused.
        return tryTake(claimant, bytes);
    }

    private boolean canNeverFit(Claimant claimant, long bytes) {
        long held = claimant.held() + bytes;
        return held > (claimant.part() == Part.HANDSHAKE
                ? limit / OF_HANDSHAKES
                : most(Part.CALL, held));
    }

    // With the lock.
    private void countWaiting() {
        waitingCalls = calls.size();
        waitingHandshakes = handshakes.size();
    }

    // With the lock.
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
