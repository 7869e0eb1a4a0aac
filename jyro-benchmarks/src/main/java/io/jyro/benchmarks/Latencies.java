package io.jyro.benchmarks;

/**
 * A histogram of durations, with classes at most 1/64 of their value wide, from one nanosecond to hours. Takes 20 KB,
 * so that it leaves the processor's caches to the measured code. For one thread.
 */
final class Latencies {
    private static final int STEP_BITS = 6;
    private static final int STEPS = 1 << STEP_BITS;

    // Class i below 2*STEPS is i ns; above, each doubling has STEPS classes.
    private final long[] counts = new long[40 * STEPS];
    private long total;

    void record(long nanos) {
        counts[classOf(Math.max(0, nanos))]++;
        total++;
    }

    /** Adds all durations of another histogram. */
    void add(Latencies other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        total += other.total;
    }

    long count() {
        return total;
    }

    /**
     * Returns the duration that this part of all durations does not exceed, in nanoseconds: the upper end of its class.
     *
     * @param part from 0 to 1
     */
    long percentile(double part) {
        long wanted = Math.max(1, (long) Math.ceil(part * total));
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return upperEnd(i);
            }
        }
        throw new IllegalStateException("nothing was recorded");
    }

    private int classOf(long nanos) {
        if (nanos < 2 * STEPS) {
            return (int) nanos;
        }
        int shift = 63 - Long.numberOfLeadingZeros(nanos) - STEP_BITS;
        int found = shift * STEPS + (int) (nanos >>> shift);
        return Math.min(found, counts.length - 1);
    }

    private static long upperEnd(int index) {
        if (index < 2 * STEPS) {
            return index;
        }
        int shift = index / STEPS - 1;
        long steps = index - (long) shift * STEPS;
        return (steps + 1 << shift) - 1;
    }
}
