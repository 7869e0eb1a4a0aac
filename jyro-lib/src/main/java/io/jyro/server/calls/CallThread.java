package io.jyro.server.calls;

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
 * The one thread on which a MULTIPLEX daemon runs calls. It never changes, so that resources that are bound to a
 * thread, such as a SQLite connection, may be used in all calls. Combined daemons share it. Any thread.
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

    /** @throws RejectedExecutionException if the thread has ended */
    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }

    boolean isCurrent() {
        return Thread.currentThread().equals(thread);
    }

    /** Adds a daemon that uses the thread. */
    synchronized void share() {
        users++;
    }

    /** Removes a daemon. After the last one, the thread ends when its tasks are done. */
    synchronized void end() {
        if (--users == 0) {
            executor.shutdown();
        }
    }

    /** Waits until all tasks submitted so far are done. */
    void await(Duration atMost) {
        try {
            if (executor.isShutdown()) {
                executor.awaitTermination(atMost.toNanos(), TimeUnit.NANOSECONDS);
            } else {
                executor.submit(() -> {}).get(atMost.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (RejectedExecutionException | ExecutionException | TimeoutException e) {
            // The thread has ended in the meantime, or a call runs for longer than the limit.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
