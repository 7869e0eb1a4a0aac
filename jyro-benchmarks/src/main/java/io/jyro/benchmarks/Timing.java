package io.jyro.benchmarks;

import java.time.Duration;

/**
 * How long one client calls in one round.
 *
 * @param warmUp first, not counted, for the JIT compilers; goes on until enough have been made too
 * @param measured then, counted
 * @param warmUpCalls how many are needed to warm up, however long they take
 */
record Timing(Duration warmUp, Duration measured, int warmUpCalls) {
    /** Ten times of what the JIT compiler wants to see; on a busy machine the time alone may not suffice. */
    static final int WARM_UP_CALLS = 100_000;
    /** But no longer than so many times of what was asked for. */
    static final int LONGEST_WARM_UP = 3;

    /** That of a short call. */
    Timing(Duration warmUp, Duration measured) {
        this(warmUp, measured, WARM_UP_CALLS);
    }

    /** After how long the warm-up ends whatever was called. */
    Duration longestWarmUp() {
        return warmUp.multipliedBy(LONGEST_WARM_UP);
    }

    /** All of it, if the warm-up takes longest. */
    Duration longest() {
        return longestWarmUp().plus(measured);
    }
}
