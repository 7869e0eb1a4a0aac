package io.jyro.server;

import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

import io.jyro.CallTimeoutException;
import io.jyro.CommunicationException;
import io.jyro.ConnectionClosedException;
import io.jyro.Dialect;
import io.jyro.MessageTooLargeException;
import io.jyro.ProtocolException;
import io.jyro.PyroSecurityException;
import io.jyro.RateLimitedLog;
import io.jyro.RemoteText;
import io.jyro.rpc.Capabilities;
import io.jyro.rpc.TrackedResources;
import io.jyro.serialize.CallPayload;
import io.jyro.server.calls.Cleanup;
import io.jyro.server.calls.ClientStreams;
import io.jyro.server.calls.ServingThreads;
import io.jyro.server.objects.SessionInstances;
import io.jyro.transport.Connection;
import io.jyro.transport.IdleSelector;
import io.jyro.transport.message.MessageChannel;
import io.jyro.wire.ByteOutput;
import io.jyro.wire.Message;
import io.jyro.wire.WireLimits;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection to this daemon, from its first byte to its last. One thread at a time reads it and serves its
 * requests: a virtual thread while it waits, a platform thread while requests arrive, and another thread when a call
 * takes long.
 */
final class ClientConnection implements ServedClient, ServedConnection, IdleSelector.IdleListener {
    private static final Logger log = LoggerFactory.getLogger(ClientConnection.class);

    private static final Duration FAREWELL = Duration.ofSeconds(2);

    /** Knows the other connections of the daemon, and is notified when this one has ended. Any thread. */
    interface Owner {
        /** Called when the connection no longer serves its client. */
        void remove(ClientConnection connection);

        /** Called after a connection was removed and all work for its end is done. */
        void left();

        /** Returns the clients that may have several connections. */
        ClientGroups groups();

        /** Returns the daemon, for users; null in unit tests. */
        @Nullable
        Object daemon();

        /** Returns whether enough places are free for clients to take several. */
        boolean hasPlenty();
    }

    private final Owner owner;
    private final MessageChannel channel;
    private final Connection connection;
    private final Opening opening;
    private final Cleanup cleanup;
    private final RequestWait waits;
    private final ServingThreads threads;
    private final RateLimitedLog warnings;
    private final IdleSelector.@Nullable IdleRegistration registration; // null if waiting for input needs a thread
    private final Instant since = Instant.now();
    private final TrackedResources resources;
    private final SessionInstances session;
    private final ClientStreams streams = new ClientStreams();
    private volatile @Nullable ClientGroup group; // null if it is the client's only connection; written under this
    private boolean left; // guarded by this

    private volatile Dialect dialect = Dialect.V502; // until the client's dialect is known
    private volatile boolean closing;
    private volatile @Nullable Requests resting; // null until the handshake is complete
    private volatile boolean welcome;
    private final AtomicInteger running = new AtomicInteger(); // calls being served now, on any thread
    // Written without a fence, since it is only for inspection.
    private final AtomicReference<@Nullable CallPayload> current = new AtomicReference<>();
    private long served; // written by the thread that reads
    private final ReentrantLock pen = new ReentrantLock(); // held while a message is written

    private ClientConnection(Factory daemon, Owner owner, MessageChannel channel,
            Opening opening) {
        this.owner = owner;
        this.channel = channel;
        this.opening = opening;
        cleanup = daemon.cleanup;
        waits = daemon.waits;
        threads = daemon.threads;
        warnings = daemon.warnings;
        connection = channel.connection();
        resources = cleanup.newResources();
        session = cleanup.newSession();
        registration = IdleSelector.registration(connection, this);
    }

    /** Creates the connections of a daemon. Immutable; any thread. */
    static final class Factory {
        private final ChannelFactory channels;
        private final Cleanup cleanup;
        private final RequestWait waits;
        private final ServingThreads threads;
        private final RateLimitedLog warnings;

        /** @param warnings logs connections that ended because of their input */
        Factory(ChannelFactory channels, Cleanup cleanup, RequestWait waits,
                ServingThreads threads, RateLimitedLog warnings) {
            this.channels = channels;
            this.cleanup = cleanup;
            this.waits = waits;
            this.threads = threads;
            this.warnings = warnings;
        }

        /** Creates the connection of a new client, which has not been read yet. */
        ClientConnection connection(Owner owner, Connection connection, Opening opening) {
            return new ClientConnection(this, owner, channels.channel(connection), opening);
        }
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
        CallPayload call = current.get();
        return call == null || running.get() == 0
                ? Optional.empty()
                : Optional.of(call.objectId() + "." + call.method());
    }

    @Override
    public void close() {
        ClientGroup mine = group;
        if (mine == null) {
            close(true);
        } else {
            mine.close();
        }
    }

    /** Returns whether the client was admitted; if not, it is only sent a refusal. */
    boolean isAdmitted() {
        return opening.admits();
    }

    /** Returns whether the handshake is complete. */
    boolean isWelcome() {
        return welcome;
    }

    @Override
    public void welcome(WireLimits limits) {
        welcome = true;
        channel.welcome(limits);
    }

