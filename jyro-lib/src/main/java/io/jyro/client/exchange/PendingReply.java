package io.jyro.client.exchange;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

import io.jyro.CallTimeoutException;
import io.jyro.ConnectionClosedException;
import io.jyro.rpc.CallContext;
import io.jyro.rpc.CallContextAccess;
import io.jyro.transport.CallDeadline;
import io.jyro.transport.Connection;
import io.jyro.wire.Message;
import org.jspecify.annotations.Nullable;

/** A call in flight, and the thread or future waiting for its reply. */
final class PendingReply {
    private final ReplyDecoder decoder;
    private final @Nullable Thread waiter;
    private final boolean leavesReading;
    private final @Nullable CompletableFuture<@Nullable Object> future;
    private final @Nullable Function<Reply, @Nullable Object> andThen;
    private final Duration timeout;
    private final CallContextAccess.@Nullable Continued continued; // null without a future
    private final CallDeadline deadline;
    private final long sinceNanos = System.nanoTime();
    private final long limitNanos;

    // Written by the reading thread, before it sets settled.
    private @Nullable Message reply;
    private @Nullable RuntimeException failure;
    private volatile boolean settled;

    // Used by the table of calls in flight; guarded by its owner's lock.
    int number;
    boolean abandoned;
    boolean answered; // it is settled, or will be immediately
    boolean inLine; // its caller waits for the turn to read

    private PendingReply(ReplyDecoder decoder, @Nullable Thread waiter, boolean leavesReading,
            @Nullable CompletableFuture<@Nullable Object> future,
            @Nullable Function<Reply, @Nullable Object> andThen, Duration timeout,
            CallDeadline deadline) {
        this.decoder = decoder;
        this.leavesReading = leavesReading;
        this.timeout = timeout;
        this.deadline = deadline;
        limitNanos = deadline.bound(timeout).toNanos();
        this.waiter = waiter;
        this.future = future;
        continued = future == null ? null : CallContextAccess.continued(CallContext.current());
        this.andThen = andThen;
    }

    /** @param leavesReading whether another thread reads the reply, as for a future */
    static PendingReply forThisThread(ReplyDecoder decoder, Duration timeout,
            CallDeadline deadline, boolean leavesReading) {
        return new PendingReply(decoder, Thread.currentThread(), leavesReading, null, null,
                timeout, deadline);
    }

    static PendingReply forFuture(ReplyDecoder decoder,
            CompletableFuture<@Nullable Object> future, Function<Reply, @Nullable Object> andThen,
            Duration timeout, CallDeadline deadline) {
        return new PendingReply(decoder, null, true, future, andThen, timeout, deadline);
    }

    ReplyDecoder decoder() {
        return decoder;
    }

    boolean isForFuture() {
        return future != null;
    }

    /** Returns whether the reply must be read by a thread that does not wait for it. */
    boolean leavesReading() {
        return leavesReading;
    }

    /** Returns whether the wait for the reply is limited. */
    boolean hasLimit() {
        return limitNanos != 0;
    }

    /** Returns how long the reply may still take; meaningful only with a limit. */
    long leftNanos(long now) {
        return limitNanos - (now - sinceNanos);
    }

    /** Returns when the call began. */
    long sinceNanos() {
        return sinceNanos;
    }

    CallDeadline deadline() {
        return deadline;
    }

    /** Returns the error for a reply that did not come in time. */
    CallTimeoutException late(Connection from) {
        if (deadline.hasPassed()) {
            return deadline.passed(
                    "waiting for the reply of " + from + "; the call may still run");
        }
        return new CallTimeoutException("receiving: timeout: no reply came from " + from
                + " within " + timeout + " (timeout, COMMTIMEOUT); the call may still run");
    }

    boolean isSettled() {
        return settled;
    }

    /** Settles the call with its reply, whose bytes stay valid. */
    void settle(Message came) {
        reply = came;
        settled = true;
    }

    /** Settles the call with a failure, since there will be no reply. */
    void settle(RuntimeException instead) {
        failure = instead;
        settled = true;
    }

    /** Wakes the waiting thread, if there is one, to check again. */
    void wake() {
        if (waiter != null) {
            LockSupport.unpark(waiter);
        }
    }

    /** Returns the result of a settled call, or throws its failure. */
    Reply result(Exchange exchange) {
        Message came = reply;
        if (came == null) {
            throw failure == null ? new IllegalStateException("not settled") : failure;
        }
        return exchange.read(came, decoder);
    }

    /** Completes the future of a settled call, and runs its dependents. */
    void complete(Exchange exchange) {
        CompletableFuture<@Nullable Object> waiting = future;
        Function<Reply, @Nullable Object> made = andThen;
        if (waiting == null || made == null) {
            return;
        }
        CallContext here = CallContext.current();
        if (continued != null) {
            continued.enter(here);
        }
        try {
            complete(exchange, waiting, made);
        } finally {
            CallContextAccess.end(here);
        }
    }

    private void complete(Exchange exchange, CompletableFuture<@Nullable Object> waiting,
            Function<Reply, @Nullable Object> made) {
        Object result;
        try {
            result = made.apply(result(exchange));
        } catch (Throwable e) { // every throwable belongs to the user of the future
            waiting.completeExceptionally(switch (e) {
                case CallTimeoutException late -> LateCall.named(decoder.call(), late);
                case ConnectionClosedException ended ->
                    LateCall.unanswered(decoder.call(), false, ended);
                default -> e;
            });
            return;
        }
        waiting.complete(result);
    }
}
