package io.jyro.client;

import java.time.Duration;

/**
 * Whether a daemon whose replies are late is still there. One that is answers a ping, however long its calls last; one
 * that is not would cost every call its timeout. Any thread.
 */
final class Doubt {
    /** What to do about a late reply. */
    enum Verdict {
        /** Send a ping: it is the first since anything came. */
        ASK,
        /** Nothing, the ping is under way. */
        WAIT,
        /** Give the connection up: the ping has not been answered either. */
        GONE
    }

    private static final long NONE = 0;

    private final long patienceNanos;
    private volatile long sinceNanos = NONE;

    /** @param patience how long a ping may take */
    Doubt(Duration patience) {
        patienceNanos = patience.toNanos();
    }

    /** Something came, so somebody is there. */
    void dispel() {
        if (sinceNanos != NONE) {
            sinceNanos = NONE;
        }
    }

    /** A reply is late. */
    synchronized Verdict late() {
        long now = System.nanoTime() | 1; // never none
        if (sinceNanos == NONE) {
            sinceNanos = now;
            return Verdict.ASK;
        }
        return now - sinceNanos < patienceNanos ? Verdict.WAIT : Verdict.GONE;
    }
}