    @Override
    public MessageChannel channel() {
        return channel;
    }

    @Override
    public void speaks(Dialect found) {
        dialect = found;
    }

    /** Returns the daemon that serves this client; null in unit tests. */
    @Nullable
    Object daemon() {
        return owner.daemon();
    }

    @Override
    public synchronized Capabilities agree(Capabilities offered, boolean mayHaveFurther) {
        UUID client = offered.client();
        if (client != null) {
            group = owner.hasPlenty() ? owner.groups().join(client, this) : null;
        }
        boolean accepted = client == null ? mayHaveFurther : group != null;
        return accepted ? offered : offered.withoutFurther();
    }

    @Override
    public synchronized void isNamed(UUID id) {
        if (group == null && !left) {
            group = owner.groups().begin(id, this);
        }
    }

    @Override
    public ClientConnection first() {
        ClientGroup mine = group;
        return mine == null ? this : mine.first();
    }

    // The client's resources, session and streams would end with the first connection, while others may be in use.
    private boolean keepsOthers() {
        ClientGroup mine = group;
        return mine != null && mine.first() == this && mine.hasFurther();
    }

    private void leaveGroup() {
        ClientGroup mine;
        synchronized (this) { // a call that is still running may name the client
            left = true;
            mine = group;
        }
        if (mine != null) {
            mine.leave(this);
        }
    }

    @Override
    public TrackedResources resources() {
        return first().resources;
    }

    @Override
    public SessionInstances session() {
        return first().session;
    }

    @Override
    public ClientStreams streams() {
        return first().streams;
    }

    /** Serves the client until it leaves, on threads other than the caller's. */
    void start() {
        Duration handshake = waits.limitHandshake(channel);
        if (threads.areFew() || !rest(handshake)) {
            resume(false);
        }
    }

    // Waits without a thread; returns false if that is not possible.
    private boolean rest(Duration atMost) {
        if (registration == null || running.get() > 0
                || !waits.rest(registration, atMost)) {
            return false;
        }
        if (closing) {
            waits.endRest(registration);
        }
        return true;
    }

    /** Resumes the connection, because input has arrived or the client has been silent for too long. */
    @Override
    public void resume(boolean tooLate) {
        Requests waiting = resting;
        if (waiting != null) {
            boolean idle = tooLate && !channel.hasBufferedBytes() && !keepsOthers();
            Runnable task = new Turn(waiting, idle);
            if (tooLate || !threads.startServing(task)) {
                threads.startWaiting(task);
            }
        } else if (opening.admits() && !tooLate) {
            receive(opening);
        } else {
            threads.startWaiting(() -> receiveAndServe(opening, () -> {}));
        }
    }

    @Override
    public void receive(Opening how) {
        threads.startReceiving(new ServingThreads.Receiving() {
            @Override
            public void run(Runnable shakenHands) {
                receiveAndServe(how, shakenHands);
            }
        });
    }

    private void receiveAndServe(Opening how, Runnable shakenHands) {
        Opening.Outcome outcome = null;
        boolean pauses = false;
        try {
            pauses = how.needsMessage()
                    && !channel.awaitMessage(waits.patienceInHandshake(registration != null));
            if (!pauses) {
                outcome = how.open(this);
            }
        } catch (RuntimeException | Error e) {
            log.error("receiving {} failed; its connection is closed", this,
                    RemoteText.loggable(e));
        } finally {
            shakenHands.run();
            if (outcome == null && !pauses) {
                dismiss();
            }
        }
        if (pauses) {
            awaitMore();
        } else if (outcome instanceof Opening.Served served) {
            serveGuarded(served.requests(), false);
        }
    }

    private void dismiss() {
        channel.close();
        channel.memory().close();
        owner.remove(this);
        leaveGroup();
        cleanup.close(resources); // the user's validator may have tracked some before it refused
        owner.left();
    }

    // Waits for more of a message without a platform thread.
    private void awaitMore() {
        if (!rest(channel.timeLeft())) {
            threads.startWaiting(() -> {
                try {
                    channel.awaitMore();
                } finally {
                    resume(false);
                }
            });
        }
    }

    @Override
    public void write(ByteOutput messages) {
        pen.lock();
        try {
            channel.output().write(messages);
        } finally {
            pen.unlock();
        }
    }

    @Override
    public boolean callBegins() {
        served++;
        channel.memory().underWay(running.incrementAndGet());
        if (closing) { // if close() did not see this call, it has closed the channel already
            callsEnd(1);
            return false;
        }
        return true;
    }

    @Override
    public void calls(CallPayload call) {
        current.setRelease(call);
    }

    @Override
    public void callsEnd(int number) {
        if (running.addAndGet(-number) == 0 && closing) {
            channel.close();
        }
    }

    /** Closes the connection: immediately, or after running calls have ended and their replies have been sent. */
    void close(boolean atOnce) {
        closing = true;
        if (atOnce || running.get() == 0) {
            channel.close();
            if (registration != null) {
                waits.endRest(registration);
            }
        }
    }

    boolean isInCall() {
        return running.get() > 0;
    }

    @Override
    public void serveOn(Requests handler) {
        if (!startServing(handler)) {
            startWaiting(handler);
        }
    }

