package io.jyro.server;

import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

import io.jyro.CallTimeoutException;
import io.jyro.CommunicationException;
import io.jyro.ConnectionClosedException;
import io.jyro.Dialect;
import io.jyro.PyroSecurityException;
import io.jyro.rpc.TrackedResources;
import io.jyro.serialize.CallPayload;
import io.jyro.transport.Connection;
import io.jyro.transport.MessageChannel;
import io.jyro.wire.ByteOutput;
import io.jyro.wire.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection to this daemon, from its first byte to its last. One thread at a time reads it and serves what it
 * reads: a virtual thread while it waits, a platform thread while requests come, and another one where a call lasts.
 */
final class ClientConnection implements ServedClient {
    private static final Logger log = LoggerFactory.getLogger(ClientConnection.class);
    private static final Duration SILENCE_UNTIL_COLD = Duration.ofSeconds(10);

    private final DaemonCore core;
    private final ConnectionTable table;
    private final Connection connection;
    private final MessageChannel channel;
    private final Opening opening;
    private final boolean admitted;
    private final Instant since = Instant.now();
    private final TrackedResources resources = new TrackedResources();
    private final SessionInstances session = new SessionInstances();

    private volatile Dialect dialect = Dialect.V502; // until the client has spoken
    private volatile boolean closing;
    private volatile boolean welcome;
    private final AtomicInteger running = new AtomicInteger(); // calls that are served now, on whatever thread
    private volatile @Nullable CallPayload current;
    private long served; // written by the thread that reads
    private final ReentrantLock pen = new ReentrantLock(); // held while a message is written

    /** How a client is received: by a handshake as a rule. */
    interface Opening {
        /** What is settled with the client, or null if it is not served; then its connection is closed. */
        @Nullable
        Terms open(DaemonCore core, ClientConnection client, MessageChannel channel);
    }

    ClientConnection(DaemonCore core, ConnectionTable table, Connection connection,
            Opening opening, boolean admitted) {
        this.core = core;
        this.table = table;
        this.connection = connection;
        this.opening = opening;
        this.admitted = admitted;
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

    @Override
    public Instant since() {
        return since;
    }

    @Override
    public long calls() {
        return served;
    }

    @Override
    public long bytesReceived() {
        return channel.bytesRead();
    }

    @Override
    public long bytesSent() {
        return channel.bytesWritten();
    }

    @Override
    public int running() {
        return running.get();
    }

    @Override
    public Optional<String> currentCall() {
        CallPayload call = current;
        return call == null || running.get() == 0
                ? Optional.empty()
                : Optional.of(call.objectId() + "." + call.method());
    }

    @Override
    public void close() {
        close(true);
    }

    /** Whether there was room for it; otherwise it is only told so. */
    boolean isAdmitted() {
        return admitted;
    }

    /** Whether it is past the handshake. */
    boolean isWelcome() {
        return welcome;
    }

    /** It is served from now on; the client may not know it yet. */
    void welcome() {
        welcome = true;
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
        if (!admitted || !core.threads().startServing(this::receiveAndServe)) {
            core.threads().startWaiting(this::receiveAndServe);
        }
    }

    private void receiveAndServe() {
        Terms terms = null;
        try {
            terms = opening.open(core, this, channel);
        } finally {
            if (terms == null) {
                channel.close();
                table.remove(this);
            }
        }
        if (terms != null) {
            serveGuarded(
                    new Conversation(core, this, channel, terms.context(), terms.agreement()));
        }
    }

    /** Sends all messages of a buffer. Any thread. */
    void write(ByteOutput messages) {
        pen.lock();
        try {
            channel.write(messages);
        } finally {
            pen.unlock();
        }
    }

    /** A call is served from now on, and keeps the connection open until its end. */
    void callBegins() {
        served++;
        running.incrementAndGet();
    }

    /** What is called, once that is known. */
    void calls(CallPayload call) {
        current = call;
    }

    /** So many calls have been answered, or needed no answer. */
    void callsEnd(int number) {
        if (running.addAndGet(-number) == 0 && closing) {
            channel.close();
        }
    }

    /** Closes the connection; calls that run are finished first, and their replies sent, unless that is not waited for. */
    void close(boolean atOnce) {
        closing = true;
        if (atOnce || running.get() == 0) {
            channel.close();
        }
    }

    boolean isInCall() {
        return running.get() > 0;
    }

    /** Another thread reads on where this one's call has been overtaken. */
    void serveOn(Conversation conversation) {
        Runnable serve = () -> serveGuarded(conversation);
        if (!core.threads().startServing(serve)) {
            core.threads().startWaiting(serve);
        }
    }

    /** A reply could not be sent; the thread that reads sees that the connection has ended. */
    void replyIsLost(Throwable e) {
        log.debug("a reply to {} is lost", this, e);
        channel.close();
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
        boolean virtual = Thread.currentThread().isVirtual();
        while (!closing) {
            if (!channel.hasWholeMessage()) {
                conversation.flush();
                if (!channel.hasBufferedBytes()) {
                    Wait wait = awaitRequest();
                    if (wait == Wait.TOO_LONG) {
                        return false;
                    }
                    if (wait == Wait.COLD) {
                        conversation.rest();
                        channel.shrink();
                        core.threads().startWaiting(() -> serveGuarded(conversation));
                        return true;
                    }
                }
                if (virtual && core.threads().startServing(() -> serveGuarded(conversation))) {
                    return true;
                }
            }
            channel.readTimeout(core.config().commTimeout());
            Message request = channel.read();
            if (!conversation.answer(request)) {
                return true;
            }
        }
        conversation.flush();
        return false;
    }

    private enum Wait {
        /** There is a request. */
        OVER,
        /** None came for so long that a platform thread is too good to wait for one. */
        COLD,
        /** None came for as long as a client may be silent. */
        TOO_LONG
    }

    private Wait awaitRequest() {
        Duration idle = core.idleTimeout();
        Duration cold = Thread.currentThread().isVirtual() || core.threads().arePlenty()
                ? Duration.ZERO
                : SILENCE_UNTIL_COLD;
        boolean bounded = !idle.isZero() && (cold.isZero() || idle.compareTo(cold) < 0);
        channel.readTimeout(bounded ? idle : cold);
        if (channel.awaitFirstByte()) {
            return Wait.OVER;
        }
        if (bounded) {
            log.debug("{} was idle for {}; its connection is closed", this, idle);
            return Wait.TOO_LONG;
        }
        return Wait.COLD;
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
