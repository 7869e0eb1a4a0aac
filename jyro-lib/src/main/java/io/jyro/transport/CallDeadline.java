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

    /** Returns a deadline after the given time; {@link #NONE} for zero. */
    public static CallDeadline in(Duration length) {
        return length.isZero() ? NONE : new CallDeadline(length, Deadline.in(length.toNanos()));
    }

    /** Returns whether there is no limit. */
    public boolean isNone() {
        return endNanos == Deadline.NONE;
    }

    /** Returns whether the deadline has passed. */
    public boolean hasPassed() {
        return endNanos != Deadline.NONE && endNanos - System.nanoTime() <= 0;
    }

    /** Returns the time left, negative after the deadline; must not be called on {@link #NONE}. */
    public long leftNanos() {
        return endNanos - System.nanoTime();
    }

    /**
     * Returns the shorter of a timeout and the time left.
     *
     * @param timeout zero for none
     * @return zero if there is no limit, otherwise at least a nanosecond
     */
    public Duration bound(Duration timeout) {
        if (endNanos == Deadline.NONE) {
            return timeout;
        }
        Duration left = Duration.ofNanos(Math.max(1, leftNanos()));
        return timeout.isZero() || left.compareTo(timeout) < 0 ? left : timeout;
    }

    /** Returns the earlier of the two. */
    public CallDeadline earlier(CallDeadline other) {
        if (isNone() || other.isNone()) {
            return isNone() ? other : this;
        }
        return endNanos - other.endNanos <= 0 ? this : other;
    }

    /**
     * Returns normally if there is time left.
     *
     * @param awaited what the call is waiting for, for the error message
     * @throws CallTimeoutException if the deadline has passed
     */
    public void check(String awaited) {
        if (hasPassed()) {
            throw passed(awaited);
        }
    }

    /**
     * Returns the error of a call that was not complete in time.
     *
     * @param awaited what the call was waiting for
     */
    public CallTimeoutException passed(String awaited) {
        return new CallTimeoutException("deadline: the call was not complete within " + length
                + " (deadline, CALL_DEADLINE); it was " + awaited);
    }

    @Override
    public String toString() {
        return isNone() ? "no deadline" : "deadline of " + length;
    }
}
