package io.jyro.client;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

import io.jyro.CommunicationException;
import io.jyro.ConnectionClosedException;
import io.jyro.transport.CallDeadline;
import io.jyro.wire.MessageType;
import io.jyro.wire.MessageWriter;

/**
 * Whether a daemon whose replies are late is still there. One that is answers a ping, however long its calls last; one
 * that is not would cost every call its timeout. Any thread.
 */
final class Doubt {
    private static final long NONE = 0;

    private final Outbox outbox;
    private final MessageWriter pings;
    private final Duration patience;
    private final Consumer<? super CommunicationException> onGone;
    private volatile long sinceNanos = NONE;

    /**
     * @param patience how long a ping may take
     * @param onGone is told when nobody can be there any more
     */
    Doubt(Outbox outbox, MessageWriter pings, Duration patience,
            Consumer<? super CommunicationException> onGone) {
        this.outbox = outbox;
        this.pings = pings;
        this.patience = patience;
        this.onGone = onGone;
    }

    /** Something came, so somebody is there. */
    void dispel() {
        if (sinceNanos != NONE) {
            sinceNanos = NONE;
        }
    }

    /** A reply is late: asks with a ping, unless that was done and has not been answered in time either. */
    void raise() {
        boolean first;
        synchronized (this) {
            long now = System.nanoTime() | 1; // never none
            first = sinceNanos == NONE;
            if (first) {
                sinceNanos = now;
            } else if (now - sinceNanos < patience.toNanos()) {
                return;
            }
        }
        if (first) {
            ping();
        } else {
            onGone.accept(new ConnectionClosedException(
                    outbox + " has not answered a ping within " + patience));
        }
    }

    private void ping() {
        synchronized (pings) {
            try {
                pings.begin(MessageType.PING, 0, 0, null, Map.of());
                pings.end(0);
                outbox.post(pings.output(), CallDeadline.NONE);
            } catch (CommunicationException e) {
                onGone.accept(e);
            } finally {
                pings.clear();
            }
        }
    }
}
