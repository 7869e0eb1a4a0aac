package io.jyro.server;

import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that serve connections: platform threads for those that are busy, up to a bound, and virtual threads for
 * those that wait. Virtual threads are cheap but not preempted, so calls run on platform threads while there are some.
 */
final class ServingThreads {
    // Starting one takes longer than many a call; where one was needed, the next will be.
    private static final int KEPT_SECONDS = 2;
    private static final int RECEPTIONS_A_CORE = 2;

    private final String name;
    private final int mostPlatformThreads = Math.max(256,
            64 * Runtime.getRuntime().availableProcessors());
    private final int few = 8 * Runtime.getRuntime().availableProcessors();
    private final AtomicInteger platformThreads = new AtomicInteger();
    private final Semaphore receptions = new Semaphore(
            RECEPTIONS_A_CORE * Runtime.getRuntime().availableProcessors());
    // Without a bound of its own: a thread whose task is done is not yet back when the next task comes.
    private final Executor platform;

    ServingThreads(String name) {
        this.name = name;
        platform = new ThreadPoolExecutor(0, Integer.MAX_VALUE, KEPT_SECONDS, TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Thread.ofPlatform().daemon().name(name + "-", 1).factory());
    }

    /** Runs a task that mostly waits. */
    void startWaiting(Runnable task) {
        Thread.ofVirtual().name(name + "-waiting").start(task);
    }

    /** Runs a task on a platform thread, unless too many serve already. */
    boolean startServing(Runnable task) {
        if (platformThreads.incrementAndGet() > mostPlatformThreads) {
            platformThreads.decrementAndGet();
            return false;
        }
        try {
            platform.execute(() -> {
                try {
                    task.run();
                } finally {
                    platformThreads.decrementAndGet();
                }
            });
            return true;
        } catch (OutOfMemoryError e) { // the system gives no more threads; a virtual one will do
            platformThreads.decrementAndGet();
            return false;
        }
    }

    /**
     * Runs a task that begins with a handshake, on a platform thread only if few others are in theirs: where hundreds come at
     * once, as many threads would keep each other, and who is served already, from the cores.
     */
    void startReceiving(Receiving task) {
        if (receptions.tryAcquire()) {
            if (startServing(() -> task.run(receptions::release))) {
                return;
            }
            receptions.release();
        }
        startWaiting(() -> task.run(() -> {}));
    }

    /** A task that begins with a handshake. */
    interface Receiving {
        /** Runs; says once when the handshake is over. */
        void run(Runnable shakenHands);
    }

    /**
     * Whether so few platform threads serve that each may wait on its connection for as long as it likes. An untimed
     * read is one system call, a timed one three, which costs an eighth of the rate of small calls.
     */
    boolean arePlenty() {
        return platformThreads.get() <= mostPlatformThreads / 2;
    }

    /** Whether so few platform threads serve that one more costs nothing worth saving. */
    boolean areFew() {
        return platformThreads.get() < few;
    }

    /** Runs a oneway call. */
    void startOneway(Runnable task) {
        Thread.ofVirtual().name("oneway-call").start(task);
    }
}
