package io.jyro.transport;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How long the reads of a channel may wait. There is a timeout for each read, or a deadline for all. A message that has
 * begun has limits too: its header has a time in all, its body one without progress. And the thread that reads may have
 * less patience than all of these. For one thread at a time.
 *
 * <p>The time of a body is a credit: waiting uses it, and each byte adds what it takes at the least rate, up to the full
 * time. So a peer that sends a byte now and then is as silent as one that sends nothing.
 */
final class MessagePace {
    /** Bytes a second below which a body makes no progress; a serial line of 9,600 baud brings three times as many. */
    static final int LEAST_RATE = 256;

    private static final long FOR_EVER = Long.MAX_VALUE;
    private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long NANOS_A_BYTE = TimeUnit.SECONDS.toNanos(1) / LEAST_RATE;
    // So many bytes within its patience keep a thread.
    private static final int FLOW = 1024;
    // For a message that has stopped before: its thread takes what is there and leaves, unless it flows again.
    private static final long PATIENCE_AFTER_A_PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

    private final LongSupplier clock;

    private long timeout;
    private long deadline = Deadline.NONE;
    private boolean limits; // a proxy has none but its timeout
    private long headerNanos;
    private long bodyNanos;

    // Of the message that is being read.
    private boolean begun;
    private boolean inBody;
    private boolean hasPaused;
    private long end = Deadline.NONE;
    private long heard;

    // Of the thread that reads it.
    private boolean attended;
    private boolean onlyMore;
    private long patience;
    private long pauseAt;
    private int came;

    // Of the read that waits now.
    private boolean isPause;
    private boolean isTooSlow;

    /** @param clock as {@link System#nanoTime} */
    MessagePace(LongSupplier clock) {
        this.clock = clock;
    }

    /** From now on a read waits so long; zero is for ever. There is no deadline any more. */
    void timeout(Duration ofRead) {
        timeout = ofRead.toNanos();
        deadline = Deadline.NONE;
    }

    /** From now on all reads together take at most so long, whatever else is said. */
    void deadline(Duration fromNow) {
        deadline = Deadline.at(clock.getAsLong() + fromNow.toNanos());
    }

    /** From now on messages are limited; zero is for ever. */
    void limit(Duration header, Duration body) {
        limits = true;
        headerNanos = header.toNanos();
        bodyNanos = body.toNanos();
    }

    /** Whether reads have to ask how long they may wait; else it is as long as the timeout. */
    boolean isLimiting() {
        return begun || attended || deadline != Deadline.NONE;
    }

    /** Whether the first bytes of a message are limited, and none have come. */
    boolean awaitsHeader() {
        return limits && !begun && deadline == Deadline.NONE;
    }

    /** A part of a header has come. */
    void beginHeader() {
        begin(headerNanos);
    }

    /** A header has come, and not all of what it announces. */
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

    /** All of the message is there. */
    void complete() {
        begun = inBody = hasPaused = false;
        end = Deadline.NONE;
    }

    /** The thread that reads from now on has so much patience with a peer that sends nothing; zero is as much as it takes. */
    void attend(Duration patienceOfThread) {
        attended = true;
        isPause = false;
        onlyMore = false;
        came = 0;
        patience = patienceOfThread.toNanos();
        pauseAt = clock.getAsLong()
                + (hasPaused ? Math.min(patience, PATIENCE_AFTER_A_PAUSE) : patience);
    }

    /** The thread that reads from now on waits for more of the message and no longer. */
    void attendUntilMoreComes() {
        attend(Duration.ZERO);
        onlyMore = true;
    }

    /**
     * The thread has left, since the last read waited too long.
     *
     * @return whether it only waited longer than the thread has patience
     */
    boolean pauses() {
        hasPaused |= isPause;
        return isPause;
    }

    /** The thread has left. */
    void leave() {
        attended = false;
    }

    /**
     * How long the next read may wait; zero is for ever.
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

    /** How long what is read now may still be waited for, without regard to the thread; zero is for ever. */
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

    /** What was wrong when the last read waited too long. */
    String complaint(Connection connection) {
        if (!isTooSlow) {
            return "nothing more came from " + connection;
        }
        return inBody
                ? "the body of a message from " + connection + " brought fewer than " + LEAST_RATE
                        + " bytes a second for " + Duration.ofNanos(bodyNanos) + " (BODY_TIMEOUT)"
                : "the header of a message from " + connection + " took longer than "
                        + Duration.ofNanos(headerNanos) + " (HEADER_TIMEOUT)";
    }

    /** Bytes have come. */
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
