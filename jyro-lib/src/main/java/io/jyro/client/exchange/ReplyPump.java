package io.jyro.client.exchange;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.jyro.CommunicationException;
import io.jyro.ConnectionClosedException;
import io.jyro.RemoteText;
import io.jyro.client.exchange.CallsInFlight.Ending;
import io.jyro.transport.CallDeadline;
import io.jyro.transport.InterruptHook;
import io.jyro.transport.message.MessageChannel;
import io.jyro.transport.message.WaitInterruptedException;
import io.jyro.wire.Message;
import org.jspecify.annotations.Nullable;

/**
 * Reads the replies of one connection and delivers each to its call. For the thread that has the turn to read, where a
 * method says nothing else.
 *
 * <p><b>Why callers read.</b> A thread that only reads would cost a lone caller two changes of threads for each call,
 * and each proxy a thread (docs/decisions/005-concurrent-exchange.md). So the callers themselves read, one at a time.
 *
 * <p><b>The turn.</b> {@link CallsInFlight} records under its lock which thread reads. A caller that has sent its
 * request asks for the turn. If no thread reads, the caller gets the turn and reads until its own reply has come
 * ({@link #readFor}); it delivers the replies of other calls on the way. If a thread reads, the caller joins the line
 * and parks, until its reply is delivered or it is woken to read. While futures are pending and no caller reads, a
 * {@link BackgroundReader} has the turn.
 *
 * <p><b>The end of a turn.</b> With its own reply at hand, the reader delivers the complete messages that are already
 * buffered, since a thread would have to be woken for them otherwise. Then it frees the turn and wakes the first
 * caller in line, or the thread that reads for futures if no caller waits. To wake is not to hand over: another caller
 * may take the free turn first; the woken one then keeps its place in the line and parks again.
 *
 * <p><b>No wake-up may be lost.</b> A parked caller is woken when its reply has been delivered, when it is first in
 * line and the turn is free, and when the connection ends. A woken caller may give up instead of reading, because of
 * its timeout or an interrupt; then {@link CallsInFlight#abandon} wakes the next one. A call counts as answered, under
 * the lock, before its reply is delivered: its caller then takes no turn that it would not use.
 *
 * <p><b>Leaving early.</b> A reader whose deadline passes, or that is interrupted, leaves with the turn passed on. A
 * message of which a part has come stays in the channel, and the next reader continues it ({@link PatientReads}); if
 * no other call waits, the connection is closed. The number of the abandoned call stays taken until its reply comes,
 * which is then dropped. A platform thread that reads a socket cannot be woken by an interrupt: the connection is
 * closed for it if no other call waits, otherwise it leaves with the next bytes.
 *
 * <p><b>Failure.</b> Anything else that ends reading ends the connection, whatever it is, since it is unknown where
 * the next message begins. The first failure wins ({@link CallsInFlight#end}); all calls in flight fail with it.
 * Replies of callers are decoded by the callers' own threads, after the turn, except for a lone caller's: it keeps the
 * turn while it decodes, so a converter that calls the same proxy is refused.
 */
final class ReplyPump {
    private final Exchange exchange;
    private final MessageChannel channel;
    private final CallsInFlight calls;
    private final LivenessCheck liveness;
    private final Duration timeout;
    private final Duration deadlineLength; // of all calls; zero for none
    private final CompletionBatch completions;
    private final InterruptHook hook;
    private final PatientReads reads;

    /**
     * @param timeout how long a pause within a message may last; zero means no limit
     * @param deadlineLength the deadline of all calls; zero for none
     * @param whenInterrupted runs if a thread is interrupted during a read that only bytes can end
     */
    ReplyPump(Exchange exchange, CallsInFlight calls, LivenessCheck liveness, Duration timeout,
            Duration deadlineLength, Runnable whenInterrupted) {
        this.exchange = exchange;
        this.channel = exchange.channel();
        this.calls = calls;
        this.liveness = liveness;
        this.timeout = timeout;
        this.deadlineLength = deadlineLength;
        completions = new CompletionBatch(exchange);
        hook = new InterruptHook(whenInterrupted);
        reads = new PatientReads(channel, deadlineLength);
    }

    /**
     * Reads until the reply of a call has come, delivers the replies of other calls, and passes the turn on.
     *
     * @return the reply; null if the call was settled, its time is over, or the thread was interrupted
     */
    @Nullable
    Reply readFor(PendingReply mine) {
        try {
            Message reply = readOwn(mine);
            if (reply == null) {
                closeIfNobodyElseWaits(mine);
                return null;
            }
            if (calls.noneIsLeft() && !channel.hasBufferedBytes()) {
                return exchange.read(reply, mine.decoder());
            }
            mine.settle(channel.detach(reply));
            readWhatIsThere();
            return null;
        } finally {
            passTurnOn();
        }
    }

