package io.jyro.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import io.jyro.CallTimeoutException;
import io.jyro.CommunicationException;
import io.jyro.ConnectionClosedException;
import io.jyro.ProtocolException;
import io.jyro.RemoteText;
import io.jyro.transport.CallDeadline;
import io.jyro.transport.InterruptHook;
import io.jyro.transport.MessageChannel;
import io.jyro.transport.WaitInterruptedException;
import io.jyro.wire.Message;
import io.jyro.wire.MessageType;
import io.jyro.wire.MessageWriter;
import org.jspecify.annotations.Nullable;

/**
 * Many calls at once on one connection, answered as they are ready: what daemons of Jyro agree to. Callers take turns at
 * reading: whoever reads gives the others their replies until it has its own; while futures wait and no caller reads,
 * a thread does. A lone caller writes and reads by itself. Any thread.
 */
final class SideBySide extends Exchange {
    // With more, a daemon evidently loses replies; the numbers of its connection would be used up one day.
    private static final int MOST_ABANDONED = 1024;

    private final Duration timeout;
    private final Duration deadlineLength; // of calls; zero for none
    private final Outbox outbox;
    private final Doubt doubt;

    // Guards all that follows.
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition numberIsFree = lock.newCondition();
    private final PendingReplies pending = new PendingReplies();
    private @Nullable Thread reader;
    private @Nullable PendingReply readersOwn; // the call of the reader; null while a thread reads for futures
    private final FuturesReader readerForFutures;
    private @Nullable CommunicationException failure;
    private boolean retired;
    private volatile boolean closedForInterrupt; // written under the lock

    // The reading thread's own.
    private final SettledFutures settledFutures = new SettledFutures(this);
    private final InterruptHook hook = new InterruptHook(this::readerIsInterrupted);
    private final PatientReads reads;

    SideBySide(MessageChannel channel, Duration timeout, Duration deadlineLength,
            MessageWriter pings) {
        super(channel);
        this.timeout = timeout;
        this.deadlineLength = deadlineLength;
        reads = new PatientReads(channel, deadlineLength);
        Duration patience = shorter(timeout, deadlineLength);
        outbox = new Outbox(channel, timeout, this::fail);
        doubt = new Doubt(outbox, pings, patience.dividedBy(2), this::fail);
        readerForFutures = new FuturesReader(this, channel, timeout, patience);
    }

    @Override
    Reply call(MessageWriter request, ReplyDecoder decoder, CallDeadline deadline) {
        Interruption.refuse();
        PendingReply mine = PendingReply.forThisThread(decoder, timeout, deadline);
        number(request, mine, deadline);
        send(request, mine);
        return await(mine);
    }

    @Override
    void post(MessageWriter request, CallDeadline deadline) {
        Interruption.refuse();
        number(request, null, deadline);
        outbox.post(request.output(), deadline);
    }

    // Zero is none.
    private static Duration shorter(Duration one, Duration other) {
        return one.isZero() || !other.isZero() && other.compareTo(one) < 0 ? other : one;
    }

    @Override
    boolean canCallLater() {
        return true;
    }

    @Override
    CompletableFuture<@Nullable Object> callLater(MessageWriter request, ReplyDecoder decoder,
            Function<Reply, @Nullable Object> andThen, CallDeadline deadline) {
        Interruption.refuse();
        CompletableFuture<@Nullable Object> future = new CompletableFuture<>();
        PendingReply call = PendingReply.forFuture(decoder, future, andThen, timeout,
                deadline);
        number(request, call, deadline);
        send(request, call);
        return future;
    }

    @Override
    void close() {
        fail(new ConnectionClosedException(
                "the connection to " + channel().connection() + " was closed here"));
    }

    private void number(MessageWriter request, @Nullable PendingReply call,
            CallDeadline deadline) {
        lock.lock();
        try {
            if (Thread.currentThread().equals(reader)) {
                throw new IllegalStateException(
                        "a converter of received values called the proxy whose reply it converts;"
                                + " use another proxy there, or call after the result is there");
            }
            awaitNumber(deadline);
            if (failure != null) {
                throw new NotSentException(RemoteText.message(failure) + "; the call was not sent",
                        failure);
            }
            if (call == null) {
                request.sequence(pending.spare());
                return;
            }
            pending.add(call);
            request.sequence(call.number);
            if (call.isForFuture() && pending.futures() == 1 && reader == null) {
                readerForFutures.wake();
            }
        } finally {
            lock.unlock();
        }
    }

