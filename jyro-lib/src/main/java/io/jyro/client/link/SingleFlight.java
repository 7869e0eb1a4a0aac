package io.jyro.client.link;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.jyro.CommunicationException;
import io.jyro.transport.CallDeadline;
import org.jspecify.annotations.Nullable;

/**
 * Collapses concurrent attempts into one: one caller makes it, and all share its success or failure, so that they do not
 * run into the same timeout one after the other. A failure that concerns the attempting caller alone, because its thread
 * was interrupted or its deadline passed, is not shared: another caller makes the next attempt. Any thread.
 *
 * @param <T> the result
 */
final class SingleFlight<T> {
    private record UnderWay<T>(Thread by, CompletableFuture<Outcome<T>> outcome) {}

    /** The outcome of an attempt for those that wait for it: a result, a failure, or neither. */
    private record Outcome<T>(@Nullable T result, @Nullable Throwable failure) {}

    private final AtomicReference<@Nullable UnderWay<T>> now = new AtomicReference<>();

    /**
     * Makes the attempt, or waits for the one that is in progress.
     *
     * @throws RuntimeException as thrown by the attempt; the same for all callers
     * @throws CommunicationException if the thread is interrupted, or its deadline passes, while it waits
     * @throws IllegalStateException if called from within the attempt
     */
    T join(Supplier<T> attempt, CallDeadline deadline) {
        UnderWay<T> mine = new UnderWay<>(Thread.currentThread(), new CompletableFuture<>());
        while (true) {
            UnderWay<T> others = now.compareAndExchange(null, mine);
            if (others == null) {
                return make(mine, attempt, deadline);
            }
            Outcome<T> outcome = outcomeOf(others, deadline);
            if (outcome.result != null) {
                return outcome.result;
            }
            if (outcome.failure != null) {
                throw outcome.failure instanceof RuntimeException known
                        ? known
                        : new CommunicationException("connecting failed: " + outcome.failure,
                                outcome.failure);
            }
        }
    }

    private T make(UnderWay<T> mine, Supplier<T> attempt, CallDeadline deadline) {
        Outcome<T> outcome = new Outcome<>(null, null);
        try {
            T result = attempt.get();
            outcome = new Outcome<>(result, null);
            return result;
        } catch (RuntimeException | Error e) {
            if (!Thread.currentThread().isInterrupted() && !deadline.hasPassed()) {
                outcome = new Outcome<>(null, e);
            }
            throw e;
        } finally {
            now.set(null); // first: otherwise a caller that retries after the outcome could join this attempt again
            mine.outcome.complete(outcome);
        }
    }

    private static <T> Outcome<T> outcomeOf(UnderWay<T> attempt, CallDeadline deadline) {
        if (attempt.by.equals(Thread.currentThread())) {
            throw new IllegalStateException("a proxy was called by code that runs while the same"
                    + " proxy connects; call it after it is connected");
        }
        try {
            return deadline.isNone()
                    ? attempt.outcome.get()
                    : attempt.outcome.get(deadline.leftNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw deadline.passed("waiting for another thread to connect and was not sent");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // it is never completed exceptionally
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommunicationException("interrupted while waiting for another thread to"
                    + " connect; the call was not sent", e);
        }
    }
}
