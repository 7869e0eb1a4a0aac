package io.jyro.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import io.jyro.CallTimeoutException;
import io.jyro.CommunicationException;
import io.jyro.ConnectionClosedException;
import io.jyro.ProtocolException;
import io.jyro.transport.CallDeadline;
import io.jyro.wire.Message;
import io.jyro.wire.MessageType;
import io.jyro.wire.MessageWriter;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one connection that are in flight, the turn to read their replies, and the end of the connection. One lock
 * guards all three, since each decides about the others: a caller without a reply takes the turn or stands in line, and
 * a connection may only be closed when no caller waits. Nothing is read, written or converted under the lock. Any thread.
 */
final class CallsInFlight {
    // With more, a daemon evidently loses replies; the numbers of its connection would be used up one day.
    private static final int MOST_ABANDONED = 1024;

    /** What the thread that reads for futures is to do. */
    enum Task {
        /** Read: it is its turn. */
        READ,
        /** Wait: a caller reads, or there is nothing to read. */
        WAIT,
        /** End: the connection has ended, or there was nothing to read for a while. */
        END
    }

    /** The calls that waited when the connection came to its end, and why it did. */
    record Ending(CommunicationException why, List<PendingReply> calls) {}

    private final Exchange exchange;
    private final Duration timeout;
    private final ReaderThread threadForFutures;
    private final Contention contention;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition numberIsFree = lock.newCondition();
    private final PendingReplies pending = new PendingReplies();
    private @Nullable Thread reader;
    private @Nullable PendingReply readersOwn; // the call of the reader; null while a thread reads for futures
    private @Nullable CommunicationException failure;
    private boolean noneLeft; // written and read by the thread that has the turn
    private boolean retired;
    private volatile boolean endedForInterrupt; // written under the lock

    /**
     * @param timeout how long a call may wait for a number; zero for ever
     * @param threadForFutures reads while futures wait and no caller reads
     * @param contention is told of callers that wait for each other
     */
    CallsInFlight(Exchange exchange, Duration timeout, ReaderThread threadForFutures,
            Contention contention) {
        this.exchange = exchange;
        this.timeout = timeout;
        this.threadForFutures = threadForFutures;
        this.contention = contention;
    }

    // Numbers

