package io.jyro.server.calls;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Runs tasks on an executor one at a time, in order of arrival. Any thread. */
final class OneAtATime implements Executor {
    private final Executor executor;
    // Guarded by this.
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    OneAtATime(Executor executor) {
        this.executor = executor;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            waiting.add(task);
        }
        try {
            executor.execute(this::drain);
        } catch (RejectedExecutionException e) {
            synchronized (this) {
                waiting.remove(task);
            }
            throw e;
        }
    }

    // If another thread is running tasks already, that one also runs the rest.
    private void drain() {
        while (true) {
            Runnable task;
            synchronized (this) {
                task = running ? null : waiting.poll();
                if (task == null) {
                    return;
                }
                running = true;
            }
            try {
                task.run();
            } finally {
                synchronized (this) {
                    running = false;
                }
            }
        }
    }
}
