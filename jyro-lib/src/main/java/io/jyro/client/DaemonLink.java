package io.jyro.client;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
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
import io.jyro.rpc.CallContext;
import io.jyro.rpc.CallScope;
import io.jyro.rpc.Metadata;
import io.jyro.rpc.WireNames;
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
final class DaemonLink implements ObjectLink {

    // No caller waits for it, but a silent daemon must not hold a thread indefinitely.
    private static final Duration FURTHER_WITHIN = Duration.ofSeconds(10);

    private final ProxySettings settings;
    private final DaemonConnector connector;
    private final @Nullable Dialect likely;

    private final JointAttempt<DaemonConnection> connecting = new JointAttempt<>();
    private volatile PyroUri uri; // as given, until a bind fixes it
    // Written by the attempt to connect, read by any thread.
    private volatile Metadata metadata;
    private volatile @Nullable DaemonConnection connection;
    private volatile boolean closed;
    private final Set<DaemonConnection> draining = ConcurrentHashMap.newKeySet(); // earlier connections
    private final FurtherConnections further; // to a stock daemon
    private final ConnectionsByThread byThread; // to a daemon of Jyro
    private final @Nullable IdleRelease idle;

    /**
     * Creates a link that connects at the first use.
     *
     * @param likely the dialect to try first; null if there is no hint
     * @param received the connections of proxies received over this one
     */
    DaemonLink(PyroUri uri, Metadata metadata, ProxySettings settings, @Nullable Dialect likely,
            SharedLinks received) {
        this(uri, metadata, settings, likely, received, ConnectionsByThread.Policy.DEFAULT);
    }

    /** Creates a link with its own policy for spreading callers over several connections. */
    DaemonLink(PyroUri uri, Metadata metadata, ProxySettings settings, @Nullable Dialect likely,
            SharedLinks received, ConnectionsByThread.Policy policy) {
        this.uri = uri;
        this.metadata = metadata;
        this.settings = settings;
        this.likely = likely;
        byThread = new ConnectionsByThread(settings.connections().towardJyro(), policy,
                new LinkSurroundings());
        connector = new DaemonConnector(settings, received, byThread);
        further = new FurtherConnections(settings.connections().towardStock() - 1);
        idle = settings.idle() == null ? null : new IdleRelease(settings.idle(), this::release);
    }

    @Override
    public Reply invoke(Call call) {
        Map<String, byte[]> own = CallScope.takeRequestAnnotations(CallContext.current());
        return counted(call, settings.annotationsWith(own));
    }

    /**
     * Returns the metadata of one of the daemon's objects; empty if the protocol does not require it and METADATA is
     * off.
     */
    Metadata metadataOf(PyroUri object) {
        if (connectedNow().dialect() == Dialect.V48 && !settings.config().metadata()) {
            return Metadata.NONE;
        }
        return DaemonConnector.checked(Metadata.fromWire(counted(
                Call.ofDaemon(WireNames.GET_METADATA, object.objectId(), 0), Map.of()).value()),
                object);
    }

    private Reply counted(Call call, Map<String, byte[]> annotations) {
        IdleRelease counted = idle;
        if (counted == null) {
            return repeated(call, annotations);
        }
        counted.callBegins();
        try {
            return repeated(call, annotations);
        } finally {
            counted.callEnds();
        }
    }

    private Reply repeated(Call call, Map<String, byte[]> annotations) {
        CallDeadline deadline = settings.limit().begin();
        GrowingPause pause = null;
        for (int attempt = 0;; attempt++) {
            try {
                return sent(call, annotations, deadline);
            } catch (ConnectionClosedException | CallTimeoutException | NotConnectedException e) {
                boolean mayBeRepeated = call.mayBeRepeated() || e instanceof NotConnectedException;
                if (attempt >= settings.maxRetries() || !mayBeRepeated || closed
                        || deadline.hasPassed()) {
                    throw e instanceof CallTimeoutException late ? named(call, late) : e;
                }
            }
            pause = pause == null ? new GrowingPause() : pause;
            pause.await(deadline);
        }
    }

