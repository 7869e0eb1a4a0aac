package io.jyro.client;

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
final class JointAttempt<T> {
    private record UnderWay<T>(Thread by, CompletableFuture<Outcome<T>> outcome) {}

    /** How an attempt ended for those that wait for it: with a result or a failure, or with neither. */
    private record Outcome<T>(@Nullable T result, @Nullable Throwable failure) {}

    private final AtomicReference<@Nullable UnderWay<T>> now = new AtomicReference<>();

    /**
     * Makes the attempt, or waits for the one that is under way.
     *
     * @throws RuntimeException what the attempt throws, to all the same
     * @throws CommunicationException if the thread is interrupted, or its deadline passes, while it waits
     * @throws IllegalStateException if the attempt itself gets here
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
            now.set(null); // first, or a caller that hears of the end and comes again would get the same outcome again
            mine.outcome.complete(outcome);
        }
    }

    private static <T> Outcome<T> outcomeOf(UnderWay<T> attempt, CallDeadline deadline) {
        if (attempt.by.equals(Thread.currentThread())) {
            throw new IllegalStateException("a proxy was called while it connects, by what takes"
                    + " part in that itself; call it when it is connected");
        }
        try {
            return deadline.isNone()
                    ? attempt.outcome.get()
                    : attempt.outcome.get(deadline.leftNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw deadline.passed("waiting while another thread connects and was not sent");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // it is completed with an outcome
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommunicationException("interrupted while another thread connects; the"
                    + " call was not sent", e);
        }
    }
}
