package io.jyro.rpc;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * A thread that runs a served call and on which other calls have to run as well: the thread of a MULTIPLEX daemon, or
 * one of an executor. While the call waits for the reply of a call of its own, the thread runs the calls of its chain,
 * since the reply may depend on them. Any thread offers tasks; the thread itself runs them.
 */
public final class WaitingThread {
    private final Thread thread = Thread.currentThread();
    private final Queue<Runnable> ofChain = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> ofAny;

    /**
     * Creates an instance for the calling thread.
     *
     * @param ofAny tasks that may run while any call on the thread waits
     */
    public WaitingThread(Queue<Runnable> ofAny) {
        this.ofAny = ofAny;
    }

    /** Adds a task, which this thread runs if its call waits and the task has not run elsewhere. */
    public void offer(Runnable task) {
        ofChain.add(task);
        wake();
    }

    /** Wakes the thread to look for tasks, if it is waiting. */
    public void wake() {
        LockSupport.unpark(thread);
    }

    /**
     * Runs the next task. Called by the thread itself while it waits.
     *
     * @return false if there is no task
     */
    public boolean runNext() {
        @Nullable
        Runnable task = ofChain.poll();
        if (task == null) {
            task = ofAny.poll();
        }
        if (task == null) {
            return false;
        }
        task.run();
        return true;
    }

    boolean isCurrent() {
        return Thread.currentThread().equals(thread);
    }
}
