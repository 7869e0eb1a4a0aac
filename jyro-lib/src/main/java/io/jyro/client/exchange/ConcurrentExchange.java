package io.jyro.client.exchange;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;

import io.jyro.CallTimeoutException;
import io.jyro.CommunicationException;
import io.jyro.ConnectionClosedException;
import io.jyro.client.exchange.CallsInFlight.Ending;
import io.jyro.rpc.CallContext;
import io.jyro.rpc.CallContextAccess;
import io.jyro.rpc.WaitingThread;
import io.jyro.transport.CallDeadline;
import io.jyro.transport.message.MessageChannel;
import io.jyro.wire.MessageWriter;
import org.jspecify.annotations.Nullable;

/**
 * Runs many calls concurrently on one connection, each answered when it is ready; only daemons of Jyro agree to this. A
 * call is assigned a number ({@link CallsInFlight}), is sent ({@link CoalescingWriter}), and waits until it has the
 * turn to read the replies of all ({@link ReplyPump}) or another caller has read its own. A lone caller writes and
 * reads by itself. Any thread.
 */
public final class ConcurrentExchange extends Exchange {
    private final Duration timeout;
    private final CoalescingWriter coalescingWriter;
    private final LivenessCheck liveness;
    private final CallsInFlight calls;
    private final ReplyPump pump;
    private final BackgroundReader backgroundReader;

    /**
     * @param timeout how long a reply may take; zero means no limit
     * @param deadlineLength the deadline of all calls; zero for none
     * @param pings writes the pings of this connection
     * @param contention notified of callers that wait for each other
     */
    public ConcurrentExchange(MessageChannel channel, Duration timeout, Duration deadlineLength,
            MessageWriter pings, Contention contention) {
        super(channel, Idleness.towardJyro());
        this.timeout = timeout;
        Duration patience = shorter(timeout, deadlineLength);
        Consumer<Throwable> failing = new Consumer<>() {
            @Override
            public void accept(Throwable why) {
                fail(why);
            }
        };
        coalescingWriter = new CoalescingWriter(channel, timeout, failing);
        liveness = new LivenessCheck(coalescingWriter, pings, patience.dividedBy(2), failing);
        calls = new CallsInFlight(this, timeout,
                new ReaderThread("jyro-reader-" + channel.connection(), new Runnable() {
                    @Override
                    public void run() {
                        readForFutures();
                    }
                }), contention);
        pump = new ReplyPump(this, calls, liveness, timeout, deadlineLength, new Runnable() {
            @Override
            public void run() {
                readerIsInterrupted();
            }
        });
        backgroundReader = new BackgroundReader(calls, pump, channel, timeout, patience);
    }

    @Override
    public Reply call(MessageWriter request, ReplyDecoder decoder, CallDeadline deadline) {
        Interruption.refuse();
        WaitingThread shared = CallContextAccess.waitingThread(CallContext.current());
        PendingReply mine = PendingReply.forThisThread(decoder, timeout, deadline,
                shared != null);
        number(request, mine, deadline);
        send(request, mine);
        return await(mine, shared);
    }

    @Override
    public void post(MessageWriter request, CallDeadline deadline) {
        Interruption.refuse();
        number(request, null, deadline);
        coalescingWriter.post(request.output(), deadline);
    }

    @Override
    public boolean canCallLater() {
        return true;
    }

    @Override
    public CompletableFuture<@Nullable Object> callLater(MessageWriter request,
            ReplyDecoder decoder,
            Function<Reply, @Nullable Object> andThen, CallDeadline deadline) {
        Interruption.refuse();
        CompletableFuture<@Nullable Object> future = new CompletableFuture<>();
        PendingReply call = PendingReply.forFuture(decoder, future, andThen, timeout,
                deadline);
        number(request, call, deadline);
        send(request, call);
        return future;
    }

    private void number(MessageWriter request, @Nullable PendingReply call,
            CallDeadline deadline) {
        Ending ended = calls.number(request, call, deadline);
        if (ended != null) {
            pump.finish(ended);
            throw NotSentException.because(ended.why());
        }
    }

    private void send(MessageWriter request, PendingReply call) {
        try {
            call.deadline().check("about to be sent and was not sent");
            if (call.isForFuture()) {
                coalescingWriter.post(request.output(), call.deadline());
            } else {
                coalescingWriter.send(request.output(), call.deadline());
            }
        } catch (CommunicationException e) {
            calls.forget(call);
            throw e;
        }
    }

    // A thread that others share leaves the reading to another one, and runs their tasks while it waits.
    private Reply await(PendingReply mine, @Nullable WaitingThread shared) {
        while (!mine.isSettled()) {
            if (shared == null && calls.takesTurn(mine)) {
                Reply reply = pump.readFor(mine);
                if (reply != null) {
                    return reply;
                }
                if (!mine.isSettled()) {
                    abandon(mine, Thread.currentThread().isInterrupted()
                            ? Interruption.afterSending(channel())
                            : mine.late(channel().connection()));
                }
                break;
            }
            if (shared != null && shared.runNext()) {
                continue;
            }
            if (mine.isSettled()) {
                break;
            }
            park(mine);
        }
        return mine.result(this);
    }

    // Parks until another caller has read the reply, or the turn to read is passed on to this one.
    private void park(PendingReply mine) {
        if (!mine.hasLimit()) {
            LockSupport.park(this);
        } else {
            long left = mine.leftNanos(System.nanoTime());
            if (left <= 0) {
                abandon(mine, mine.late(channel().connection()));
            }
            LockSupport.parkNanos(this, left);
        }
        if (Thread.currentThread().isInterrupted()) {
            abandon(mine, Interruption.afterSending(channel()));
        }
    }

    // Stops waiting for a reply, unless it has just come.
    private void abandon(PendingReply mine, CommunicationException why) {
        if (!calls.abandon(mine)) {
            return;
        }
        pump.finish(calls.endIfNobodyIsLeft(this::isWritingOver));
        if (why instanceof CallTimeoutException) {
            liveness.replyIsLate();
        }
        throw why;
    }

    /**
     * Reacts to an interrupt of the reading thread, whose read only bytes can end. If no other call waits for a reply,
     * the connection is closed to end the read; otherwise it continues until a reply for another call arrives. Any
     * thread.
     */
    private void readerIsInterrupted() {
        pump.finish(calls.endIfNobodyIsLeft(this::isWritingOver));
    }

    private boolean isWritingOver() {
        return coalescingWriter.isIdle(this::readerIsInterrupted);
    }

    private void readForFutures() {
        backgroundReader.run();
    }

    @Override
    public void drain() {
        pump.finish(calls.retire());
    }

    @Override
    public boolean isDraining() {
        return calls.isDraining();
    }

    @Override
    public void close() {
        fail(new ConnectionClosedException(
                "the connection to " + channel().connection() + " was closed on this side"));
    }

    private void fail(Throwable why) {
        pump.fail(why);
    }

    /** Closes the channel and the writer, after the calls have ended. */
    @Override
    void closeChannel() {
        super.closeChannel();
        coalescingWriter.close();
    }

    // Zero means no limit.
    private static Duration shorter(Duration one, Duration other) {
        return one.isZero() || !other.isZero() && other.compareTo(one) < 0 ? other : one;
    }
}