    private void send(MessageWriter request, PendingReply call) {
        try {
            call.deadline().check("about to be sent and was not sent");
            if (call.isForFuture()) {
                outbox.post(request.output(), call.deadline());
            } else {
                outbox.send(request.output(), call.deadline());
            }
        } catch (CommunicationException e) { // it was not sent, so nothing will come
            lock.lock();
            try {
                forget(call);
            } finally {
                lock.unlock();
            }
            throw e;
        }
    }

    private void awaitNumber(CallDeadline deadline) {
        Duration patience = deadline.bound(timeout);
        long left = patience.toNanos();
        while (failure == null && pending.size() >= PendingReplies.MOST) {
            try {
                if (patience.isZero()) {
                    numberIsFree.await();
                } else if ((left = numberIsFree.awaitNanos(left)) <= 0) {
                    deadline.check("waiting for a number and was not sent");
                    throw new CallTimeoutException(PendingReplies.MOST
                            + " calls were under way on the connection for " + timeout
                            + "; the call was not sent");
                }
            } catch (InterruptedException e) {
                throw Interruption.beforeSending(e);
            }
        }
    }

    private Reply await(PendingReply mine) {
        while (!mine.isSettled()) {
            if (queueOrRead(mine)) {
                return readUntil(mine);
            }
            if (mine.isSettled()) {
                break;
            }
            if (!mine.hasLimit()) {
                LockSupport.park(this);
            } else {
                long left = mine.leftNanos(System.nanoTime());
                if (left <= 0) {
                    abandon(mine, late(mine));
                }
                LockSupport.parkNanos(this, left);
            }
            if (Thread.currentThread().isInterrupted()) {
                abandon(mine, Interruption.afterSending(channel()));
            }
        }
        return mine.result(this);
    }

    // True if the caller is to read; else it stands in line to do so.
    private boolean queueOrRead(PendingReply mine) {
        lock.lock();
        try {
            if (mine.answered) { // a line with those who need no turn any more would be passed on to nobody
                return false;
            }
            if (reader == null) {
                reader = Thread.currentThread();
                readersOwn = mine;
                pending.unqueue(mine);
                return true;
            }
            pending.queue(mine);
            return false;
        } finally {
            lock.unlock();
        }
    }

    private Reply readUntil(PendingReply mine) {
        try {
            Message reply = readOwn(mine);
            if (reply == null && closeIfNobodyElseWaitsForTheRest()) {
                throw late(mine);
            }
            if (reply != null && isAlone()) {
                return read(reply, mine.decoder());
            }
            if (reply != null) {
                mine.settle(channel().detach(reply));
                readWhatIsThere();
            }
        } finally {
            passReadingOn();
        }
        if (!mine.isSettled()) {
            abandon(mine, Thread.currentThread().isInterrupted()
                    ? Interruption.afterSending(channel())
                    : late(mine));
        }
        return mine.result(this);
    }

