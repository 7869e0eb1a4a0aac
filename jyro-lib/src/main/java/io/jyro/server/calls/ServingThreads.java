package io.jyro.server.calls;

import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that serve connections: platform threads for busy connections, up to a limit, and virtual threads for
 * waiting ones. Virtual threads are cheap but not preempted, so calls run on platform threads while these are
 * available. An eighth of the platform threads is reserved for connections with a complete message, so that clients
 * that send partial messages cannot keep others from being served.
 */
public final class ServingThreads {
    // Starting a thread takes longer than many a call, and another one is likely to be needed soon.
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
    // Has no limit of its own: a thread whose task has ended may not be available yet when the next task comes.
    private final Executor platform;

    /** Creates threads with this name, as many as the processors allow. */
    public ServingThreads(String name) {
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
    public void startWaiting(Runnable task) {
        Thread.ofVirtual().name(name + "-waiting").start(task);
    }

    /** Runs a task on a platform thread where it may wait for its peer; returns false if too many are serving. */
    public boolean startServing(Runnable task) {
        return start(task, mostUnreserved);
    }

    /**
     * Runs a call on a platform thread, a reserved one if necessary, after its request has arrived completely; returns
     * false if none is free.
     */
    public boolean startCalling(Runnable task) {
        return start(task, mostPlatformThreads);
    }

    private boolean start(Runnable task, int most) {
        if (!take(most)) {
            return false;
        }
        try {
            platform.execute(new Counted(task));
            return true;
        } catch (OutOfMemoryError e) { // there are no more threads; the caller uses a virtual one
            platformThreads.decrementAndGet();
            return false;
        }
    }

    /** A task that frees its place among the platform threads when it ends. */
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

    // Never exceeds the limit, even for a moment: otherwise another caller could be refused wrongly.
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
     * Runs a task that begins with a handshake, on a platform thread only if few other handshakes are running: if
     * hundreds of clients came at once, as many threads would compete with each other, and with served clients, for the
     * cores.
     */
    public void startReceiving(Receiving task) {
        if (receptions.tryAcquire()) {
            if (startServing(new Received(task))) {
                return;
            }
            receptions.release();
        }
        startWaiting(() -> task.run(() -> {}));
    }

    /** A task that holds a place for handshakes until its handshake is over. */
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
    public interface Receiving {
        /** Runs the task, which calls {@code shakenHands} once when the handshake is over. */
        void run(Runnable shakenHands);
    }

    /**
     * Returns whether so few platform threads are in use that each may wait on its connection without a limit. An
     * untimed read is one system call, a timed one three, which costs an eighth of the rate of small calls.
     */
    public boolean arePlenty() {
        return platformThreads.get() <= mostPlatformThreads / 2;
    }

    /** Returns whether reserved platform threads are in use: then none may wait for a peer. */
    public boolean areScarce() {
        return platformThreads.get() > mostUnreserved;
    }

    /** Returns whether one more handshake may run on a platform thread. */
    public boolean haveRoomForHandshake() {
        return receptions.availablePermits() > 0;
    }

    /** Returns whether so few platform threads are in use that the cost of another one is negligible. */
    public boolean areFew() {
        return platformThreads.get() < few;
    }
}
