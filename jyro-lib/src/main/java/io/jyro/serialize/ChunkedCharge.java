package io.jyro.serialize;

import io.jyro.wire.MemoryCharge;

/** Counts the memory of one message in chunks, since what counts it is shared by all threads. For one thread at a time. */
final class ChunkedCharge {
    private static final int SMALLEST_CHUNK = 4 * 1024;
    private static final int LARGEST_CHUNK = 256 * 1024;
    private static final int PART_OF_CHUNK = 4;

    private MemoryCharge memory;
    private long charged;

    ChunkedCharge(MemoryCharge memory) {
        this.memory = memory;
    }

    /** From now on the memory is counted elsewhere, together with what was counted so far. */
    void chargeTo(MemoryCharge other) {
        memory = other;
    }

    /** How many bytes the message may take until more have to be counted. */
    long counted() {
        return Math.max(charged, memory.uncounted());
    }

    /**
     * Counts as many bytes as the message takes now, and some ahead.
     *
     * @throws io.jyro.wire.MemoryRefusedException if they are not available
     */
    void count(long bytes) {
        if (bytes > counted()) {
            long chunk = Math.clamp(bytes / PART_OF_CHUNK, SMALLEST_CHUNK, LARGEST_CHUNK);
            memory.take(bytes + chunk - charged);
            charged = bytes + chunk;
        }
    }
}
