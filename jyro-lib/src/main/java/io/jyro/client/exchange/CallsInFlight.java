package io.jyro.client.exchange;

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
 * The calls of one connection that are in flight, the turn to read their replies, and the end of the connection. One
 * lock guards all three, since each affects the others: a caller without a reply takes the turn or waits in line, and a
 * connection may only be closed when no caller waits. Nothing is read, written or converted under the lock. Any thread.
 */
final class CallsInFlight {
    // With more abandoned calls, a daemon evidently loses replies, and the numbers of its connection would run out.
    private static final int MOST_ABANDONED = 1024;

    /** The next task of the thread that reads for futures. */
    enum Task {
        /** Read, since the thread has the turn. */
        READ,
        /** Wait, since a caller reads or there is nothing to read. */
        WAIT,
        /** End, since the connection has ended or there was nothing to read for a while. */
        END
    }

    /** The calls that were waiting when the connection ended, and the reason for the end. */
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
    private boolean noneLeft; // used by the thread that has the turn
    private boolean retired;
    private volatile boolean endedForInterrupt; // written under the lock

    /**
     * @param timeout how long a call may wait for a number; zero means no limit
     * @param threadForFutures reads while futures wait and no caller reads
     * @param contention notified of callers that wait for each other
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
     * Assigns a number to a request.
     *
     * @param call null if the request has no reply
     * @return null, or the end of the connection for the caller to carry out, if the daemon has closed it while it was
     * idle
     * @throws NotSentException if the connection has ended already
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

    // Runs under the lock, so that no other call is sent in between. Returns null if the connection is good.
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
                    deadline.check("waiting for a sequence number and was not sent");
                    throw new CallTimeoutException(PendingReplies.MOST
                            + " calls were in flight on the connection, and none ended within "
                            + timeout + " (timeout, COMMTIMEOUT); the call was not sent");
                }
            } catch (InterruptedException e) {
                throw Interruption.beforeSending(e);
            }
        }
    }

    /** Removes the call of a request that was not sent, so that there will be no reply. */
    void forget(PendingReply call) {
        lock.lock();
        try {
            remove(call);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns the call that a message answers, and removes it.
     *
     * @return null if the message answers a ping, or an abandoned call
     * @throws ProtocolException if the reply does not answer any call
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
     * Returns whether no call, not even an abandoned one, was in flight when the last one was answered. For the thread
     * that has the turn to read.
     */
    boolean noneIsLeft() {
        return noneLeft;
    }

    // The turn to read

    /** Returns whether a caller is to read now. If not, it is in line, or is answered already. */
    boolean takesTurn(PendingReply mine) {
        lock.lock();
        try {
            if (mine.answered) { // a caller in line would receive a turn that it does not need
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
     * Decides the next task of the calling thread, which reads for futures.
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
     * @return the end of the connection for the caller to carry out, if it takes no more calls and none is waiting; or
     * null
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

    /** Returns how many calls wait for a reply in addition to the reader's own. */
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

    // Abandoned calls

    /** Abandons the futures that have waited for too long; the caller settles them. */
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
     * Abandons a call. Its number stays taken until the reply comes, which is dropped.
     *
     * @return false if the call is settled already
     */
    boolean abandon(PendingReply mine) {
        lock.lock();
        try {
            if (mine.isSettled()) {
                return false;
            }
            pending.abandon(mine);
            if (reader == null) { // the caller may have been woken to read
                wakeNextReader();
            }
            retireIfCrowded();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes no more calls if the replies of many never came: reusing their numbers could deliver late replies to other
     * calls. Calls in flight are still answered. Runs under the lock.
     */
    private void retireIfCrowded() {
        if (failure == null && pending.abandoned() > MOST_ABANDONED) {
            retired = true;
            exchange.ends();
        }
    }

    /**
     * Takes no more calls; calls in flight are still answered.
     *
     * @return the end of the connection for the caller to carry out, if no call is waiting; or null
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

    /** Returns whether the connection takes no more calls but some still wait for their replies. */
    boolean isDraining() {
        lock.lock();
        try {
            return retired && failure == null;
        } finally {
            lock.unlock();
        }
    }

    // The end

    /** Ends the connection; returns null if it has ended already. The caller must settle the returned calls. */
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
     * Ends the connection if the abandoned calls leave no reason to keep it.
     *
     * @param isWritingOver whether no request is being written
     * @return null if the connection stays open
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

    /** Returns whether the connection was closed to end the read of an interrupted thread. */
    boolean isEndedForInterrupt() {
        return endedForInterrupt;
    }

    // Runs under the lock, so that no call begins after the decision to close the connection.
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

    // Runs under the lock.
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

    // Runs under the lock.
    private Ending endNow(CommunicationException why) {
        failure = why;
        exchange.ends(); // now: otherwise a retrying caller would meet the same failure until the connection is closed
        numberIsFree.signalAll();
        threadForFutures.look();
        return new Ending(why, pending.end());
    }
}
