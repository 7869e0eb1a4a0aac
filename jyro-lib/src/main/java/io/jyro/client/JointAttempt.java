package io.jyro.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.jyro.CommunicationException;
import org.jspecify.annotations.Nullable;

/**
 * What many callers need at the same time and one of them gets, for all: its success, or its failure, so that they do
 * not run into the same timeout one after the other. Who comes later begins anew. Any thread.
 *
 * @param <T> what is got
 */
final class JointAttempt<T> {
    private record UnderWay<T>(Thread by, CompletableFuture<T> outcome) {}

    private final AtomicReference<@Nullable UnderWay<T>> now = new AtomicReference<>();

    /**
     * Makes the attempt, or waits for the one that is under way.
     *
     * @throws RuntimeException what the attempt throws, to all the same
     * @throws CommunicationException if the thread is interrupted while it waits
     * @throws IllegalStateException if the attempt itself gets here
     */
    T join(Supplier<T> attempt) {
        UnderWay<T> mine = new UnderWay<>(Thread.currentThread(), new CompletableFuture<>());
        UnderWay<T> others = now.compareAndExchange(null, mine);
        if (others != null) {
            return outcomeOf(others);
        }
        T result;
        // It is over before anybody knows: who hears of it and comes again at once must not get the same once more.
        try {
            result = attempt.get();
        } catch (RuntimeException | Error e) {
            now.set(null);
            mine.outcome.completeExceptionally(e);
            throw e;
        }
        now.set(null);
        mine.outcome.complete(result);
        return result;
    }

    private static <T> T outcomeOf(UnderWay<T> attempt) {
        if (attempt.by.equals(Thread.currentThread())) {
            throw new IllegalStateException("a proxy was called while it connects, by what takes"
                    + " part in that itself; call it when it is connected");
        }
        try {
            return attempt.outcome.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new CommunicationException("connecting failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommunicationException("interrupted while another thread connects; the"
                    + " call was not sent", e);
        }
    }
}
