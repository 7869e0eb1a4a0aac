package io.jyro.server;

import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

import io.jyro.CallTimeoutException;
import io.jyro.CommunicationException;
import io.jyro.ConnectionClosedException;
import io.jyro.Dialect;
import io.jyro.PyroSecurityException;
import io.jyro.rpc.Peer;
import io.jyro.rpc.TrackedResources;
import io.jyro.serialize.CodecContext;
import io.jyro.transport.Connection;
import io.jyro.transport.MessageChannel;
import io.jyro.wire.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection to this daemon, from its first byte to its last. One thread at a time serves it, a request
 * after the other: a virtual thread while it waits, a platform thread while requests come.
 */
final class ClientConnection implements Peer {
    private static final Logger log = LoggerFactory.getLogger(ClientConnection.class);
    private static final Duration SILENCE_UNTIL_COLD = Duration.ofSeconds(10);

    private final DaemonCore core;
    private final ConnectionTable table;
    private final Connection connection;
    private final MessageChannel channel;
    private final Opening opening;
    private final TrackedResources resources = new TrackedResources();
    private final SessionInstances session = new SessionInstances();

    private volatile Dialect dialect = Dialect.V502; // until the client has spoken
    private volatile boolean inCall;
    private volatile boolean closing;

    /** How a client is received: by a handshake as a rule. */
    interface Opening {
        /** The context for the client's values, or null if it is not served; then its connection is closed. */
        @Nullable
        CodecContext open(DaemonCore core, ClientConnection client, MessageChannel channel);
    }

    ClientConnection(DaemonCore core, ConnectionTable table, Connection connection,
            Opening opening) {
        this.core = core;
        this.table = table;
        this.connection = connection;
        this.opening = opening;
        channel = core.messageChannel(connection);
    }

    @Override
    public SocketAddress address() {
        return connection.peerAddress();
    }

    @Override
    public SocketAddress localAddress() {
        return connection.localAddress();
    }

    @Override
    public Dialect dialect() {
        return dialect;
    }

    @Override
    public List<X509Certificate> certificates() {
        return connection.peerCertificates();
    }

    void speaks(Dialect found) {
        dialect = found;
    }

    TrackedResources resources() {
        return resources;
    }

    SessionInstances session() {
        return session;
    }

    /** Serves the client until it leaves, on other threads than the caller's. */
    void start() {
        if (!core.threads().startServing(this::receiveAndServe)) {
            core.threads().startWaiting(this::receiveAndServe);
        }
    }

    private void receiveAndServe() {
        CodecContext context = null;
        try {
            context = opening.open(core, this, channel);
        } finally {
            if (context == null) {
                channel.close();
                table.remove(this);
            }
        }
        if (context != null) {
            serveGuarded(new Conversation(core, this, connection, channel, context));
        }
    }

    /** Closes the connection; a call that runs is finished first, and its reply sent, unless that is not waited for. */
    void close(boolean atOnce) {
        closing = true;
        if (atOnce || !inCall) {
            channel.close();
        }
    }

    boolean isInCall() {
        return inCall;
    }

    private void serveGuarded(Conversation conversation) {
        boolean handedOn = false;
        try {
            handedOn = serve(conversation);
        } catch (ConnectionClosedException e) {
            log.debug("disconnected {}", this);
        } catch (CallTimeoutException e) {
            log.warn("error during handleRequest: {} stopped in the middle of a message: {}", this,
                    e.getMessage());
        } catch (PyroSecurityException e) {
            log.warn("security error on client {}: {}", this, e.getMessage());
        } catch (CommunicationException e) {
            log.warn("error during handleRequest: {}: {}; its connection is closed", this,
                    e.getMessage());
        } catch (RuntimeException | Error e) {
            log.error("serving {} failed; its connection is closed", this, e);
        } finally {
            if (!handedOn) {
                end();
            }
        }
    }

    // Returns true if another thread serves on.
    private boolean serve(Conversation conversation) {
        Duration idle = core.config().commTimeout();
        while (!closing) {
            boolean waiting = Thread.currentThread().isVirtual();
            Duration cold = waiting || core.threads().arePlenty()
                    ? Duration.ZERO
                    : SILENCE_UNTIL_COLD;
            boolean bounded = !idle.isZero() && (cold.isZero() || idle.compareTo(cold) < 0);
            channel.readTimeout(bounded ? idle : cold);
            if (!channel.awaitFirstByte()) {
                if (bounded) {
                    log.debug("{} was idle for {}; its connection is closed", this, idle);
                    return false;
                }
                core.threads().startWaiting(() -> serveGuarded(conversation));
                return true;
            }
            if (waiting && core.threads().startServing(() -> serveGuarded(conversation))) {
                return true;
            }
            channel.readTimeout(idle);
            Message request = channel.read();
            inCall = true;
            try {
                conversation.answer(request);
            } finally {
                inCall = false;
            }
        }
        return false;
    }

    private void end() {
        channel.close();
        table.remove(this);
        core.streams().disconnected(this);
        try {
            core.hooks().onDisconnect().accept(this);
        } catch (RuntimeException | Error e) { // a user's code; what follows has to be done all the same
            log.warn("Error in clientDisconnect: the hook failed for {}", this, e);
        }
        session.end();
        resources.closeAll();
    }

    @Override
    public String toString() {
        return connection.toString();
    }
}
