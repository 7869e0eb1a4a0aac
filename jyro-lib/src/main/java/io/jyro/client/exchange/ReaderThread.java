package io.jyro.client.exchange;

import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/** The thread of a connection that reads while futures wait; started when it is needed. Guarded by its owner's lock. */
final class ReaderThread {
    private final String name;
    private final Runnable work;
    private @Nullable Thread thread;

    /** @param work the thread's work; before it is to return, the owner calls {@link #ends} */
    ReaderThread(String name, Runnable work) {
        this.name = name;
        this.work = work;
    }

    /** Starts or wakes the thread, because there is a reply to read. */
    void wake() {
        if (thread == null) {
            thread = Thread.ofPlatform().daemon().name(name).start(work);
        } else {
            LockSupport.unpark(thread);
        }
    }

    /** Wakes the thread, if there is one, to check for its next task. */
    void look() {
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    /** Records that the thread ends. */
    void ends() {
        thread = null;
    }
}
