package io.jyro.transport;

import java.time.Duration;

import io.jyro.CallTimeoutException;

/** The moment by which a whole call has to be complete, or {@link #NONE}. Immutable. */
public final class CallDeadline {
    /** No limit. */
    public static final CallDeadline NONE = new CallDeadline(Duration.ZERO, Deadline.NONE);

    private final Duration length;
    private final long endNanos;

    private CallDeadline(Duration length, long endNanos) {
        this.length = length;
        this.endNanos = endNanos;
    }

    /** Ends after the given time; zero gives {@link #NONE}. */
    public static CallDeadline in(Duration length) {
        return length.isZero() ? NONE : new CallDeadline(length, Deadline.in(length.toNanos()));
    }

    /** Whether there is no limit. */
    public boolean isNone() {
        return endNanos == Deadline.NONE;
    }

    /** Whether the moment is over. */
    public boolean hasPassed() {
        return endNanos != Deadline.NONE && endNanos - System.nanoTime() <= 0;
    }

    /** The time left, negative after the end; not to be called on {@link #NONE}. */
    public long leftNanos() {
        return endNanos - System.nanoTime();
    }

    /**
     * The shorter of a timeout and the time left.
     *
     * @param timeout zero for none
     * @return zero for no limit; at least a nanosecond if there is one
     */
    public Duration bound(Duration timeout) {
        if (endNanos == Deadline.NONE) {
            return timeout;
        }
        Duration left = Duration.ofNanos(Math.max(1, leftNanos()));
        return timeout.isZero() || left.compareTo(timeout) < 0 ? left : timeout;
    }

    /** The earlier of the two. */
    public CallDeadline earlier(CallDeadline other) {
        if (isNone() || other.isNone()) {
            return isNone() ? other : this;
        }
        return endNanos - other.endNanos <= 0 ? this : other;
    }

    /**
     * Returns if there is time left.
     *
     * @param awaited is named in the error
     * @throws CallTimeoutException if there is none
     */
    public void check(String awaited) {
        if (hasPassed()) {
            throw passed(awaited);
        }
    }

    /** The error of a call that was not complete in time; names what it was waiting for. */
    public CallTimeoutException passed(String awaited) {
        return new CallTimeoutException("deadline: the call was not complete within " + length
                + " (deadline, CALL_DEADLINE); it was " + awaited);
    }

    @Override
    public String toString() {
        return isNone() ? "no deadline" : "deadline of " + length;
    }
}
