package io.jyro.transport.message;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.jyro.transport.Connection;
import io.jyro.transport.Deadline;

/**
 * Decides how long the reads of a channel may wait. There is a timeout for each read, or a deadline for all. A message
 * that has begun has limits too: a total time for its header, and a time without progress for its body. The reading
 * thread may also have less patience than these. For one thread at a time.
 *
 * <p>The time of a body is a credit: waiting uses it, and each byte adds the time that it takes at the least rate, up
 * to the full time. So a peer that sends only a byte now and then times out like one that sends nothing.
 */
final class MessagePace {
    /**
     * The rate in bytes a second below which a body makes no progress; a serial line of 9,600 baud is about four times
     * as fast.
     */
    static final int LEAST_RATE = 256;

    private static final long FOR_EVER = Long.MAX_VALUE;
    private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long NANOS_A_BYTE = TimeUnit.SECONDS.toNanos(1) / LEAST_RATE;
    // A thread stays with a message that brings this many bytes within the thread's patience.
    private static final int FLOW = 1024;
    // For a message that has paused before: its thread takes the available bytes and leaves, unless the message flows
    // again.
    private static final long PATIENCE_AFTER_A_PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

    private final LongSupplier clock;

    private long timeout;
    private long deadline = Deadline.NONE;
    private boolean limits; // false in a proxy, which has only its timeout
    private long headerNanos;
    private long bodyNanos;

    // State of the message that is being read.
    private boolean begun;
    private boolean inBody;
    private boolean hasPaused;
    private long end = Deadline.NONE;
    private long heard;

    // State of the thread that reads it.
    private boolean attended;
    private boolean onlyMore;
    private long patience;
    private long pauseAt;
    private int came;

    // State of the read that waits now.
    private boolean isPause;
    private boolean isTooSlow;

    /**
     * Creates a pace without limits.
     *
     * @param clock has the time of {@link System#nanoTime}
     */
    MessagePace(LongSupplier clock) {
        this.clock = clock;
    }

    /** Sets the timeout of each later read; zero is without limit. Removes the deadline. */
    void timeout(Duration ofRead) {
        timeout = ofRead.toNanos();
        deadline = Deadline.NONE;
    }

    /** Sets how long all later reads may take together, in place of all other limits. */
    void deadline(Duration fromNow) {
        deadline = Deadline.at(clock.getAsLong() + fromNow.toNanos());
    }

    /** Sets the limits of messages; zero is without limit. */
    void limit(Duration header, Duration body) {
        limits = true;
        headerNanos = header.toNanos();
        bodyNanos = body.toNanos();
    }

    /** Returns whether reads have to ask how long they may wait; otherwise it is as long as the timeout. */
    boolean isLimiting() {
        return begun || attended || deadline != Deadline.NONE;
    }

    /** Returns whether the header of a message is limited and none of its bytes have come. */
    boolean awaitsHeader() {
        return limits && !begun && deadline == Deadline.NONE;
    }

    /** Called when a part of a header has come. */
    void beginHeader() {
        begin(headerNanos);
    }

    /** Called when a header has come, but not all of the body. */
    void beginBody() {
        if (limits && !inBody && deadline == Deadline.NONE) {
            begin(bodyNanos);
            inBody = true;
        }
    }

    private void begin(long nanos) {
        begun = true;
        end = nanos == 0 ? Deadline.NONE : Deadline.at(clock.getAsLong() + nanos);
        heard = clock.getAsLong();
    }

    /** Called when the message is complete. */
    void complete() {
        begun = inBody = hasPaused = false;
        end = Deadline.NONE;
    }

    /** Sets the patience of the thread that reads from now on with a peer that sends nothing; zero is unlimited. */
    void attend(Duration patienceOfThread) {
        attended = true;
        isPause = false;
        onlyMore = false;
        came = 0;
        patience = patienceOfThread.toNanos();
        pauseAt = clock.getAsLong()
                + (hasPaused ? Math.min(patience, PATIENCE_AFTER_A_PAUSE) : patience);
    }

    /** Makes the thread that reads from now on wait only until more of the message comes. */
    void attendUntilMoreComes() {
        attend(Duration.ZERO);
        onlyMore = true;
    }

    /**
     * Called when the thread has left, since the last read waited too long.
     *
     * @return whether only the patience of the thread was exceeded
     */
    boolean pauses() {
        hasPaused |= isPause;
        return isPause;
    }

    /** Called when the thread has left. */
    void leave() {
        attended = false;
    }

    /**
     * Returns how long the next read may wait; zero is without limit.
     *
     * @throws SocketTimeoutException if that time is over
     */
    Duration nextWait() throws SocketTimeoutException {
        long now = clock.getAsLong();
        long left = left(now);
        long patienceLeft = patienceLeft(now);
        isPause = left > 0 && patienceLeft < left;
        isTooSlow = deadline == Deadline.NONE && end != Deadline.NONE && left == end - now;
        long atMost = Math.min(left, patienceLeft);
        if (atMost <= 0) {
            throw new SocketTimeoutException("time is up");
        }
        return atMost == FOR_EVER ? Duration.ZERO : Duration.ofNanos(atMost);
    }

    /**
     * Returns how long the current message may still be waited for, regardless of the thread's patience; zero is
     * without limit.
     */
    Duration timeLeft() {
        long left = left(clock.getAsLong());
        return left == FOR_EVER ? Duration.ZERO : Duration.ofNanos(Math.max(SHORTEST, left));
    }

    private long left(long now) {
        if (deadline != Deadline.NONE) {
            return deadline - now;
        }
        long left = end == Deadline.NONE ? FOR_EVER : end - now;
        return timeout == 0 ? left : Math.min(left, begun ? timeout - (now - heard) : timeout);
    }

    private long patienceLeft(long now) {
        if (!attended || patience == 0 && !onlyMore) {
            return FOR_EVER;
        }
        if (onlyMore) {
            return came > 0 ? 0 : FOR_EVER;
        }
        return pauseAt - now;
    }

    /** Returns the reason why the last read timed out, for the error message. */
    String complaint(Connection connection) {
        if (!isTooSlow) {
            return "nothing more came from " + connection
                    + (timeout == 0 || deadline != Deadline.NONE
                            ? ""
                            : " within " + Duration.ofNanos(timeout) + " (timeout, COMMTIMEOUT)");
        }
        return inBody
                ? "the body of a message from " + connection + " arrived at fewer than "
                        + LEAST_RATE
                        + " bytes a second for " + Duration.ofNanos(bodyNanos) + " (BODY_TIMEOUT)"
                : "the header of a message from " + connection + " took longer than "
                        + Duration.ofNanos(headerNanos) + " (HEADER_TIMEOUT)";
    }

    /** Called when bytes have come. */
    void received(int count) {
        long now = clock.getAsLong();
        heard = now;
        if (inBody && end != Deadline.NONE) {
            long credit = Math.min(bodyNanos, end - now + count * NANOS_A_BYTE);
            end = Deadline.at(now + credit);
        }
        came += count;
        if (came >= FLOW && !onlyMore) {
            came = 0;
            pauseAt = now + patience;
        }
    }
}