    /**
     * Gives a request its number.
     *
     * @param call null if the request has no reply
     * @return null; or the end of the connection, if the daemon has closed it while it was silent: to be carried out
     * @throws NotSentException if the connection has ended before
     */
    @Nullable
    Ending number(MessageWriter request, @Nullable PendingReply call, CallDeadline deadline) {
        lock.lock();
        try {
            if (Thread.currentThread().equals(reader)) {
                throw Exchange.calledWhileReading();
            }
            awaitNumber(deadline);
            Ending ended = endIfClosedUnnoticed(
                    call == null ? System.nanoTime() : call.sinceNanos());
            if (ended != null) {
                return ended;
            }
            if (failure != null) {
                throw NotSentException.because(failure);
            }
            if (call == null) {
                request.sequence(pending.spare());
                return null;
            }
            pending.add(call);
            request.sequence(call.number);
            if (call.leavesReading() && pending.futures() == 1 && reader == null) {
                threadForFutures.wake();
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    // Under the lock, so that no other call is sent meanwhile; null if the connection is good.
    private @Nullable Ending endIfClosedUnnoticed(long now) {
        boolean ended = failure == null && reader == null && pending.waiting() == 0
                && exchange.hasEndedUnnoticed(now);
        exchange.used(now);
        return ended ? endNow(exchange.endedUnnoticed()) : null;
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
                            + " (timeout, COMMTIMEOUT); the call was not sent");
                }
            } catch (InterruptedException e) {
                throw Interruption.beforeSending(e);
            }
        }
    }

    /** A request was not sent, so that there will be no reply. */
    void forget(PendingReply call) {
        lock.lock();
        try {
            remove(call);
        } finally {
            lock.unlock();
        }
    }

    /**
     * The call that a message answers, which is no longer in flight.
     *
     * @return null if it is the answer to a ping, or nobody waits for the reply any more
     * @throws ProtocolException if the reply answers no call
     */
    @Nullable
    PendingReply answeredBy(Message reply) {
        lock.lock();
        try {
            exchange.used(System.nanoTime());
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
            remove(answered);
            noneLeft = pending.size() == 0;
            return answered.abandoned ? null : answered;
        } finally {
            lock.unlock();
        }
    }

    private void remove(PendingReply call) {
        pending.remove(call);
        numberIsFree.signal();
    }

    /**
     * Whether no call was in flight when the last one was answered, not even one that nobody waits for. For the thread
     * that has the turn to read.
     */
    boolean noneIsLeft() {
        return noneLeft;
    }

    // The turn to read

    /** Whether a caller is to read from now on; otherwise it stands in line, or is answered already. */
    boolean takesTurn(PendingReply mine) {
        lock.lock();
        try {
            if (mine.answered) { // in line, it would be given a turn that it does not need
                return false;
            }
            if (reader == null) {
                reader = Thread.currentThread();
                readersOwn = mine;
                pending.unqueue(mine);
                return true;
            }
            pending.queue(mine);
            if (readersOwn != null) {
                contention.callerWaits();
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Decides what the calling thread does, which reads for futures.
     *
     * @param idle whether there was nothing to read for a while
     */
    Task nextTask(boolean idle) {
        lock.lock();
        try {
            boolean needed = pending.futures() > 0;
            if (failure != null || idle && !needed) {
                threadForFutures.ends();
                return Task.END;
            }
            if (!needed || reader != null) {
                return Task.WAIT;
            }
            reader = Thread.currentThread();
            return Task.READ;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends the turn of the calling thread and wakes the next reader.
     *
     * @return the end of the connection, if it takes no more calls and nobody waits on it; to be carried out
     */
    @Nullable
    Ending passTurnOn() {
        lock.lock();
        try {
            reader = null;
            readersOwn = null;
            wakeNextReader();
            return endIfDrained();
        } finally {
            lock.unlock();
        }
    }

    private void wakeNextReader() {
        PendingReply next = pending.firstInLine();
        if (failure == null && next != null) {
            next.wake();
        } else if (failure == null && pending.futures() > 0) {
            threadForFutures.wake();
        }
    }

    /** How many wait for a reply beside the reader's own call. */
    int othersWaiting() {
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

    // Calls that are given up

    /** Gives up the futures that have waited for too long; the caller settles them. */
    List<PendingReply> abandonLateFutures(long now) {
        lock.lock();
        try {
            List<PendingReply> late = pending.abandonFutures(now);
            retireIfCrowded();
            return late;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives up a call. Its number stays taken until the reply comes, and is dropped.
     *
     * @return false if the call is settled
     */
    boolean abandon(PendingReply mine) {
        lock.lock();
        try {
            if (mine.isSettled()) {
                return false;
            }
            pending.abandon(mine);
            if (reader == null) { // it may have been called on to read
                wakeNextReader();
            }
            retireIfCrowded();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes no more calls if the replies of many never came: their numbers cannot be given to others, which the late
     * replies would reach. Those that are under way are still answered. Under the lock.
     */
    private void retireIfCrowded() {
        if (failure == null && pending.abandoned() > MOST_ABANDONED) {
            retired = true;
            exchange.ends();
        }
    }

    /**
     * Takes no more calls; those that are under way are still answered.
     *
     * @return the end of the connection, if nobody waits on it; to be carried out
     */
    @Nullable
    Ending retire() {
        lock.lock();
        try {
            if (failure == null) {
                retired = true;
                exchange.ends();
            }
            return reader == null ? endIfDrained() : null;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the connection takes no more calls, but some wait for their replies. */
    boolean isDraining() {
        lock.lock();
        try {
            return retired && failure == null;
        } finally {
            lock.unlock();
        }
    }

    // The end

    /** Ends the connection; null if it has ended before. The calls that are returned are the caller's to settle. */
    @Nullable
    Ending end(CommunicationException why) {
        lock.lock();
        try {
            return failure == null ? endNow(why) : null;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends the connection if the calls that were given up leave no reason to keep it.
     *
     * @param isWritingOver whether no request is being written
     * @return null if it goes on
     */
    @Nullable
    Ending endIfNobodyIsLeft(BooleanSupplier isWritingOver) {
        lock.lock();
        try {
            Ending ending = endForInterruptedReader(isWritingOver);
            return ending == null && reader == null ? endIfDrained() : ending;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the connection was closed to end the read of an interrupted thread. */
    boolean isEndedForInterrupt() {
        return endedForInterrupt;
    }

    // Under the lock, so that no call begins on the connection after it was decided to close it.
    private @Nullable Ending endForInterruptedReader(BooleanSupplier isWritingOver) {
        Thread now = reader;
        PendingReply own = readersOwn;
        if (now == null || own == null || !now.isInterrupted() || own.answered || own.abandoned
                || pending.waiting() > 1 || !isWritingOver.getAsBoolean()) {
            return null;
        }
        endedForInterrupt = true;
        return endNow(
                new ConnectionClosedException("the connection to " + exchange.channel().connection()
                        + " was closed because the thread that read it was interrupted"));
    }

    // Under the lock.
    private @Nullable Ending endIfDrained() {
        return retired && failure == null && pending.waiting() == 0
                ? endNow(new ConnectionClosedException(
                        "the connection to " + exchange.channel().connection()
                                + (pending.abandoned() > MOST_ABANDONED
                                        ? " was closed because " + pending.abandoned()
                                                + " calls on it were never answered"
                                        : " was closed because it was not needed any more")))
                : null;
    }

    // Under the lock.
    private Ending endNow(CommunicationException why) {
        failure = why;
        exchange.ends(); // now, or who tries again would meet the same failure until the connection is closed
        numberIsFree.signalAll();
        threadForFutures.look();
        return new Ending(why, pending.end());
    }
}
