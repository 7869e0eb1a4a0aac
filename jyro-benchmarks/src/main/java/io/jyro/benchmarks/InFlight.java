package io.jyro.benchmarks;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/** Limits asynchronous calls in flight to {@link Work#AHEAD}, and remembers a failed call. For any thread. */
final class InFlight {
    private final Semaphore free = new Semaphore(Work.AHEAD);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /** Waits until one more call may begin; fails if an earlier one has failed. */
    void begin() throws InterruptedException {
        free.acquire();
        Throwable failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException(failed);
        }
    }

    /** Called when a call has ended, with the echo or an error. */
    void end(@Nullable Object answer, @Nullable Throwable error) {
        if (error != null || !EchoMessages.TEXT.equals(answer)) {
            failure.set(new IllegalStateException("echo returned " + answer, error));
        }
        free.release();
    }
}