    @Override
    public void replyIsLost(Throwable e) {
        log.debug("a reply to {} is lost", this, RemoteText.loggable(e));
        close(true); // also ends a wait in the IdleSelector
    }

    private void serveGuarded(Requests handler, boolean tooLate) {
        boolean handedOn = false;
        try {
            if (tooLate) {
                waits.wasIdle(this);
            } else {
                handedOn = serve(handler);
            }
        } catch (ConnectionClosedException e) {
            log.debug("disconnected {}", this);
        } catch (CallTimeoutException e) {
            warnings.warn(
                    "error during handleRequest: {} stopped in the middle of a message: {}", this,
                    RemoteText.message(e));
        } catch (PyroSecurityException e) {
            warnings.warn("security error on client {}: {}", this,
                    RemoteText.message(e));
        } catch (CommunicationException e) {
            warnings.warn(
                    "error during handleRequest: {}: {}; its connection is closed", this,
                    RemoteText.message(e));
        } catch (RuntimeException | Error e) {
            warnings.error("serving {} failed; its connection is closed",
                    this, e);
        } finally {
            if (!handedOn) {
                end();
            }
        }
    }

    // Returns true if another thread continues to serve.
    private boolean serve(Requests handler) {
        try {
            return serveEach(handler);
        } catch (MessageTooLargeException e) {
            handler.flush();
            warnings.warn(
                    "error during handleRequest: {}: {}; its connection is closed", this,
                    RemoteText.message(e));
            threads.startWaiting(this::endGently);
            return true;
        } catch (ProtocolException | PyroSecurityException e) {
            handler.flush(); // earlier requests have been served
            throw e;
        }
    }

    private boolean serveEach(Requests handler) {
        if (!handler.answerHeld()) {
            return true;
        }
        boolean virtual = Thread.currentThread().isVirtual();
        while (!closing) {
            if (!channel.hasWholeMessage()) {
                handler.flush();
                if (!channel.hasBufferedBytes()) {
                    Duration cold = waits.patience(registration != null && running.get() == 0,
                            served);
                    RequestWait.Outcome wait = waits.await(channel, cold);
                    if (wait == RequestWait.Outcome.TOO_LONG && keepsOthers()) {
                        continue;
                    }
                    if (wait == RequestWait.Outcome.TOO_LONG) {
                        waits.wasIdle(this);
                        return false;
                    }
                    if (wait == RequestWait.Outcome.COLD) {
                        coolDown(handler, cold);
                        return true;
                    }
                }
                if (goesOnElsewhere(handler, virtual)) {
                    return true;
                }
            }
            waits.limitPauses(channel);
            Message request = channel.read();
            if (!handler.answer(request)) {
                return true;
            }
        }
        handler.flush();
        if (isInCall()) {
            dropWhatComes();
        }
        return false;
    }

    // Called when the first bytes of a message have arrived. A platform thread serves the message once it is complete,
    // and waits for it only while it makes progress. Returns true if this thread is to stop serving.
    private boolean goesOnElsewhere(Requests handler, boolean virtual) {
        if (virtual && startServing(handler)) {
            return true;
        }
        if (!channel.hasWholeMessage()) {
            if (!virtual && threads.areScarce()) {
                startWaiting(handler);
                return true;
            }
            waits.limitPauses(channel);
            if (!channel.awaitMessage(waits.patienceInMessage())) {
                resting = handler;
                awaitMore();
                return true;
            }
        }
        return virtual
                && threads.startCalling(new Turn(handler, false));
    }

    private boolean startServing(Requests handler) {
        return threads.startServing(new Turn(handler, false));
    }

    @Override
    public void startWaiting(Runnable task) {
        threads.startWaiting(task);
    }

    private void startWaiting(Requests handler) {
        threads.startWaiting(new Turn(handler, false));
    }

    /** The task of a thread that serves this client. */
    private final class Turn implements Runnable {
        private final Requests handler;
        private final boolean tooLate;

        Turn(Requests handler, boolean tooLate) {
            this.handler = handler;
            this.tooLate = tooLate;
        }

        @Override
        public void run() {
            serveGuarded(handler, tooLate);
        }
    }

    // Calls on other threads must still be answered, so the connection stays open and new messages are dropped. The
    // last call to end closes the connection, which ends this loop.
    private void dropWhatComes() {
        channel.readTimeout(Duration.ZERO);
        while (true) {
            log.debug("{} of {} is not served any more", channel.read().type(), this);
        }
    }

    private void coolDown(Requests handler, Duration waited) {
        handler.rest();
        channel.shrink();
        resting = handler;
        if (!rest(waits.restAfter(waited))) {
            startWaiting(handler);
        }
    }

    // The client is still sending its message; a reset of the connection would lose the reply with the reason.
    private void endGently() {
        try {
            channel.closeGently(FAREWELL);
        } finally {
            end();
        }
    }

    private void end() {
        channel.close();
        channel.memory().close();
        owner.remove(this);
        leaveGroup();
        cleanup.after(this, streams, session, resources);
        owner.left();
    }

    @Override
    public String toString() {
        return connection.toString();
    }
}
