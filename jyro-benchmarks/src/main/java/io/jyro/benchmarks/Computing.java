package io.jyro.benchmarks;

import java.util.concurrent.TimeUnit;

import io.jyro.Expose;

/** A served object that keeps a core busy for as long as its caller wants. */
@Expose
public final class Computing {
    static final String OBJECT_ID = "bench.computing";

    /** Computes for this many seconds, without a pause. */
    public void compute(int seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }
}
