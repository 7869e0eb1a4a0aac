package io.jyro.benchmarks;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

import io.jyro.benchmarks.codec.Values;
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

    /** The text there and back. */
    static Action echo(Method<String> echo) {
        return () -> check(EchoMessages.TEXT, echo.answer(EchoMessages.TEXT));
    }

    /** The bytes of a work there, their number back. */
    static Action size(Work work, Method<byte[]> size) {
        byte[] bytes = Values.bytes(work.bytes());
        return () -> check(bytes.length, size.answer(bytes));
    }

    /** Records there and back; that they are the same is seen once, now. */
    static <T> Action same(List<T> records, Method<List<T>> same) throws Exception {
        check(records, same.answer(records));
        return () -> {
            Object answer = same.answer(records);
            check(records.size(), answer instanceof List<?> list ? (Object) list.size() : answer);
        };
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

    /** A remote method of one parameter, as some client calls it. */
    interface Method<T> {
        @Nullable
        Object answer(T argument) throws Exception;
    }

    /** Asks how many have arrived. */
    interface Count {
        int get() throws Exception;
    }
}
