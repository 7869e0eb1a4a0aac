package io.jyro;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * A thread of a test, with what it returns or throws. Tests see by its state that it waits, so that they need no pauses. All
 * methods that wait end when the calling thread is interrupted, as JUnit does at the end of a timeout.
 *
 * @param <T> what it returns
 */
public final class Caller<T extends @Nullable Object> {
    private static final AtomicInteger NAMES = new AtomicInteger();

    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    private final Thread thread;

    private Caller(Callable<T> work) {
        thread = Thread.ofPlatform().daemon().name("caller").start(() -> {
            try {
                outcome.complete(work.call());
            } catch (Throwable e) { // whatever it is, it belongs to the test that asks for the result
                outcome.completeExceptionally(e);
            }
        });
    }

    /** Starts a thread. */
    public static <T extends @Nullable Object> Caller<T> of(Callable<T> work) {
        return new Caller<>(work);
    }

    /** Starts a thread that returns nothing of interest. */
    public static Caller<String> running(Runnable work) {
        return new Caller<>(() -> {
            work.run();
            return "done";
        });
    }

    /** Returns when it waits for something. */
    public Caller<T> parked() throws InterruptedException {
        awaitParked(thread);
        return this;
    }

    /** Returns when a thread waits for something; fails if it ends instead. */
    public static void awaitParked(Thread thread) throws InterruptedException {
        while (!isParked(thread)) {
            if (!thread.isAlive()) {
                throw new AssertionError(thread + " ended where it should wait");
            }
            pause();
        }
    }

    private static boolean isParked(Thread thread) {
        return thread.getState() == Thread.State.WAITING
                || thread.getState() == Thread.State.TIMED_WAITING;
    }

    /** Returns when a thread of a name waits for something. */
    public static Thread parked(String name) throws InterruptedException {
        return named(name, Caller::isParked);
    }

    /** Returns when there is a thread of a name. */
    public static Thread named(String name) throws InterruptedException {
        return named(name, Thread::isAlive);
    }

    private static Thread named(String name, Predicate<Thread> condition)
            throws InterruptedException {
        while (true) {
            for (Thread each : Thread.getAllStackTraces().keySet()) {
                if (each.getName().equals(name) && condition.test(each)) {
                    return each;
                }
            }
            pause();
        }
    }

    /** A name for a thread that no thread of another test has, which may still be about to end. */
    public static String uniqueName(String beginning) {
        return beginning + '-' + NAMES.incrementAndGet();
    }

    /** Lets other threads run; for loops that wait for a state. */
    @SuppressWarnings("ThreadPriorityCheck") // with few cores the other thread may need this one
    public static void pause() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Thread.yield();
    }

    public boolean isDone() {
        return outcome.isDone();
    }

    public void interrupt() {
        thread.interrupt();
    }

    /** What it returned. */
    @SuppressWarnings("NullAway") // null only if the work may return it
    public T result() throws InterruptedException, ExecutionException {
        return outcome.get();
    }

    /** What it threw. */
    public Throwable failure() throws InterruptedException {
        try {
            throw new AssertionError("it returned " + outcome.get());
        } catch (ExecutionException e) {
            return Objects.requireNonNull(e.getCause());
        }
    }
}
