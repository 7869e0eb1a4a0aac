package io.jyro.server;

import java.time.Duration;

import io.jyro.rpc.Peer;
import io.jyro.transport.message.MessageChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for a client's next request, and determines how long the serving thread does so. For one thread at a time. */
final class RequestWait {
    // Users set the level of these lines by this name.
    private static final Logger log = LoggerFactory.getLogger("io.jyro.server.ClientConnection");
    private static final Duration SILENCE_UNTIL_COLD = Duration.ofSeconds(10);
    // Clients that mean to call do so immediately; idle ones may be numerous, so make them cheap early.
    private static final Duration SILENCE_UNTIL_FIRST_CALL = Duration.ofMillis(10);
    // Reserved threads are for clients that send requests.
    private static final Duration SILENCE_WHILE_SCARCE = Duration.ofMillis(10);

    // How long a platform thread waits for the rest of a message that makes no progress.
    private static final Duration PATIENCE = Duration.ofMillis(20);
    // The same for a handshake if only a virtual thread could go on waiting, which makes the connection permanently
    // slower.
    private static final Duration PATIENCE_WITHOUT_ROOM = Duration.ofSeconds(1);

    private final DaemonCore core;
    private final MessageChannel channel;

    RequestWait(DaemonCore core, MessageChannel channel) {
        this.core = core;
        this.channel = channel;
    }

    enum Outcome {
        /** A request has arrived. */
        OVER,
        /** No request came within the time that a platform thread waits. */
        COLD,
        /** No request came within the time that a client may be silent. */
        TOO_LONG
    }

    /**
     * Waits for the first byte of a request.
     *
     * @param cold how long to wait; zero means as long as clients may be silent
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
     * Returns how long the calling thread waits for a request; zero means no limit.
     *
     * @param canRest whether the connection can wait without a thread
     * @param served the number of requests so far
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

    /**
     * Returns how long the calling thread waits for the rest of a message that makes no progress; zero means no limit.
     */
    Duration patienceInMessage() {
        return Thread.currentThread().isVirtual() ? Duration.ZERO : PATIENCE;
    }

    /** Returns the same limit for messages of the handshake. */
    Duration patienceInHandshake(boolean canRest) {
        if (Thread.currentThread().isVirtual()) {
            return Duration.ZERO;
        }
        return canRest || !core.threads().haveRoomForHandshake() ? PATIENCE : PATIENCE_WITHOUT_ROOM;
    }

    /** Logs that a client was silent for too long. */
    void wasIdle(Peer client) {
        log.debug("{} was idle for {}; its connection is closed", client, core.idleTimeout());
    }
}
