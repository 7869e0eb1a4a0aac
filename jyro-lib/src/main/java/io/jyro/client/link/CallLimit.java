package io.jyro.client.link;

import java.time.Duration;

import io.jyro.transport.CallDeadline;

/**
 * The time limits for the calls of a proxy. Immutable.
 *
 * @param length for each call from its beginning; zero for none
 * @param outer for all calls together, because they are part of another proxy's call
 */
public record CallLimit(Duration length, CallDeadline outer) {

    /** Returns the deadline of a call that begins now. */
    public CallDeadline begin() {
        return length.isZero() ? outer : CallDeadline.in(length).earlier(outer);
    }
}
