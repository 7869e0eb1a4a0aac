package io.jyro.server;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that serve connections: platform threads for those that are busy, up to a bound, and virtual threads for
 * those that wait. Virtual threads are cheap but not preempted, so calls run on platform threads while there are some.
 */
final class ServingThreads {
    private final String name;
    private final int mostPlatformThreads = Math.max(256,
            64 * Runtime.getRuntime().availableProcessors());
    private final AtomicInteger platformThreads = new AtomicInteger();
    private final AtomicInteger counter = new AtomicInteger();

    ServingThreads(String name) {
        this.name = name;
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
            Thread.ofPlatform().daemon().name(name + "-" + counter.incrementAndGet()).start(() -> {
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
     * Whether so few platform threads serve that each may wait on its connection for as long as it likes. An untimed
     * read is one system call, a timed one three, which costs an eighth of the rate of small calls.
     */
    boolean arePlenty() {
        return platformThreads.get() <= mostPlatformThreads / 2;
    }

    /** Runs a oneway call. */
    void startOneway(Runnable task) {
        Thread.ofVirtual().name("oneway-call").start(task);
    }
}
