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
 * An eighth of the platform threads is reserved for connections of which a message is complete, so that peers who send
 * parts of messages cannot keep others from being served.
 */
final class ServingThreads {
    // Starting one takes longer than many a call; where one was needed, the next will be.
    private static final int KEPT_SECONDS = 2;
    private static final int RECEPTIONS_A_CORE = 2;
    private static final int RESERVED_PART = 8;

    private final String name;
    private final int mostPlatformThreads;
    private final int mostUnreserved;
    private final int few = 8 * Runtime.getRuntime().availableProcessors();
    private final AtomicInteger platformThreads = new AtomicInteger();
    private final Semaphore receptions = new Semaphore(
            RECEPTIONS_A_CORE * Runtime.getRuntime().availableProcessors());
    // Without a bound of its own: a thread whose task is done is not yet back when the next task comes.
    private final Executor platform;

    ServingThreads(String name) {
        this(name, Math.max(256, 64 * Runtime.getRuntime().availableProcessors()));
    }

    ServingThreads(String name, int mostPlatformThreads) {
        this.name = name;
        this.mostPlatformThreads = mostPlatformThreads;
        mostUnreserved = mostPlatformThreads - mostPlatformThreads / RESERVED_PART;
        platform = new ThreadPoolExecutor(0, Integer.MAX_VALUE, KEPT_SECONDS, TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Thread.ofPlatform().daemon().name(name + "-", 1).factory());
    }

    /** Runs a task that mostly waits. */
    void startWaiting(Runnable task) {
        Thread.ofVirtual().name(name + "-waiting").start(task);
    }

    /** Runs a task that may have to wait for its peer, on a platform thread, unless too many serve already. */
    boolean startServing(Runnable task) {
        return start(task, mostUnreserved);
    }

    /** Runs a call whose request has arrived completely, on a platform thread, a reserved one if need be. */
    boolean startCalling(Runnable task) {
        return start(task, mostPlatformThreads);
    }

    private boolean start(Runnable task, int most) {
        if (!take(most)) {
            return false;
        }
        try {
            platform.execute(new Counted(task));
            return true;
        } catch (OutOfMemoryError e) { // the system gives no more threads; a virtual one will do
            platformThreads.decrementAndGet();
            return false;
        }
    }

    /** A task on a platform thread, which is free again after it. */
    private final class Counted implements Runnable {
        private final Runnable task;

        Counted(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            try {
                task.run();
            } finally {
                platformThreads.decrementAndGet();
            }
        }
    }

    // Never above the bound, not even for a moment: another would find no place then.
    private boolean take(int most) {
        int now = platformThreads.get();
        while (now < most) {
            if (platformThreads.compareAndSet(now, now + 1)) {
                return true;
            }
            now = platformThreads.get();
        }
        return false;
    }

    /**
     * Runs a task that begins with a handshake, on a platform thread only if few others are in theirs: where hundreds come at
     * once, as many threads would keep each other, and who is served already, from the cores.
     */
    void startReceiving(Receiving task) {
        if (receptions.tryAcquire()) {
            if (startServing(new Received(task))) {
                return;
            }
            receptions.release();
        }
        startWaiting(() -> task.run(() -> {}));
    }

    /** A task whose handshake takes one of the places for those. */
    private final class Received implements Runnable {
        private final Receiving task;

        Received(Receiving task) {
            this.task = task;
        }

        @Override
        public void run() {
            task.run(new Runnable() {
                @Override
                public void run() {
                    receptions.release();
                }
            });
        }
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

    /** Whether reserved platform threads are in use: then none may wait for a peer. */
    boolean areScarce() {
        return platformThreads.get() > mostUnreserved;
    }

    /** Whether one more handshake may run on a platform thread. */
    boolean haveRoomForHandshake() {
        return receptions.availablePermits() > 0;
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