    // Null if it did not come in time, or before an interrupt.
    private @Nullable Message readOwn(PendingReply mine) {
        if (channel().connection().interruptEndsReads()) {
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
                    channel().readTimeout(Duration.ofNanos(left));
                    if (!channel().awaitFirstByte()) {
                        return null;
                    }
                    channel().readTimeout(timeout);
                }
                Message reply = reads.read(mine.deadline());
                if (reply == null) {
                    return null;
                }
                PendingReply answered = take(reply);
                if (answered == mine) {
                    return reply;
                }
                give(answered, reply);
                if (Thread.currentThread().isInterrupted() && !channel().hasWholeMessage()) {
                    return null;
                }
            }
        } catch (WaitInterruptedException e) {
            return null;
        } catch (RuntimeException | Error e) {
            fail(e);
            if (closedForInterrupt) {
                throw Interruption.afterSending(channel());
            }
            throw e;
        }
    }

    // Otherwise the next caller would have to wait for it.
    private boolean closeIfNobodyElseWaitsForTheRest() {
        if (!reads.isUnfinished() || othersWait() > 0) {
            return false;
        }
        fail(new ConnectionClosedException("the connection to " + channel().connection()
                + " was closed because a reply did not come to its end in time"));
        return true;
    }

    /**
     * The reading thread was interrupted where only bytes end its read. If nobody else waits for a reply, closing the
     * connection ends it at once; otherwise it reads on until something comes for one of the others. Any thread.
     */
    private void readerIsInterrupted() {
        Ending ending;
        lock.lock();
        try {
            ending = endIfOnlyAnInterruptedReaderIsLeft();
        } finally {
            lock.unlock();
        }
        closeAndFail(ending);
    }

    // Under the lock, so that no call begins on the connection after it was decided to close it.
    private @Nullable Ending endIfOnlyAnInterruptedReaderIsLeft() {
        Thread now = reader;
        PendingReply own = readersOwn;
        if (now == null || own == null || !now.isInterrupted() || own.answered || own.abandoned
                || pending.waiting() > 1 || !outbox.isIdle(this::readerIsInterrupted)) {
            return null;
        }
        closedForInterrupt = true;
        return end(new ConnectionClosedException("the connection to " + channel().connection()
                + " was closed because the thread that read it was interrupted"));
    }

    private void readWhatIsThere() {
        try {
            while (channel().hasWholeMessage()) {
                readAnyReply(Duration.ZERO); // all of it is there
            }
        } catch (RuntimeException | Error e) {
            fail(e); // of those that still wait; our own reply is there
        }
    }

    // The call that a message answers; null if nobody waits for it.
    private @Nullable PendingReply take(Message reply) {
        lock.lock();
        try {
            doubt.dispel();
            if (reply.type() == MessageType.PING) {
                return null;
            }
            PendingReply answered = pending.find(reply.sequence());
            if (answered == null) {
                throw new ProtocolException("invoke: reply sequence out of sync, got "
                        + reply.sequence() + ", which no call waits for");
            }
            if (!answered.abandoned) {
                answered.decoder().check(reply);
            }
            forget(answered);
            return answered.abandoned ? null : answered;
        } finally {
            lock.unlock();
        }
    }

    private void forget(PendingReply call) {
        pending.remove(call);
        numberIsFree.signal();
    }

    private void give(@Nullable PendingReply answered, Message reply) {
        if (answered != null) {
            answered.settle(channel().detach(reply));
            answered.wake();
            if (answered.isForFuture()) {
                settledFutures.add(answered);
            }
        }
        if (!channel().hasWholeMessage()) {
            settledFutures.complete();
        }
    }

    private boolean isAlone() {
        lock.lock();
        try {
            return pending.size() == 0 && !channel().hasBufferedBytes();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the turn of the thread that has read, and wakes the next reader. */
    void passReadingOn() {
        settledFutures.complete();
        Ending ending;
        lock.lock();
        try {
            reader = null;
            readersOwn = null;
            wakeNextReader();
            ending = endIfDrained();
        } finally {
            lock.unlock();
        }
        closeAndFail(ending);
    }

    /**
     * Takes no more calls if the replies of many never came: their numbers cannot be given to others, which the late
     * replies would reach. Those that are under way are still answered. Under the lock.
     */
    private void retireIfCrowded() {
        if (failure == null && pending.abandoned() > MOST_ABANDONED) {
            retired = true;
            ends();
        }
    }

    // Under the lock.
    private @Nullable Ending endIfDrained() {
        return retired && failure == null && pending.waiting() == 0
                ? end(new ConnectionClosedException("the connection to " + channel().connection()
                        + " was closed because " + pending.abandoned()
                        + " calls on it were never answered"))
                : null;
    }

    @Override
    boolean isDraining() {
        lock.lock();
        try {
            return retired && failure == null;
        } finally {
            lock.unlock();
        }
    }

    private void wakeNextReader() {
        PendingReply next = pending.firstInLine();
        if (failure == null && next != null) {
            next.wake();
        } else if (failure == null && pending.futures() > 0) {
            readerForFutures.wake();
        }
    }

    /** What the calling thread, which reads for futures, is to do now. */
    FuturesReader.Task nextTaskForFutures(boolean idle) {
        lock.lock();
        try {
            boolean needed = pending.futures() > 0;
            if (failure != null || idle && !needed) {
                readerForFutures.ends();
                return FuturesReader.Task.END;
            }
            if (!needed || reader != null) {
                return FuturesReader.Task.WAIT;
            }
            reader = Thread.currentThread();
            return FuturesReader.Task.READ;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives the next reply to who waits for it. For the thread that reads.
     *
     * @param atMost how long that may take, where calls have deadlines; zero for ever
     * @return false if the reply did not come to its end; another try continues
     */
    boolean readAnyReply(Duration atMost) {
        Message reply = reads.read(
                deadlineLength.isZero() ? CallDeadline.NONE : CallDeadline.in(atMost));
        if (reply == null) {
            return false;
        }
        give(take(reply), reply);
        return true;
    }

    // The reader's own call is one of those that wait.
    private int othersWait() {
        lock.lock();
        try {
            return pending.waiting() - 1;
        } finally {
            lock.unlock();
        }
    }

    boolean futuresWait() {
        lock.lock();
        try {
            return pending.futures() > 0;
        } finally {
            lock.unlock();
        }
    }

    /** Fails the futures that have waited for the timeout. */
    void abandonLateFutures(long now) {
        List<PendingReply> late;
        lock.lock();
        try {
            late = pending.abandonFutures(now);
            retireIfCrowded();
        } finally {
            lock.unlock();
        }
        if (!late.isEmpty()) {
            late.forEach(each -> each.settle(late(each)));
            settledFutures.complete(late);
            doubt.raise();
        }
    }

    /** Does not wait for a reply any longer. Its number stays taken until the reply comes, and is dropped. */
    private void abandon(PendingReply mine, CommunicationException why) {
        Ending ending;
        lock.lock();
        try {
            if (mine.isSettled()) {
                return;
            }
            pending.abandon(mine);
            if (reader == null) { // it may have been called on to read
                wakeNextReader();
            }
            retireIfCrowded();
            ending = endIfOnlyAnInterruptedReaderIsLeft();
            if (ending == null && reader == null) {
                ending = endIfDrained();
            }
        } finally {
            lock.unlock();
        }
        closeAndFail(ending);
        if (why instanceof CallTimeoutException) {
            doubt.raise();
        }
        throw why;
    }

    /** Reading ended, with whatever: nobody can tell any more where the next reply begins, or who sent it. */
    void fail(Throwable why) {
        fail(why instanceof CommunicationException known
                ? known
                : new CommunicationException("the connection to " + channel().connection()
                        + " cannot go on: " + RemoteText.message(why), why));
    }

    /** The connection is of no use any more, so all that wait for replies fail. */
    void fail(CommunicationException why) {
        Ending ending;
        lock.lock();
        try {
            if (failure != null) {
                return;
            }
            ending = end(why);
        } finally {
            lock.unlock();
        }
        closeAndFail(ending);
    }

    /** The calls that waited when the connection came to its end, and why it did. */
    private record Ending(CommunicationException why, List<PendingReply> calls) {}

    // Under the lock.
    private Ending end(CommunicationException why) {
        failure = why;
        ends(); // now, or who tries again would meet the same failure until the connection is closed
        numberIsFree.signalAll();
        readerForFutures.look();
        return new Ending(why, pending.end());
    }

    private void closeAndFail(@Nullable Ending ending) {
        if (ending == null) {
            return;
        }
        super.close();
        outbox.close();
        List<PendingReply> forFutures = new ArrayList<>();
        for (PendingReply each : ending.calls) {
            if (!each.isSettled()) {
                each.settle(new ConnectionClosedException(RemoteText.message(ending.why),
                        ending.why));
                each.wake();
                if (each.isForFuture()) {
                    forFutures.add(each);
                }
            }
        }
        if (!forFutures.isEmpty()) {
            settledFutures.complete(forFutures);
        }
    }

    private CallTimeoutException late(PendingReply call) {
        if (call.deadline().hasPassed()) {
            return call.deadline().passed("waiting for the reply of " + channel().connection()
                    + "; the call may still run");
        }
        return new CallTimeoutException("receiving: timeout: no reply came from "
                + channel().connection() + " within " + timeout + "; the call may still run");
    }
}
