package io.jyro.server.calls;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.jyro.ServerType;
import io.jyro.rpc.ServedCall;
import org.jspecify.annotations.Nullable;

/**
 * Determines where the calls of a daemon run: on the threads that read them, on the one thread of a MULTIPLEX daemon,
 * or on the user's executor. Any thread.
 */
public final class CallPlace {
    private final boolean oneAtATime;
    private volatile @Nullable CallThread thread; // of MULTIPLEX without an executor of the user
    private volatile @Nullable CallExecutor elsewhere;

    /**
     * Creates the place of a daemon's calls.
     *
     * @param executor the user's executor, or null
     * @param name the name of the thread, if one is created
     */
    public CallPlace(ServerType type, @Nullable Executor executor, String name) {
        oneAtATime = type == ServerType.MULTIPLEX;
        CallThread own = oneAtATime && executor == null ? new CallThread(name) : null;
        thread = own;
        Executor base = own == null ? executor : own;
        elsewhere = base == null
                ? null
                : new CallExecutor(oneAtATime && own == null ? new OneAtATime(base) : base);
    }

    /** Returns whether calls run one at a time. */
    public boolean isOneAtATime() {
        return oneAtATime;
    }

    /**
     * Makes the calls of another daemon run in the same place as those of this one, one at a time.
     *
     * @throws UnsupportedOperationException if one of the daemons runs calls concurrently
     */
    public void share(CallPlace other) {
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

    /** Returns the executor of calls, or null if the threads that read calls run them. */
    public @Nullable CallExecutor elsewhere() {
        return elsewhere;
    }

    /** Returns the executor for work that only the one thread for calls may run, or null if there is no such thread. */
    public @Nullable CallExecutor onOneThread() {
        return thread == null ? null : elsewhere;
    }

    /** Returns {@link #cleanUp} as an executor. */
    public Executor cleaner() {
        return new Executor() {
            @Override
            public void execute(Runnable task) {
                cleanUp(task);
            }
        };
    }

    /** Runs cleanup after calls: on the thread for calls if there is one, possibly later, or else immediately. */
    public void cleanUp(Runnable task) {
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

    /** Runs a part of a call where calls run, although the call itself runs elsewhere. */
    public <T> T doPart(ServedCall call, CallExecutor.Work<T> work) throws Throwable {
        CallExecutor executor = elsewhere;
        return executor == null ? work.run() : executor.run(call, null, work, () -> {});
    }

    /** Ends the thread after its remaining tasks; no more calls will come. */
    public void end() {
        CallThread known = thread;
        if (known != null) {
            known.end();
        }
    }

    /** Waits until the thread has finished its tasks, unless it is the calling thread. */
    public void await(Duration atMost) {
        CallThread known = thread;
        if (known != null && !known.isCurrent()) {
            known.await(atMost);
        }
    }
}
