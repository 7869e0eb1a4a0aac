package io.jyro.serialize;

import io.jyro.wire.MemoryCharge;

/** Counts the memory of one message in chunks, since all threads share the counter behind it. Not thread-safe. */
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

    /** Continues to count with another charge, which already includes the bytes counted so far. */
    void chargeTo(MemoryCharge other) {
        memory = other;
    }

    /**
     * Adds bytes that the message takes in addition to its values; negative for values that have already been counted
     * as part of the message, such as a byte string that was read into an array of its own.
     */
    void addBeside(long more) {
        beside += more;
    }

    /** Returns how many bytes the values may take before the next chunk has to be counted. */
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
     * Counts the bytes that the message takes now, and a chunk in advance.
     *
     * @param ofValues how many bytes its values take
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
