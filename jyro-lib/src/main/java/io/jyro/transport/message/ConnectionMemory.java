package io.jyro.transport.message;

import java.util.function.BooleanSupplier;

import io.jyro.wire.MemoryCharge;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one connection's messages that is counted against the budget: the read buffer, and the message that is
 * being read or decoded. The memory that a call holds until it is answered is {@linkplain #handOver handed over} to it.
 * For the thread that reads.
 *
 * <p>Small messages are not counted, so that they touch no shared counter: a read buffer of 16 KB, and values of 16 KB
 * for each of the first calls in flight, are free for every connection. Before the handshake each is 1 KB.
 */
public final class ConnectionMemory implements MemoryCharge, MemoryBudget.Claimant {
    /** The size up to which the read buffer, and the values of a message, are not counted. */
    static final int FREE = 16 * 1024;
    private static final int FREE_BEFORE_HANDSHAKE = 1024;
    private static final int FREE_IN_A_CROWD = 1024;
    private static final int CROWD = 16;

    private final MemoryBudget budget;
    private final BufferPool buffers;
    private @Nullable BooleanSupplier readsForChain;
    private boolean ofHandshake;
    private boolean inChain;
    private boolean inCrowd;
    private @Nullable HeldMemory growing;
    private long buffer;
    private long message;
    private long patience = MemoryBudget.PATIENCE_NANOS;

    private ConnectionMemory(MemoryBudget budget, BufferPool buffers, boolean ofHandshake) {
        this.budget = budget;
        this.buffers = buffers;
        this.ofHandshake = ofHandshake;
    }

    /** Returns the memory of a daemon's client before its handshake. */
    public static ConnectionMemory ofClient(MemoryBudget budget, BufferPool buffers) {
        return new ConnectionMemory(budget, buffers, true);
    }

    /** Returns the memory of a proxy's connection, which has no budget. */
    public static ConnectionMemory ofProxy() {
        return new ConnectionMemory(MemoryBudget.of(0), BufferPool.ofProxy(), false);
    }

    BufferPool buffers() {
        return buffers;
    }

    /**
     * Sets the test that decides, when the budget is used up, whether the message being read belongs to a running chain
     * of calls.
     */
    void readsForChain(BooleanSupplier question) {
        readsForChain = question;
    }

    /** Sets whether the message being decoded belongs to a running chain of calls. */
    public void inChain(boolean chain) {
        inChain = chain;
    }

    /** Sets how many calls of this connection are in flight, including the one that is being read. */
    public void underWay(int calls) {
        inCrowd = calls > CROWD;
    }

    /** Returns whether the handshake is not complete yet. */
    boolean isOfHandshake() {
        return ofHandshake;
    }

    /** Called when the handshake has succeeded. */
    public void welcome() {
        giveMessage();
        if (ofHandshake) {
            ofHandshake = false;
            budget.handshakeEnds(buffer);
            if (buffer > 0) { // the free part is larger now
                buffer((int) buffer + FREE_BEFORE_HANDSHAKE);
            }
        }
    }

    /** Begins the next message; memory that the last one still holds is given back. */
    void next() {
        if (message != 0 || growing != null) {
            giveMessage();
        }
        inChain = false;
        patience = MemoryBudget.PATIENCE_NANOS;
    }

    /** Gives back the memory of the message that was read last. */
    public void giveMessage() {
        if (growing != null) {
            growing.release();
            growing = null;
        }
        long bytes = message;
        message = 0;
        if (bytes != 0) {
            budget.give(bytes, ownPart());
        }
    }

    /** Moves the memory counted for the message that was read last to a call, which holds it from now on. */
    public HeldMemory handOver() {
        HeldMemory held = message == 0 && growing == null ? HeldMemory.NONE : growing();
        growing = null;
        return held;
    }

    /**
     * Returns the charge that {@link #handOver} will return, created early for a call that may take more memory on
     * another thread.
     */
    public HeldMemory growing() {
        HeldMemory held = growing;
        if (held == null) {
            held = new HeldMemory(budget, message, inChain);
            message = 0;
            growing = held;
        }
        return held;
    }

    /** Gives back all memory that the connection itself holds, after the connection has ended. */
    public void close() {
        giveMessage();
        buffer(0);
    }

    /**
     * Returns whether half of the budget stays free, so that memory may be taken before its bytes have come. Only for
     * connections that are known to send long byte strings.
     */
    boolean mayTakeAhead(long bytes) {
        return !ofHandshake && budget.hasPlenty(bytes);
    }

    /** Returns how large the read buffer may be before its bytes have come. */
    int atOnce() {
        return ofHandshake ? FREE_BEFORE_HANDSHAKE : FREE;
    }

    /** Counts a read buffer of this length; waits if necessary, like {@link #take}. */
    void buffer(int length) {
        long more = beyondFree(length);
        if (more > 0) {
            budget.take(this, more);
            buffer += more;
        } else if (more < 0) {
            buffer += more;
            budget.give(-more, ownPart());
        }
    }

    /** Counts a larger read buffer if that is possible now. Returns whether it is. */
    boolean tryBuffer(int length) {
        long more = beyondFree(length);
        if (more > 0 && !budget.tryTake(this, more)) {
            return false;
        }
        if (more > 0) {
            buffer += more;
        }
        return true;
    }

    private long beyondFree(int length) {
        return Math.max(0, length - atOnce()) - buffer;
    }

    @Override
    public long uncounted() {
        return ofHandshake || inCrowd ? FREE_IN_A_CROWD : FREE;
    }

    @Override
    public void take(long bytes) {
        budget.take(this, bytes);
        message += bytes;
    }

    @Override
    public boolean tryTake(long bytes) {
        boolean taken = budget.tryTake(this, bytes);
        if (taken) {
            message += bytes;
        }
        return taken;
    }

    @Override
    public void give(long bytes) {
        message -= bytes;
        budget.give(bytes, ownPart());
    }

    @Override
    public long held() {
        return buffer + message;
    }

    @Override
    public MemoryBudget.Part part() {
        return inChain ? MemoryBudget.Part.CHAIN : ownPart();
    }

    @Override
    public void beforeWaiting() {
        inChain = inChain || readsForChain != null && readsForChain.getAsBoolean();
    }

    private MemoryBudget.Part ownPart() {
        return ofHandshake ? MemoryBudget.Part.HANDSHAKE : MemoryBudget.Part.CALL;
    }

    @Override
    public long patience() {
        return patience;
    }

    @Override
    public void patience(long nanos) {
        patience = nanos;
    }

    @Override
    public void refused() {
        long bytes = message;
        message = 0;
        budget.give(bytes, ownPart()); // the read buffer stays in use until it is replaced
    }
}
