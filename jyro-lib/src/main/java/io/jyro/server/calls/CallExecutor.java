package io.jyro.server.calls;

import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.jyro.PyroException;
import io.jyro.rpc.CallContext;
import io.jyro.rpc.CallContextAccess;
import io.jyro.rpc.ServedCall;
import io.jyro.rpc.WaitingThread;
import io.jyro.server.objects.ChainLock;
import io.jyro.server.objects.LaterResult;
import org.jspecify.annotations.Nullable;

/**
 * Runs calls on the threads of an executor, while the threads that read them wait. If the executor's only thread waits
 * in an outgoing call, the incoming calls that this one depends on run on that thread, so that circular calls do not
 * deadlock. Any thread.
 */
public final class CallExecutor {
    private final Executor executor;
    // The innermost call of a thread comes before the calls that wait for it.
    private final Deque<ServedCall> running = new ConcurrentLinkedDeque<>();
    private final Queue<Runnable> ofAny = new ConcurrentLinkedQueue<>();

    /** The work of a call. */
    public interface Work<T extends @Nullable Object> {
        /** Does the work; its exceptions are passed to the caller. */
        T run() throws Throwable;
    }

    CallExecutor(Executor executor) {
        this.executor = executor;
    }

    /**
     * Runs the work of a call and waits for it to end. The call keeps its turn until its result is complete, which may
     * be after this method has returned.
     *
     * @param turn the turn of the session that the call belongs to, or null
     * @param begun run by the calling thread when the call has been handed over
     * @throws PyroException if the executor takes no more calls
     * @throws Throwable as thrown by the work
     */
    public <T extends @Nullable Object> T run(ServedCall call, @Nullable ChainLock turn,
            Work<T> work,
            Runnable begun) throws Throwable {
        Task<T> task = new Task<>(call, turn, work);
        submit(task);
        begun.run();
        return task.result();
    }

    /** Runs work that is not part of a chain, and may run while any call waits. Waits for it to end. */
    public <T extends @Nullable Object> T runBetween(ServedCall call, Work<T> work)
            throws Throwable {
        Task<T> task = new Task<>(call, null, work);
        ofAny.add(task);
        submit(task);
        ServedCall innermost = running.peekFirst();
        WaitingThread thread = innermost == null ? null : innermost.thread();
        if (thread != null) {
            thread.wake();
        }
        try {
            return task.result();
        } finally {
            ofAny.remove(task);
        }
    }

    private void submit(Task<?> task) {
        WaitingThread waiting = waitingFor(task.call);
        if (waiting != null) {
            waiting.offer(task);
        }
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            if (task.taken.compareAndSet(false, true)) {
                throw new PyroException("the daemon's executor takes no more calls", e);
            }
        }
    }

    private @Nullable WaitingThread waitingFor(ServedCall call) {
        if (call.hasCallers()) {
            for (ServedCall each : running) {
                if (call.isAwaitedBy(each)) {
                    return each.thread();
                }
            }
        }
        return null;
    }

    /** Runs once, on the thread that takes it first. */
    private final class Task<T extends @Nullable Object> implements Runnable {
        private final ServedCall call;
        private final @Nullable ChainLock turn;
        private final Work<T> work;
        private final CallContext context = CallContext.current();
        private final AtomicBoolean taken = new AtomicBoolean();
        private final CompletableFuture<T> done = new CompletableFuture<>();

        Task(ServedCall call, @Nullable ChainLock turn, Work<T> work) {
            this.call = call;
            this.turn = turn;
            this.work = work;
        }

        @Override
        public void run() {
            if (taken.compareAndSet(false, true)
                    && (turn == null || turn.enterOrQueue(call, this::runAgain))) {
                runInTurn();
            }
        }

        // Called when the turn is free again, which another call of the session held for an asynchronous result.
        private void runAgain() {
            taken.set(false);
            try {
                submit(this);
            } catch (PyroException e) {
                if (turn != null) {
                    turn.withdraw(call);
                }
                done.completeExceptionally(e);
            }
        }

        private void runInTurn() {
            T result = null;
            Throwable failure = null;
            CallContextAccess.Borrowed borrowed = CallContextAccess.borrow(context);
            WaitingThread before = call.runsOn(new WaitingThread(ofAny));
            running.addFirst(call);
            try {
                result = work.run();
            } catch (Throwable e) { // every throwable is passed to the caller
                failure = e;
            } finally {
                running.removeFirstOccurrence(call);
                call.runsOn(before);
                borrowed.giveBack();
            }
            leaveAfter(result);
            if (failure == null) {
                done.complete(result);
            } else {
                done.completeExceptionally(failure);
            }
        }

        private void leaveAfter(@Nullable Object result) {
            ChainLock held = turn;
            if (held != null && result instanceof LaterResult later) {
                later.afterwards(() -> held.leave(call));
            } else if (held != null) {
                held.leave(call);
            }
        }

        T result() throws Throwable {
            try {
                return done.get();
            } catch (ExecutionException e) {
                throw e.getCause() == null ? e : e.getCause();
            }
        }
    }
}
