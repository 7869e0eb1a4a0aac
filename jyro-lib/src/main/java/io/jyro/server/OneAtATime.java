package io.jyro.server;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Gives tasks to an executor one after the other, in the order in which they came. Any thread. */
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

    // A thread that finds another one at it leaves it the rest.
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
