package io.jyro.serialize;

import io.jyro.wire.MemoryCharge;

/** Counts the memory of one message in chunks, since what counts it is shared by all threads. For one thread at a time. */
final class ChunkedCharge {
    private static final int SMALLEST_CHUNK = 4 * 1024;
    private static final int LARGEST_CHUNK = 256 * 1024;
    private static final int PART_OF_CHUNK = 4;

    private MemoryCharge memory;
    private long charged;
    private long beside;

    ChunkedCharge(MemoryCharge memory) {
        this.memory = memory;
    }

    /** From now on the memory is counted elsewhere, together with what was counted so far. */
    void chargeTo(MemoryCharge other) {
        memory = other;
    }

    /**
     * Adds bytes that the message takes beside those of its values; negative for values that are counted already as a
     * part of the message, such as a byte string that was read into an array of its own.
     */
    void addBeside(long more) {
        beside += more;
    }

    /** How many bytes the values of the message may take until more have to be counted. */
    long counted() {
        long available = available();
        return beside >= 0 || available <= Long.MAX_VALUE + beside
                ? available - beside
                : Long.MAX_VALUE;
    }

    private long available() {
        return Math.max(charged, memory.uncounted());
    }

    /**
     * Counts as many bytes as the message takes now, and some ahead.
     *
     * @param ofValues how many of them are its values
     * @throws io.jyro.wire.MemoryRefusedException if they are not available
     */
    void count(long ofValues) {
        long bytes = ofValues + beside;
        if (bytes > available()) {
            long chunk = Math.clamp(bytes / PART_OF_CHUNK, SMALLEST_CHUNK, LARGEST_CHUNK);
            memory.take(bytes + chunk - charged);
            charged = bytes + chunk;
        }
    }
}