    // The call of another thread may close the connection while this one waits for its turn.
    private Reply sent(Call call, Map<String, byte[]> annotations, CallDeadline deadline) {
        while (true) {
            try {
                return attempt(call, annotations, deadline);
            } catch (NotSentException e) {
                log().trace("taking a new connection to {}", uri, RemoteText.loggable(e));
            }
        }
    }

    @Override
    public @Nullable CompletableFuture<@Nullable Object> invokeLater(Call call,
            Function<Reply, @Nullable Object> andThen) {
        DaemonConnection now = connection;
        if (now == null || now.isClosed()) {
            return null;
        }
        boolean needsThread = settings.maxRetries() > 0 && call.mayBeRepeated() || idle != null;
        if (needsThread || !now.canCallLater()) {
            return null;
        }
        Map<String, byte[]> own = CallScope.takeRequestAnnotations(CallContext.current());
        try {
            CompletableFuture<@Nullable Object> reply = now.callLater(
                    call.payload(now.uri().objectId()), flags(call),
                    settings.annotationsWith(own), andThen, settings.limit().begin());
            byThread.posted();
            return reply;
        } catch (NotSentException e) {
            CallContext.current().requestAnnotations().putAll(own); // for the thread that retries over a new connection
            return null;
        } catch (CallTimeoutException e) {
            throw named(call, e);
        }
    }

    private CallTimeoutException named(Call call, CallTimeoutException late) {
        return LateCall.named(call.payload(uri.objectId()), late);
    }

    @Override
    public DaemonConnection connectedNow() {
        return connected(settings.limit().begin());
    }

    private DaemonConnection connected(CallDeadline deadline) {
        DaemonConnection now = connection;
        return now != null && !now.isClosed()
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
        DaemonConnection now = connection;
        if (now == null || now.isClosed()) {
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
        DaemonConnection now = connection;
        return now != null && !now.isClosed() ? now : connectPatiently(patience, deadline);
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
        further.close();
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
        DaemonConnection now = connection;
        return now != null && !now.isClosed();
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

    private Reply attempt(Call call, Map<String, byte[]> annotations, CallDeadline deadline) {
        DaemonConnection known = connection;
        DaemonConnection now = connected(deadline);
        if (now != known) {
            now.madeForCall();
        }
        if (settings.connections().towardStock() > 1 && !now.canCallLater()) {
            return inTurn(now, call, annotations, deadline);
        }
        int flags = flags(call);
        if (flags == 0 && call.objectId() == null && !byThread.areNone()) {
            return spread(now, call, annotations, deadline);
        }
        Reply reply = now.call(call.payload(now.uri().objectId()), flags, annotations, deadline);
        if ((flags & Flags.ONEWAY) != 0) {
            byThread.posted();
        }
        return reply;
    }

    private Reply spread(DaemonConnection first, Call call, Map<String, byte[]> annotations,
            CallDeadline deadline) {
        long posts = byThread.posts();
        DaemonConnection mine = byThread.ofThisThread(first);
        Reply reply = mine.call(call.payload(mine.uri().objectId()), 0, annotations, deadline);
        if (mine == first) {
            byThread.answeredAfter(posts);
        }
        return reply;
    }

    private Reply inTurn(DaemonConnection now, Call call, Map<String, byte[]> annotations,
            CallDeadline deadline) {
        DaemonConnection mine = further.choose(now,
                () -> connector.connect(now.uri(), now.dialect(), deadline));
        if (closed) { // in the meantime
            further.close();
        }
        try {
            return mine.call(call.payload(mine.uri().objectId()), flags(call), annotations,
                    deadline);
        } finally {
            mine.leave();
        }
    }

    private int flags(Call call) {
        return call.objectId() == null && call.isPlainMethodCall()
                && metadata.oneway().contains(call.method())
                        ? Flags.ONEWAY
                        : call.flags();
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
            further.retire();
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
            DaemonConnection now = connection;
            return now == null || now.isClosed() ? null : now;
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
