package io.jyro.benchmarks;

import java.time.Duration;

/**
 * How long one client calls in one round.
 *
 * @param warmUp the time that is not counted, for the JIT compilers; it is extended until enough calls have been made
 * @param measured the time that is counted
 * @param warmUpCalls how many calls are needed to warm up
 */
record Timing(Duration warmUp, Duration measured, int warmUpCalls) {
    /** Ten times the calls that the JIT compiler needs; on a busy machine the time alone may not suffice. */
    static final int WARM_UP_CALLS = 100_000;
    /** The warm-up takes at most this many times its configured time. */
    static final int LONGEST_WARM_UP = 3;

    /** Creates the timing of a short call. */
    Timing(Duration warmUp, Duration measured) {
        this(warmUp, measured, WARM_UP_CALLS);
    }

    /** Returns the time after which the warm-up ends, however many calls were made. */
    Duration longestWarmUp() {
        return warmUp.multipliedBy(LONGEST_WARM_UP);
    }

    /** Returns the total time if the warm-up takes longest. */
    Duration longest() {
        return longestWarmUp().plus(measured);
    }
}
