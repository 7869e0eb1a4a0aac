package io.jyro.serialize;

import io.jyro.wire.MemoryCharge;

/** Counts the memory of one message in large steps, since what counts it is shared by all threads. For one thread at a time. */
final class StepwiseCharge {
    private static final int SMALLEST_STEP = 4 * 1024;
    private static final int LARGEST_STEP = 256 * 1024;
    private static final int PART_OF_STEP = 4;

    private MemoryCharge memory;
    private long charged;

    StepwiseCharge(MemoryCharge memory) {
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
            long step = Math.clamp(bytes / PART_OF_STEP, SMALLEST_STEP, LARGEST_STEP);
            memory.take(bytes + step - charged);
            charged = bytes + step;
        }
    }
}
