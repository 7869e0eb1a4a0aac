package io.jyro.transport.message;

import io.jyro.wire.MemoryCharge;
import io.jyro.wire.MemoryRefusedException;

/** The memory that a call holds of the budget until it is answered. For any thread. */
public final class HeldMemory implements MemoryCharge, MemoryBudget.Claimant {
    /** The memory of a call that was too small to be counted. */
    public static final HeldMemory NONE = new HeldMemory();

    private final MemoryBudget budget;
    private final boolean inChain;
    // The fields below are guarded by this. Memory taken after the end of the call belongs to the user and is not
    // counted.
    private long bytes;
    private long patience = MemoryBudget.PATIENCE_NANOS;
    private boolean released;

    private HeldMemory() {
        this(MemoryBudget.of(0), 0, false);
        released = true;
    }

    HeldMemory(MemoryBudget budget, long bytes, boolean inChain) {
        this.budget = budget;
        this.bytes = bytes;
        this.inChain = inChain;
    }

    /** Gives back all memory, when the call has been answered. */
    public void release() {
        if (this != NONE) {
            budget.give(end(), MemoryBudget.Part.CALL);
        }
    }

    private synchronized long end() {
        long all = bytes;
        bytes = 0;
        released = true;
        return all;
    }

    @Override
    public long uncounted() {
        return ConnectionMemory.FREE;
    }

    /**
     * Counts more bytes.
     *
     * @throws MemoryRefusedException if they are not available; memory that the call already holds stays counted
     */
    @Override
    public void take(long more) {
        if (!isReleased()) {
            budget.take(this, more);
            keep(more);
        }
    }

    @Override
    public boolean tryTake(long more) {
        if (isReleased()) {
            return true;
        }
        boolean taken = budget.tryTake(this, more);
        if (taken) {
            keep(more);
        }
        return taken;
    }

    private synchronized boolean isReleased() {
        return released;
    }

    private void keep(long more) {
        synchronized (this) {
            if (!released) {
                bytes += more;
                return;
            }
        }
        budget.give(more, MemoryBudget.Part.CALL); // the call has ended in the meantime
    }

    @Override
    public void give(long less) {
        synchronized (this) {
            if (released) {
                return;
            }
            bytes -= less;
        }
        budget.give(less, MemoryBudget.Part.CALL);
    }

    @Override
    public synchronized long held() {
        return bytes;
    }

    @Override
    public MemoryBudget.Part part() {
        return inChain ? MemoryBudget.Part.CHAIN : MemoryBudget.Part.CALL;
    }

    @Override
    public void beforeWaiting() {
        // whether the call belongs to a chain is known from the start
    }

    @Override
    public synchronized long patience() {
        return patience;
    }

    @Override
    public synchronized void patience(long nanos) {
        patience = nanos;
    }

    @Override
    public void refused() {
        // the arguments of the call stay in memory until it is answered
    }
}
