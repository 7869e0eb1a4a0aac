package io.jyro.rpc;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * A thread that runs a served call and on which others have to run as well: the thread of a MULTIPLEX daemon, or one of an
 * executor. While the call waits for the reply of a call of its own, the thread runs the calls of its chain, since the
 * reply may depend on them. Any thread offers tasks; the thread itself runs them.
 */
public final class WaitingThread {
    private final Thread thread = Thread.currentThread();
    private final Queue<Runnable> ofChain = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> ofAny;

    /**
     * The calling thread.
     *
     * @param ofAny tasks that may run while any call on the thread waits
     */
    public WaitingThread(Queue<Runnable> ofAny) {
        this.ofAny = ofAny;
    }

    /** Runs a task if the call waits before the task has run elsewhere. */
    public void offer(Runnable task) {
        ofChain.add(task);
        wake();
    }

    /** Has the thread look for tasks, if it waits. */
    public void wake() {
        LockSupport.unpark(thread);
    }

    /**
     * Runs the next task. For the thread itself, while it waits.
     *
     * @return false if there is none
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
