package io.jyro.server;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * The one thread on which a MULTIPLEX daemon runs calls, the same from the first to the last: what is bound to a thread,
 * such as a SQLite connection, may be used in all of them. Daemons that are combined share it. Any thread.
 */
final class CallThread implements Executor {
    private final ThreadPoolExecutor executor;
    private volatile @Nullable Thread thread;
    private int users = 1; // guarded by this

    CallThread(String name) {
        executor = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                task -> {
                    Thread made = Thread.ofPlatform().daemon().name(name).unstarted(task);
                    thread = made;
                    return made;
                });
    }

    /** @throws RejectedExecutionException if it has ended */
    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }

    boolean isCurrent() {
        return Thread.currentThread().equals(thread);
    }

    /** One more daemon uses it. */
    synchronized void share() {
        users++;
    }

    /** A daemon uses it no longer; after the last one it ends, when it has done all that it was given. */
    synchronized void end() {
        if (--users == 0) {
            executor.shutdown();
        }
    }

    /** Waits until it has done all that it was given so far. */
    void await(Duration atMost) {
        try {
            if (executor.isShutdown()) {
                executor.awaitTermination(atMost.toNanos(), TimeUnit.NANOSECONDS);
            } else {
                executor.submit(() -> {}).get(atMost.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (RejectedExecutionException | ExecutionException | TimeoutException e) {
            // It has ended meanwhile, or runs a call for longer than that is waited for.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
