package io.jyro.transport;

import java.util.function.BooleanSupplier;

import io.jyro.wire.MemoryCharge;
import org.jspecify.annotations.Nullable;

/**
 * What the messages of one connection take of the budget: its read buffer, and the message that is read or decoded now.
 * What a call holds until it is answered is {@linkplain #handOver handed over} to it. For the thread that reads.
 *
 * <p>Small messages are not counted, so that they touch nothing that is shared: a read buffer of 16 KB, and values of 16
 * KB for each of the first calls that are under way, are every connection's own. Before the handshake it is 1 KB.
 */
public final class ConnectionMemory implements MemoryCharge, MemoryBudget.Claimant {
    /** The read buffer and the values of a message that are not counted. */
    static final int FREE = 16 * 1024;
    private static final int FREE_BEFORE_HANDSHAKE = 1024;
    private static final int FREE_IN_A_CROWD = 1024;
    private static final int CROWD = 16;

    private final MemoryBudget budget;
    private final SpareArrays spares;
    private @Nullable BooleanSupplier readsForChain;
    private boolean ofHandshake;
    private boolean inChain;
    private boolean inCrowd;
    private @Nullable HeldMemory growing;
    private long buffer;
    private long message;
    private long patience = MemoryBudget.PATIENCE_NANOS;

    private ConnectionMemory(MemoryBudget budget, SpareArrays spares, boolean ofHandshake) {
        this.budget = budget;
        this.spares = spares;
        this.ofHandshake = ofHandshake;
    }

    /** Of a daemon's client before its handshake. */
    public static ConnectionMemory ofClient(MemoryBudget budget, SpareArrays spares) {
        return new ConnectionMemory(budget, spares, true);
    }

    /** Of a proxy's connection, which has no budget. */
    public static ConnectionMemory ofProxy() {
        return new ConnectionMemory(MemoryBudget.of(0), SpareArrays.ofProxy(), false);
    }

    SpareArrays spares() {
        return spares;
    }

    /** What finds out, when the budget is used up, whether the message that is read belongs to a chain of calls that runs. */
    void readsForChain(BooleanSupplier question) {
        readsForChain = question;
    }

    /** Whether the message that is decoded belongs to a chain of calls that runs. */
    public void inChain(boolean chain) {
        inChain = chain;
    }

    /** How many calls of this connection are under way, the one that is read now included. */
    public void underWay(int calls) {
        inCrowd = calls > CROWD;
    }

    /** Whether the client is still a stranger. */
    boolean isOfHandshake() {
        return ofHandshake;
    }

    /** The handshake has ended well. */
    public void welcome() {
        giveMessage();
        if (ofHandshake) {
            ofHandshake = false;
            budget.handshakeEnds(buffer);
            if (buffer > 0) { // more of it is free now
                buffer((int) buffer + FREE_BEFORE_HANDSHAKE);
            }
        }
    }

    /** The next message begins; what the last one still holds is given back. */
    void next() {
        if (message != 0 || growing != null) {
            giveMessage();
        }
        inChain = false;
        patience = MemoryBudget.PATIENCE_NANOS;
    }

    /** Gives back what the message holds that was read last. */
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

    /** From now on a call holds what was counted for the message that was read last. */
    public HeldMemory handOver() {
        HeldMemory held = message == 0 && growing == null ? HeldMemory.NONE : growing();
        growing = null;
        return held;
    }

    /** The charge that {@link #handOver} will return, made early for a call that may take more memory on another thread. */
    public HeldMemory growing() {
        HeldMemory held = growing;
        if (held == null) {
            held = new HeldMemory(budget, message, inChain);
            message = 0;
            growing = held;
        }
        return held;
    }

    /** The connection has ended: gives back all that it holds itself. */
    public void close() {
        giveMessage();
        buffer(0);
    }

    /** Whether so much is free that memory may be taken before its bytes have come, where a connection is known to send them. */
    boolean mayTakeAhead(long bytes) {
        return !ofHandshake && budget.hasPlenty(bytes);
    }

    /** How large the read buffer may be before its bytes have come. */
    int atOnce() {
        return ofHandshake ? FREE_BEFORE_HANDSHAKE : FREE;
    }

    /** The read buffer is to have so many bytes; waits if need be, as {@link #take} does. */
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

    /** The same if that is possible now; returns whether it is. */
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
        budget.give(bytes, ownPart()); // the read buffer is there until it is replaced
    }
}