    // Returns null if the reply did not come in time, or before an interrupt.
    private @Nullable Message readOwn(PendingReply mine) {
        if (channel.connection().interruptEndsReads()) {
            return readUntilOwn(mine);
        }
        hook.enter();
        try {
            return readUntilOwn(mine);
        } finally {
            hook.leave();
        }
    }

    private @Nullable Message readUntilOwn(PendingReply mine) {
        try {
            while (true) {
                if (mine.hasLimit()) {
                    long left = mine.leftNanos(System.nanoTime());
                    if (left <= 0) {
                        return null;
                    }
                    channel.readTimeout(Duration.ofNanos(left));
                    if (!channel.awaitFirstByte()) {
                        return null;
                    }
                    channel.readTimeout(timeout);
                }
                Message reply = reads.read(mine.deadline());
                if (reply == null) {
                    return null;
                }
                PendingReply answered = answeredBy(reply);
                if (answered == mine) {
                    return reply;
                }
                give(answered, reply);
                if (Thread.currentThread().isInterrupted() && !channel.hasWholeMessage()) {
                    return null;
                }
            }
        } catch (WaitInterruptedException e) {
            return null;
        } catch (RuntimeException | Error e) {
            fail(e);
            if (calls.isEndedForInterrupt()) {
                throw Interruption.afterSending(channel);
            }
            throw e;
        }
    }

    // Otherwise the next caller would have to wait for the rest of a reply that is not needed.
    private void closeIfNobodyElseWaits(PendingReply mine) {
        if (reads.isUnfinished() && calls.othersWaiting() == 0) {
            fail(new ConnectionClosedException("the connection to " + channel.connection()
                    + " was closed because a reply was not complete in time"));
            throw mine.late(channel.connection());
        }
    }

    private void readWhatIsThere() {
        try {
            while (channel.hasWholeMessage()) {
                readAnyReply(Duration.ZERO); // the whole message is buffered
            }
        } catch (RuntimeException | Error e) {
            fail(e); // for the calls that still wait; this caller has its reply
        }
    }

    /**
     * Reads the next reply and delivers it to its call.
     *
     * @param atMost how long that may take, if calls have deadlines; zero means no limit
     * @return false if the reply is not complete yet; another read continues it
     */
    boolean readAnyReply(Duration atMost) {
        Message reply = reads.read(
                deadlineLength.isZero() ? CallDeadline.NONE : CallDeadline.in(atMost));
        if (reply == null) {
            return false;
        }
        give(answeredBy(reply), reply);
        return true;
    }

    private @Nullable PendingReply answeredBy(Message reply) {
        liveness.heardFromPeer();
        return calls.answeredBy(reply);
    }

    private void give(@Nullable PendingReply answered, Message reply) {
        if (answered != null) {
            answered.settle(channel.detach(reply));
            answered.wake();
            if (answered.isForFuture()) {
                completions.add(answered);
            }
        }
        if (!channel.hasWholeMessage()) {
            completions.complete();
        }
    }

    /** Ends the turn of the calling thread, and wakes the next reader. */
    void passTurnOn() {
        completions.complete();
        finish(calls.passTurnOn());
    }

    /** Fails futures that were abandoned because they are late. */
    void failLate(List<PendingReply> late) {
        late.forEach(each -> each.settle(each.late(channel.connection())));
        completions.complete(late);
        liveness.replyIsLate();
    }

    /** Fails the connection after an error while reading, since it is unknown where the next reply begins. */
    void fail(Throwable why) {
        fail(why instanceof CommunicationException known
                ? known
                : new CommunicationException("the connection to " + channel.connection()
                        + " cannot be used any more: " + RemoteText.message(why), why));
    }

    /** Fails the connection and all calls that wait for replies on it. Any thread. */
    void fail(CommunicationException why) {
        finish(calls.end(why));
    }

    /** Closes a connection that has ended, and fails the calls that were waiting. Any thread. */
    void finish(@Nullable Ending ending) {
        if (ending == null) {
            return;
        }
        exchange.closeChannel();
        List<PendingReply> forFutures = new ArrayList<>();
        for (PendingReply each : ending.calls()) {
            if (!each.isSettled()) {
                each.settle(new ConnectionClosedException(RemoteText.message(ending.why()),
                        ending.why()));
                each.wake();
                if (each.isForFuture()) {
                    forFutures.add(each);
                }
            }
        }
        if (!forFutures.isEmpty()) {
            completions.complete(forFutures);
        }
    }
}
