package io.jyro.wire;

/**
 * Counts the memory that a message takes, before it is taken. For one thread at a time, unless an implementation says
 * more.
 */
public interface MemoryCharge {
    /** Where nothing is counted. */
    MemoryCharge NONE = new MemoryCharge() {
        @Override
        public long uncounted() {
            return Long.MAX_VALUE;
        }

        @Override
        public void take(long bytes) {
            // there is no budget
        }

        @Override
        public boolean tryTake(long bytes) {
            return true;
        }

        @Override
        public void give(long bytes) {
            // nothing was counted
        }
    };

    /** How many bytes the values of a message may take before they are counted at all. */
    long uncounted();

    /**
     * Counts more bytes; waits for a limited time if the budget is used up.
     *
     * @throws MemoryRefusedException if they are not available
     */
    void take(long bytes);

    /** Counts more bytes if they are available now; returns whether they are counted. */
    boolean tryTake(long bytes);

    /** Takes back a part of what this message was charged. */
    void give(long bytes);
}
