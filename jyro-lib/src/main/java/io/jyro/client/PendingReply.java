package io.jyro.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

import io.jyro.CallTimeoutException;
import io.jyro.ConnectionClosedException;
import io.jyro.rpc.CallContext;
import io.jyro.rpc.CallScope;
import io.jyro.transport.CallDeadline;
import io.jyro.transport.Connection;
import io.jyro.wire.Message;
import org.jspecify.annotations.Nullable;

/** A call whose reply has not come yet, and who wants it: a thread that waits, or a future. */
final class PendingReply {
    private final ReplyDecoder decoder;
    private final @Nullable Thread waiter;
    private final boolean leavesReading;
    private final @Nullable CompletableFuture<@Nullable Object> future;
    private final @Nullable Function<Reply, @Nullable Object> andThen;
    private final Duration timeout;
    private final CallScope.@Nullable Continued continued; // with the future
    private final CallDeadline deadline;
    private final long sinceNanos = System.nanoTime();
    private final long limitNanos;

    // Written by the thread that reads, before it is settled.
    private @Nullable Message reply;
    private @Nullable RuntimeException failure;
    private volatile boolean settled;

    // Of the table that it stands in; guarded by its owner's lock.
    int number;
    boolean abandoned;
    boolean answered; // it is settled, or will be at once
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
        continued = future == null ? null : CallScope.continued(CallContext.current());
        this.andThen = andThen;
    }

    /** @param leavesReading whether another thread reads for the calling one, as for a future */
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

    /** Whether the reply has to be read by a thread that does not wait for it. */
    boolean leavesReading() {
        return leavesReading;
    }

    /** Whether the wait for the reply ends at some time without it. */
    boolean hasLimit() {
        return limitNanos != 0;
    }

    /** How long the reply may still take; only where there is a limit. */
    long leftNanos(long now) {
        return limitNanos - (now - sinceNanos);
    }

    /** When the call began. */
    long sinceNanos() {
        return sinceNanos;
    }

    CallDeadline deadline() {
        return deadline;
    }

    /** What to tell the caller if the reply did not come in time. */
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

    /** The reply has come; its bytes stay valid. */
    void settle(Message came) {
        reply = came;
        settled = true;
    }

    /** There will be no reply. */
    void settle(RuntimeException instead) {
        failure = instead;
        settled = true;
    }

    /** Has a thread that waits look again. */
    void wake() {
        if (waiter != null) {
            LockSupport.unpark(waiter);
        }
    }

    /** What a settled call gives, or throws. */
    Reply result(Exchange exchange) {
        Message came = reply;
        if (came == null) {
            throw failure == null ? new IllegalStateException("not settled") : failure;
        }
        return exchange.read(came, decoder);
    }

    /** Completes the future of a settled call, with all that depends on it. */
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
            CallScope.end(here);
        }
    }

    private void complete(Exchange exchange, CompletableFuture<@Nullable Object> waiting,
            Function<Reply, @Nullable Object> made) {
        Object result;
        try {
            result = made.apply(result(exchange));
        } catch (Throwable e) { // whatever it is, it belongs to who waits for the future
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
