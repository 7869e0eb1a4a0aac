package io.jyro.server.objects;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The result of a served method that returned an incomplete future; no thread waits for it. For one thread until {@link
 * #whenDone} is called; the tasks then run on the thread that completes the future.
 */
public final class LaterResult {
    private final CompletionStage<?> stage;
    private final Consumer<Throwable> failed;
    private final Deque<Runnable> afterwards = new ArrayDeque<>(2);

    private LaterResult(CompletionStage<?> stage, Consumer<Throwable> failed) {
        this.stage = stage;
        this.failed = failed;
    }

    /**
     * Returns the value of a future that is complete, or otherwise a later result.
     *
     * @param failed called with the exception of the future
     * @throws Throwable the exception of a complete future
     */
    static @Nullable Object of(CompletionStage<?> stage, Consumer<Throwable> failed)
            throws Throwable {
        CompletableFuture<?> future = future(stage);
        if (future == null || !future.isDone()) {
            return new LaterResult(stage, failed);
        }
        try {
            return future.get();
        } catch (ExecutionException | RuntimeException e) { // RuntimeException if it was cancelled
            Throwable cause = cause(e);
            failed.accept(cause);
            throw cause;
        }
    }

    private static @Nullable CompletableFuture<?> future(CompletionStage<?> stage) {
        try {
            return stage.toCompletableFuture();
        } catch (UnsupportedOperationException e) { // a stage of another library need not support this
            return null;
        }
    }

    /** Adds a task that runs when the result is complete, after those that were added earlier. */
    public void afterwards(Runnable task) {
        afterwards.addLast(task);
    }

    /** Passes the result, or the exception of the future, to a consumer when it is complete, after all other tasks. */
    public void whenDone(BiConsumer<@Nullable Object, @Nullable Throwable> taker) {
        stage.whenComplete((value, thrown) -> {
            Throwable failure = thrown == null ? null : cause(thrown);
            try {
                if (failure != null) {
                    failed.accept(failure);
                }
                afterwards.forEach(Runnable::run);
            } finally {
                taker.accept(value, failure);
            }
        });
    }

    /** Waits for the result. */
    @Nullable
    Object await() throws Throwable {
        CountDownLatch done = new CountDownLatch(1);
        AtomicReference<@Nullable Object> result = new AtomicReference<>();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        whenDone((value, thrown) -> {
            result.set(value);
            failure.set(thrown);
            done.countDown();
        });
        done.await();
        Throwable thrown = failure.get();
        if (thrown != null) {
            throw thrown;
        }
        return result.get();
    }

    private static Throwable cause(Throwable thrown) {
        return (thrown instanceof CompletionException || thrown instanceof ExecutionException)
                && thrown.getCause() != null ? thrown.getCause() : thrown;
    }
}
