package io.jyro.server;

import java.time.Duration;

import io.jyro.transport.MessageChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the thread that serves a connection waits for the client's next request, and for how long before it has something
 * better to do. For one thread at a time.
 */
final class RequestWait {
    private static final Logger log = LoggerFactory.getLogger(ClientConnection.class);
    private static final Duration SILENCE_UNTIL_COLD = Duration.ofSeconds(10);
    // Who connects to call does so at once; of who does not, there may be many.
    private static final Duration SILENCE_UNTIL_FIRST_CALL = Duration.ofMillis(10);
    // Reserved threads are for those who ask for something.
    private static final Duration SILENCE_WHILE_SCARCE = Duration.ofMillis(10);

    // So long a platform thread waits for the rest of a message that makes no progress.
    private static final Duration PATIENCE = Duration.ofMillis(20);
    // And so long for a handshake if only a virtual thread can wait for it: the connection would be slower for good.
    private static final Duration PATIENCE_WITHOUT_ROOM = Duration.ofSeconds(1);

    private final DaemonCore core;
    private final MessageChannel channel;

    RequestWait(DaemonCore core, MessageChannel channel) {
        this.core = core;
        this.channel = channel;
    }

    enum Outcome {
        /** There is a request. */
        OVER,
        /** None came for so long that a platform thread is too good to wait for one. */
        COLD,
        /** None came for as long as a client may be silent. */
        TOO_LONG
    }

    /**
     * Waits for the first byte of a request.
     *
     * @param cold for so long; zero is for as long as clients may be silent
     */
    Outcome await(Duration cold) {
        Duration idle = core.idleTimeout();
        boolean bounded = !idle.isZero() && (cold.isZero() || idle.compareTo(cold) <= 0);
        channel.readTimeout(bounded ? idle : cold);
        if (channel.awaitFirstByte()) {
            return Outcome.OVER;
        }
        return bounded ? Outcome.TOO_LONG : Outcome.COLD;
    }

    /**
     * How long the calling thread waits for a request; zero is for ever.
     *
     * @param canRest whether the connection can wait without a thread
     * @param served how many requests there were
     */
    Duration patience(boolean canRest, long served) {
        if (canRest && served == 0) {
            return SILENCE_UNTIL_FIRST_CALL;
        }
        if (Thread.currentThread().isVirtual()) {
            return canRest ? SILENCE_UNTIL_COLD : Duration.ZERO;
        }
        if (core.threads().arePlenty()) {
            return Duration.ZERO;
        }
        return core.threads().areScarce() ? SILENCE_WHILE_SCARCE : SILENCE_UNTIL_COLD;
    }

    /** How long the calling thread waits for the rest of a message that makes no progress; zero is as long as it takes. */
    Duration patienceInMessage() {
        return Thread.currentThread().isVirtual() ? Duration.ZERO : PATIENCE;
    }

    /** The same while the client has not shaken hands. */
    Duration patienceInHandshake(boolean canRest) {
        if (Thread.currentThread().isVirtual()) {
            return Duration.ZERO;
        }
        return canRest || !core.threads().haveRoomForHandshake() ? PATIENCE : PATIENCE_WITHOUT_ROOM;
    }

    /** A client was silent for too long. */
    void wasIdle(ClientConnection client) {
        log.debug("{} was idle for {}; its connection is closed", client, core.idleTimeout());
    }
}
