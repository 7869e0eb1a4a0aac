package io.jyro.benchmarks;

import java.util.concurrent.TimeUnit;

import io.jyro.Expose;

/** Keeps a core busy, as a served object, for as long as its caller likes. */
@Expose
public final class Computing {
    static final String OBJECT_ID = "bench.computing";

    /** Computes for so many seconds, without a pause. */
    public void compute(int seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }
}
