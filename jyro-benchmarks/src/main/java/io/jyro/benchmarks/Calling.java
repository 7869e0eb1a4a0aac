package io.jyro.benchmarks;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * A caller that repeats an action.
 *
 * @param action what is measured
 * @param connection what is closed at the end
 */
record Calling(Action action, Closeable connection) implements Contender.Caller {
    @Override
    public void call() throws Exception {
        action.run();
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }

    /** Lets the threads that share a connection use it one after the other. */
    static Calling takingTurns(Action action, Closeable connection) {
        ReentrantLock turn = new ReentrantLock();
        return new Calling(() -> {
            turn.lock();
            try {
                action.run();
            } finally {
                turn.unlock();
            }
        }, connection);
    }

    /** Fails if an answer is not the one that was wanted. */
    static void check(Object wanted, @Nullable Object given) {
        if (!wanted.equals(given)) {
            throw new IllegalStateException(
                    "the answer should have been " + wanted + ", not " + given);
        }
    }

    /** A oneway call, which waits after each {@link Work#AHEAD} until the object has counted them all. */
    static Action oneway(Action note, Count noted) {
        AtomicInteger sent = new AtomicInteger();
        return () -> {
            note.run();
            if (sent.incrementAndGet() % Work.AHEAD == 0) {
                while (noted.get() < sent.get()) {
                    Thread.onSpinWait();
                }
            }
        };
    }

    /** Something to do once. */
    interface Action {
        void run() throws Exception;
    }

    /** Asks how many have arrived. */
    interface Count {
        int get() throws Exception;
    }
}
