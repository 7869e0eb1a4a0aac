package io.jyro.benchmarks;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/** Lets at most {@link Work#AHEAD} asynchronous calls be under way, and remembers if one failed. Any thread. */
final class InFlight {
    private final Semaphore free = new Semaphore(Work.AHEAD);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /** Waits until one more may begin; fails if an earlier one has. */
    void begin() throws InterruptedException {
        free.acquire();
        Throwable failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException(failed);
        }
    }

    /** One has ended, with the echo or an error. */
    void end(@Nullable Object answer, @Nullable Throwable error) {
        if (error != null || !EchoMessages.TEXT.equals(answer)) {
            failure.set(new IllegalStateException("echo gave " + answer, error));
        }
        free.release();
    }
}
