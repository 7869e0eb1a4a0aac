package io.jyro.client.exchange;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

import io.jyro.CommunicationException;
import io.jyro.ConnectionClosedException;
import io.jyro.transport.CallDeadline;
import io.jyro.wire.MessageType;
import io.jyro.wire.MessageWriter;

/**
 * Checks whether a daemon whose replies are late is still alive. A live daemon answers a ping, however long its calls
 * take; a dead one would cost every call its timeout. Any thread.
 */
final class LivenessCheck {
    private static final long NONE = 0;

    private final CoalescingWriter coalescingWriter;
    private final MessageWriter pings;
    private final Duration patience;
    private final Consumer<? super CommunicationException> onGone;
    private volatile long sinceNanos = NONE;

    /**
     * @param patience how long a ping may take
     * @param onGone called when the daemon must be dead
     */
    LivenessCheck(CoalescingWriter coalescingWriter, MessageWriter pings, Duration patience,
            Consumer<? super CommunicationException> onGone) {
        this.coalescingWriter = coalescingWriter;
        this.pings = pings;
        this.patience = patience;
        this.onGone = onGone;
    }

    /** Ends the check, since a message has arrived. */
    void heardFromPeer() {
        if (sinceNanos != NONE) {
            sinceNanos = NONE;
        }
    }

    /** Reacts to a late reply: sends a ping, or reports a dead daemon if an earlier ping was not answered in time. */
    void replyIsLate() {
        boolean first;
        synchronized (this) {
            long now = System.nanoTime() | 1; // never equal to NONE
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
                    coalescingWriter + " has not answered a ping within " + patience
                            + ", half of its timeout (COMMTIMEOUT) or deadline (CALL_DEADLINE)"));
        }
    }

    private void ping() {
        synchronized (pings) {
            try {
                pings.begin(MessageType.PING, 0, 0, null, Map.of());
                pings.end(0);
                coalescingWriter.post(pings.output(), CallDeadline.NONE);
            } catch (CommunicationException e) {
                onGone.accept(e);
            } finally {
                pings.clear();
            }
        }
    }
}
