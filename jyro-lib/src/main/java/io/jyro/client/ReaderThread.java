package io.jyro.client;

import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/** The thread of a connection that reads while futures wait: started when it is needed. Guarded by its owner's lock. */
final class ReaderThread {
    private final String name;
    private final Runnable work;
    private @Nullable Thread thread;

    /** @param work runs until it is told to end, with {@link #ends} */
    ReaderThread(String name, Runnable work) {
        this.name = name;
        this.work = work;
    }

    /** There is something to read. */
    void wake() {
        if (thread == null) {
            thread = Thread.ofPlatform().daemon().name(name).start(work);
        } else {
            LockSupport.unpark(thread);
        }
    }

    /** Has the thread look for its next task, if there is one. */
    void look() {
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    /** The thread was told to end. */
    void ends() {
        thread = null;
    }
}
