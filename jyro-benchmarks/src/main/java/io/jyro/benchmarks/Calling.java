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
 * @param action the action to measure
 * @param connection the connection to close at the end
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

    /** Creates a caller whose threads use a shared connection one at a time. */
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

    /** Fails if an answer is not the expected one. */
    static void check(Object wanted, @Nullable Object given) {
        if (!wanted.equals(given)) {
            throw new IllegalStateException(
                    "the answer should have been " + wanted + ", not " + given);
        }
    }

    /** Returns an action that sends the text and checks that it comes back. */
    static Action echo(Method<String> echo) {
        return () -> check(EchoMessages.TEXT, echo.answer(EchoMessages.TEXT));
    }

    /** Returns an action that sends the bytes of a work and checks that their number comes back. */
    static Action size(Work work, Method<byte[]> size) {
        byte[] bytes = Values.bytes(work.bytes());
        return () -> check(bytes.length, size.answer(bytes));
    }

    /** Returns an action that sends records and receives them. That they come back equal is checked only once, here. */
    static <T> Action same(List<T> records, Method<List<T>> same) throws Exception {
        check(records, same.answer(records));
        return () -> {
            Object answer = same.answer(records);
            check(records.size(), answer instanceof List<?> list ? (Object) list.size() : answer);
        };
    }

    /**
     * Returns an action that makes a oneway call, and after every {@link Work#AHEAD} calls waits until the object has
     * counted them all.
     */
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

    /** The action of one measured call. */
    interface Action {
        void run() throws Exception;
    }

    /** A remote method of one parameter, called through some client. */
    interface Method<T> {
        @Nullable
        Object answer(T argument) throws Exception;
    }

    /** A query for the number of oneway calls that have arrived. */
    interface Count {
        int get() throws Exception;
    }
}
