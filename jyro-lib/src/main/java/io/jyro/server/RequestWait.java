package io.jyro.server;

import java.time.Duration;

import io.jyro.PyroConfig;
import io.jyro.rpc.Peer;
import io.jyro.server.calls.ServingThreads;
import io.jyro.transport.IdleSelector;
import io.jyro.transport.message.MessageChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Determines how long the connections of a daemon wait for requests: with the serving thread, and then without one. Any
 * thread.
 */
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

    private final ServingThreads threads;
    private final IdleSelector idleSelector;
    private final Duration handshakeTimeout;
    private final Duration idleTimeout;
    private final Duration readTimeout;

    RequestWait(PyroConfig config, ServingThreads threads, IdleSelector idleSelector) {
        this.threads = threads;
        this.idleSelector = idleSelector;
        handshakeTimeout = config.handshakeTimeout();
        readTimeout = config.commTimeout();
        Duration idle = config.idleTimeout();
        idleTimeout = readTimeout.isZero() || !idle.isZero() && idle.compareTo(readTimeout) < 0
                ? idle
                : readTimeout;
    }

    /** Limits the whole handshake, wherever its first byte is awaited; returns the limit, zero for none. */
    Duration limitHandshake(MessageChannel channel) {
        if (!handshakeTimeout.isZero()) {
            channel.readDeadline(handshakeTimeout);
        }
        return handshakeTimeout;
    }

    /** Limits the pauses within a message. */
    void limitPauses(MessageChannel channel) {
        channel.readTimeout(readTimeout);
    }

    /**
     * Waits without a thread; the listener of the registration is notified of input.
     *
     * @param atMost zero means no limit
     * @return false if that is not possible
     */
    boolean rest(IdleSelector.IdleRegistration registration, Duration atMost) {
        return idleSelector.enter(registration, atMost);
    }

    /** Ends a wait without a thread. */
    void endRest(IdleSelector.IdleRegistration registration) {
        idleSelector.leave(registration);
    }

    /** Returns how long a client may still be silent without a thread after a wait; zero means no limit. */
    Duration restAfter(Duration waited) {
        return idleTimeout.isZero() ? idleTimeout : idleTimeout.minus(waited);
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
    Outcome await(MessageChannel channel, Duration cold) {
        boolean bounded = !idleTimeout.isZero()
                && (cold.isZero() || idleTimeout.compareTo(cold) <= 0);
        channel.readTimeout(bounded ? idleTimeout : cold);
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
        if (threads.arePlenty()) {
            return Duration.ZERO;
        }
        return threads.areScarce() ? SILENCE_WHILE_SCARCE : SILENCE_UNTIL_COLD;
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
        return canRest || !threads.haveRoomForHandshake() ? PATIENCE : PATIENCE_WITHOUT_ROOM;
    }

    /** Logs that a client was silent for too long. */
    void wasIdle(Peer client) {
        log.debug("{} was idle for {}; its connection is closed", client, idleTimeout);
    }
}
