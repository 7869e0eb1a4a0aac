package io.jyro.wire;

/** Counts the memory of a message before it is allocated. Not thread-safe, unless an implementation says so. */
public interface MemoryCharge {
    /** Counts nothing. */
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

    /** Returns how many bytes the values of a message may take without being counted. */
    long uncounted();

    /**
     * Counts more bytes; waits for a limited time if the budget is used up.
     *
     * @throws MemoryRefusedException if they are not available
     */
    void take(long bytes);

    /** Counts more bytes if they are available now; returns whether they are counted. */
    boolean tryTake(long bytes);

    /** Returns a part of the counted bytes to the budget. */
    void give(long bytes);
}
