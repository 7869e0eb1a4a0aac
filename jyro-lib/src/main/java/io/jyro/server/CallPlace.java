package io.jyro.server;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.jyro.ServerType;
import io.jyro.rpc.ServedCall;
import org.jspecify.annotations.Nullable;

/**
 * Where the calls of a daemon run: on the threads that read them, on the one thread of a MULTIPLEX daemon, or where its
 * user wants them. Any thread.
 */
final class CallPlace {
    private final boolean oneAtATime;
    private volatile @Nullable CallThread thread; // of MULTIPLEX without an executor of the user's
    private volatile @Nullable CallExecutor elsewhere;

    /**
     * Of a daemon.
     *
     * @param executor of the user; null if there is none
     * @param name of the thread, if there is one
     */
    CallPlace(ServerType type, @Nullable Executor executor, String name) {
        oneAtATime = type == ServerType.MULTIPLEX;
        CallThread own = oneAtATime && executor == null ? new CallThread(name) : null;
        thread = own;
        Executor base = own == null ? executor : own;
        elsewhere = base == null
                ? null
                : new CallExecutor(oneAtATime && own == null ? new OneAtATime(base) : base);
    }

    boolean isOneAtATime() {
        return oneAtATime;
    }

    /**
     * From now on the calls of another daemon run where those of this one do, one at a time.
     *
     * @throws UnsupportedOperationException if one of them runs calls at the same time
     */
    void share(CallPlace other) {
        if (!oneAtATime || !other.oneAtATime) {
            throw new UnsupportedOperationException("only daemons that run one call at a"
                    + " time can be combined; build both with serverType(MULTIPLEX)");
        }
        CallThread ours = thread;
        CallThread theirs = other.thread;
        if (elsewhere == other.elsewhere) {
            return;
        }
        if (ours != null) {
            ours.share();
        }
        other.thread = ours;
        other.elsewhere = elsewhere;
        if (theirs != null) {
            theirs.end();
        }
    }

    /** What runs calls; null if the threads that read them do. */
    @Nullable
    CallExecutor elsewhere() {
        return elsewhere;
    }

    /** What only the one thread for calls may run; null if there is no such thread. */
    @Nullable
    CallExecutor onOneThread() {
        return thread == null ? null : elsewhere;
    }

    /** {@link #cleanUp} as an executor. */
    Executor cleaner() {
        return new Executor() {
            @Override
            public void execute(Runnable task) {
                cleanUp(task);
            }
        };
    }

    /** Runs what cleans up after calls: on their thread if they have one, and then perhaps later, else at once. */
    void cleanUp(Runnable task) {
        CallThread known = thread;
        if (known == null || known.isCurrent()) {
            task.run();
            return;
        }
        try {
            known.execute(task);
        } catch (RejectedExecutionException e) { // the daemon has ended, and its thread with it
            task.run();
        }
    }

    /** Does a part of a call that has to run where calls run, though the call itself does not. */
    <T> T doPart(ServedCall call, CallExecutor.Work<T> work) throws Throwable {
        CallExecutor executor = elsewhere;
        return executor == null ? work.run() : executor.run(call, null, work, () -> {});
    }

    /** No call comes any more: the thread ends after what it has to do. */
    void end() {
        CallThread known = thread;
        if (known != null) {
            known.end();
        }
    }

    /** Waits until the thread has done what it had to, unless it is the calling one. */
    void await(Duration atMost) {
        CallThread known = thread;
        if (known != null && !known.isCurrent()) {
            known.await(atMost);
        }
    }
}
