package io.jyro.client.link;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.jyro.CallTimeoutException;
import io.jyro.CommunicationException;
import io.jyro.ConnectionClosedException;
import io.jyro.Dialect;
import io.jyro.NamingException;
import io.jyro.ProtocolException;
import io.jyro.PyroException;
import io.jyro.PyroUri;
import io.jyro.RemoteText;
import io.jyro.rpc.Metadata;
import io.jyro.transport.CallDeadline;
import io.jyro.transport.NotConnectedException;
import io.jyro.wire.Flags;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A proxy's link to its object: finds it and connects at the first use, and again after the connection was lost or
 * released. A name is looked up each time, since its server may have moved. Any thread.
 */
public final class DaemonLink implements ObjectLink, ObjectLink.Route {

    // No caller waits for it, but a silent daemon must not hold a thread indefinitely.
    private static final Duration FURTHER_WITHIN = Duration.ofSeconds(10);

    private final ProxySettings settings;
    private final DaemonConnector connector;
    private final @Nullable Dialect likely;

    private final SingleFlight<DaemonConnection> connecting = new SingleFlight<>();
    private volatile PyroUri uri; // as given, until a bind fixes it
    // Written by the attempt to connect, read by any thread.
    private volatile Metadata metadata;
    private volatile @Nullable DaemonConnection connection;
    private volatile boolean closed;
    private final Set<DaemonConnection> draining = ConcurrentHashMap.newKeySet(); // earlier connections
    private final ConnectionPool pool; // used with a stock daemon
    private final ConnectionsByThread byThread; // used with a daemon of Jyro
    private final @Nullable IdleRelease idle;

    /**
     * Creates a link that connects at the first use.
     *
     * @param likely the dialect to try first; null if there is no hint
     * @param received makes the proxies that are received over the connections
     */
    public DaemonLink(PyroUri uri, Metadata metadata, ProxySettings settings,
            @Nullable Dialect likely,
            ConnectionFactory.Receiver received) {
        this(uri, metadata, settings, likely, received, ConnectionsByThread.Policy.DEFAULT);
    }

    /** Creates a link with its own policy for spreading callers over several connections. */
    public DaemonLink(PyroUri uri, Metadata metadata, ProxySettings settings,
            @Nullable Dialect likely,
            ConnectionFactory.Receiver received, ConnectionsByThread.Policy policy) {
        this.uri = uri;
        this.metadata = metadata;
        this.settings = settings;
        this.likely = likely;
        byThread = new ConnectionsByThread(settings.connections().towardJyro(), policy,
                new LinkSurroundings());
        connector = new DaemonConnector(settings, received, byThread);
        pool = new ConnectionPool(settings.connections().towardStock() - 1);
        idle = settings.idle() == null ? null : new IdleRelease(settings.idle(), this::release);
    }

    @Override
    public Route route() {
        return this;
    }

    @Override
    public DaemonLink daemon() {
        return this;
    }

    @Override
    public Call addressed(Call call) {
        return call;
    }

    /** Returns this link, unless only waiting threads can tell that its connections are not idle. */
    @Override
    public @Nullable DaemonLink forFutures() {
        return idle == null ? this : null;
    }

    /** Counts a call that begins, so that the connections are not released as idle. {@link #callEnds} must follow. */
    public void callBegins() {
        if (idle != null) {
            idle.callBegins();
        }
    }

    /** Counts a call that has ended. */
    public void callEnds() {
        if (idle != null) {
            idle.callEnds();
        }
    }

    /** Returns the connection, or null if there is none now. */
    public @Nullable DaemonConnection connectionNow() {
        DaemonConnection now = connection;
        return now == null || now.isClosed() ? null : now;
    }

    /** Returns the connection for a call that follows; connects if there is none. */
    public DaemonConnection connectedForCall(CallDeadline deadline) {
        DaemonConnection now = connection;
        if (now != null && !now.isClosed()) {
            return now;
        }
        DaemonConnection made = connected(deadline);
        made.madeForCall();
        return made;
    }

    /** Returns the flags of a call, with the one that the object's metadata demands. */
    public int flags(Call call) {
        return call.objectId() == null && call.isPlainMethodCall()
                && metadata.oneway().contains(call.method())
                        ? Flags.ONEWAY
                        : call.flags();
    }

    /**
     * Chooses the connection for a call among those to the daemon. {@link #leave} must follow.
     *
     * @param first the connection as returned by {@link #connectedForCall}
     */
    public DaemonConnection choose(DaemonConnection first, Call call, int flags,
            CallDeadline deadline) {
        if (countsCallers(first)) {
            DaemonConnection chosen = pool.choose(first,
                    () -> connector.connect(first.uri(), first.dialect(), deadline));
            if (closed) { // in the meantime
                pool.close();
            }
            return chosen;
        }
        return flags == 0 && call.objectId() == null ? byThread.ofThisThread(first) : first;
    }

    /** Ends the use of a connection that {@link #choose} returned. */
    public void leave(DaemonConnection chosen) {
        if (countsCallers(chosen)) {
            chosen.leave();
        }
    }

    private boolean countsCallers(DaemonConnection connection) {
        return settings.connections().towardStock() > 1 && !connection.canCallLater();
    }

    /** Returns the number of requests for which no thread waits; to be read before a call for {@link #sent}. */
    public long posts() {
        return byThread.posts();
    }

    /**
     * Records that a request was sent and, unless it is oneway, answered.
     *
     * @param first whether it was sent over the first connection
     * @param before the {@link #posts} before it
     */
    public void sent(int flags, boolean first, long before) {
        if ((flags & Flags.ONEWAY) != 0) {
            byThread.posted();
        } else if (first) {
            byThread.answeredAfter(before);
        }
    }

    /** Records that a request was sent for which no thread waits. */
    public void posted() {
        byThread.posted();
    }

    /** Returns the settings of the proxy. */
    public ProxySettings settings() {
        return settings;
    }

    /** Returns whether the proxy was closed, so that it does not connect again. */
    public boolean isShut() {
        return closed;
    }

    @Override
    public DaemonConnection connectedNow() {
        return connected(settings.limit().begin());
    }

    private DaemonConnection connected(CallDeadline deadline) {
        DaemonConnection now = connectionNow();
        return now != null
                ? now
                : connecting.join(new Connecting(settings.waitForDaemon(), deadline), deadline);
    }

    @Override
    public DaemonConnection connectWithin(Duration patience) {
        CallDeadline deadline = settings.limit().begin();
        return connecting.join(new Connecting(patience, deadline), deadline);
    }

    private final class Connecting implements Supplier<DaemonConnection> {
        private final Duration patience;
        private final CallDeadline deadline;

        Connecting(Duration patience, CallDeadline deadline) {
            this.patience = patience;
            this.deadline = deadline;
        }

        @Override
        public DaemonConnection get() {
            return connectionOrNew(patience, deadline);
        }
    }

    @Override
    public boolean bind() {
        AtomicBoolean here = new AtomicBoolean();
        DaemonConnection now = connectionNow();
        if (now == null) {
            CallDeadline deadline = settings.limit().begin();
            now = connecting.join(() -> {
                here.set(!isConnected());
                return connectionOrNew(settings.waitForDaemon(), deadline);
            }, deadline);
        }
        uri = now.uri();
        return here.get();
    }

    private DaemonConnection connectionOrNew(Duration patience, CallDeadline deadline) {
        DaemonConnection now = connectionNow();
        return now != null ? now : connectPatiently(patience, deadline);
    }

    // Retries while nothing listens there, the name is not registered, or the name server is not found.
    private DaemonConnection connectPatiently(Duration patience, CallDeadline deadline) {
        CallDeadline end = CallDeadline.in(patience);
        GrowingPause pause = new GrowingPause();
        while (true) {
            try {
                return connect(deadline);
            } catch (NotConnectedException | NamingException | ConnectionClosedException
                    | CallTimeoutException e) {
                if (end.isNone() || end.hasPassed() || deadline.hasPassed() || closed) {
                    throw e;
                }
                log().debug("waiting for the daemon of {}: {}", uri, RemoteText.message(e));
            }
            pause.await(deadline.earlier(end));
        }
    }

    // Not part of the attempt to connect: an attempt that hangs must not keep others from releasing connections.
    @Override
    public void release() {
        DaemonConnection now = connection;
        if (now != null) {
            now.close();
        }
        for (DaemonConnection earlier : draining) {
            earlier.close();
        }
        draining.clear();
        pool.close();
        byThread.close();
    }

    @Override
    public void close() {
        closed = true;
        release();
        GivenConnection given = settings.given();
        if (given != null) {
            given.release();
        }
    }

    @Override
    public boolean isConnected() {
        return connectionNow() != null;
    }

    @Override
    public Metadata metadata() {
        if (metadata.isEmpty()) {
            connectedNow();
        }
        return metadata;
    }

    @Override
    public Metadata knownMetadata() {
        return metadata;
    }

    @Override
    public PyroUri uri() {
        return uri;
    }

    private DaemonConnection connect(CallDeadline deadline) {
        if (closed) {
            throw new PyroException("the proxy for " + RemoteText.shown(uri.toString())
                    + " is closed; make a new one");
        }
        PyroUri asked = uri;
        PyroUri found = asked.isDirect()
                ? asked
                : settings.resolver().resolve(asked, settings.configOfOthers(), deadline);
        DaemonConnection made = connect(asked, found, deadline);
        metadata = made.metadata();
        DaemonConnection before = connection;
        if (before != null && !before.uri().equals(found)) {
            pool.retire();
        }
        if (before != null && before.isDraining()) {
            remember(before);
        }
        connection = made;
        byThread.startOver();
        if (closed) { // in the meantime
            release();
        }
        return made;
    }

    private void remember(DaemonConnection toDrain) {
        draining.removeIf(each -> !each.isDraining());
        draining.add(toDrain);
    }

    private DaemonConnection connect(PyroUri asked, PyroUri found, CallDeadline deadline) {
        if (asked.isDirect()) {
            return connector.connect(found, likely, deadline);
        }
        try {
            return connector.connect(found, likely, deadline);
        } catch (CommunicationException e) { // the message must name the registration, which the caller cannot see
            String text = RemoteText.message(e) + "; " + RemoteText.shown(asked.toString())
                    + " is registered as " + RemoteText.shown(found.toString())
                    + " with the name server";
            throw switch (e) {
                case CallTimeoutException late -> new CallTimeoutException(text, late);
                case ConnectionClosedException closed ->
                    new ConnectionClosedException(text, closed);
                case NotConnectedException unreachable ->
                    new NotConnectedException(text, unreachable);
                case ProtocolException wrong -> new ProtocolException(text, wrong);
                default -> new CommunicationException(text, e);
            };
        }
    }

    private static Logger log() {
        return LoggerFactory.getLogger(DaemonLink.class);
    }

    private final class LinkSurroundings implements ConnectionsByThread.Surroundings {
        @Override
        public @Nullable DaemonConnection first() {
            return connectionNow();
        }

        @Override
        public @Nullable DaemonConnection further(DaemonConnection first) {
            return connector.connectFurther(first, CallDeadline.in(FURTHER_WITHIN));
        }

        @Override
        public void drain(DaemonConnection connection) {
            connection.drain();
            if (connection.isDraining()) {
                remember(connection);
            }
        }
    }
}
