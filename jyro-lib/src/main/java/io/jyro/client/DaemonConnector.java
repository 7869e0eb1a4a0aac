package io.jyro.client;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;

import io.jyro.CallTimeoutException;
import io.jyro.CommunicationException;
import io.jyro.ConnectionClosedException;
import io.jyro.Dialect;
import io.jyro.ProtocolException;
import io.jyro.PyroException;
import io.jyro.PyroUri;
import io.jyro.RemoteText;
import io.jyro.Serializer;
import io.jyro.rpc.Agreement;
import io.jyro.rpc.CallContext;
import io.jyro.rpc.CallScope;
import io.jyro.rpc.Handshake;
import io.jyro.rpc.HostedObjects;
import io.jyro.rpc.Metadata;
import io.jyro.rpc.WireNames;
import io.jyro.serialize.Binding;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.Codec;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.CodecLimits;
import io.jyro.serialize.Codecs;
import io.jyro.serialize.ProxyState;
import io.jyro.serialize.TypeRegistry;
import io.jyro.transport.CallDeadline;
import io.jyro.transport.Connection;
import io.jyro.transport.ConnectionMemory;
import io.jyro.transport.Connector;
import io.jyro.transport.MessageChannel;
import io.jyro.transport.OwnLocations;
import io.jyro.transport.TlsConnection;
import io.jyro.transport.WaitInterruptedException;
import io.jyro.transport.WireLog;
import io.jyro.wire.ByteOutput;
import io.jyro.wire.Flags;
import io.jyro.wire.MalformedMessageException;
import io.jyro.wire.Message;
import io.jyro.wire.MessageType;
import io.jyro.wire.MessageWriter;
import io.jyro.wire.WireLimits;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections for one proxy: connects, detects the daemon's dialect, and performs the handshake. Immutable; any
 * thread.
 */
final class DaemonConnector {
    private static final int LONGEST_REFUSAL = 1000;
    // The limit for annotations in a CONNECT message: as much as protocol 48 can carry.
    private static final int LARGEST_ANNOTATIONS = 64 * 1024;

    private final ProxySettings settings;
    private final Connector connector;
    private final WireLimits limits;
    private final SharedLinks received;
    private final ConnectionsByThread byThread;

    /**
     * @param received the connections of proxies received over this one's connections
     * @param byThread notified of callers that wait for each other on a connection
     */
    DaemonConnector(ProxySettings settings, SharedLinks received, ConnectionsByThread byThread) {
        this.settings = settings;
        this.byThread = byThread;
        this.received = received;
        connector = new Connector(settings.timeout(), settings.config().preferIpVersion(),
                settings.config().sockNodelay());
        limits = CodecLimits.ofMessages(settings.config());
    }

    /**
     * Connects to the daemon of an object and performs the handshake; a given connection is used without either.
     *
     * @param likely the dialect to try first, or null
     * @throws CommunicationException if the daemon cannot be reached, or refuses
     */
    DaemonConnection connect(PyroUri uri, @Nullable Dialect likely, CallDeadline deadline) {
        return connect(uri, likely,
                settings.connections().towardJyro() > 1
                        ? Agreement.OFFER
                        : Agreement.OFFER.withoutFurther(),
                deadline);
    }

    /**
     * Opens another connection to the daemon of a first one.
     *
     * @return null if the daemon does not accept it as one of that client
     * @throws CommunicationException if the daemon cannot be reached, or refuses
     */
    @Nullable
    DaemonConnection connectFurther(DaemonConnection first, CallDeadline deadline) {
        UUID client = first.nameOfClient(deadline);
        DaemonConnection made = connect(first.uri(), first.dialect(),
                Agreement.OFFER.furtherOf(client), deadline);
        if (client.equals(made.client())) {
            return made;
        }
        made.close();
        return null;
    }

    private DaemonConnection connect(PyroUri uri, @Nullable Dialect likely, Agreement offer,
            CallDeadline deadline) {
        try {
            return connectBy(uri, likely, offer, deadline);
        } catch (WaitInterruptedException e) {
            throw new CommunicationException("interrupted while connecting to "
                    + RemoteText.shown(uri.location())
                    + "; the call was not sent", e);
        } catch (CommunicationException e) { // after the deadline, every error of any step means that the call was late
            if (!deadline.hasPassed()) {
                throw e;
            }
            CallTimeoutException late = deadline.passed("connecting to "
                    + RemoteText.shown(uri.location()) + " and was not sent ("
                    + RemoteText.message(e) + ")");
            late.initCause(e);
            throw late;
        }
    }

    private DaemonConnection connectBy(PyroUri uri, @Nullable Dialect likely, Agreement offer,
            CallDeadline deadline) {
        GivenConnection given = settings.given();
        if (given != null) {
            return withoutHandshake(securedOnThisMachine(given.take()), uri, deadline);
        }
        String location = uri.location();
        String host = uri.host();
        if (host != null && host.isEmpty()) { // Pyro accepts such uris, too
            throw new PyroException("cannot connect to object '" + RemoteText.shown(uri.objectId())
                    + "': its uri has no host in front of the port " + uri.port() + "; write "
                    + RemoteText.shown(uri + "@localhost:" + uri.port())
                    + ", or the host that its daemon runs on");
        }
        if (location == null || GivenConnection.HOST.equals(uri.host())) {
            throw new PyroException("cannot connect to " + RemoteText.shown(uri.toString())
                    + ": its daemon can be reached only over the socket that it was given");
        }
        Dialect known = KnownDialects.shared().of(location);
        Dialect[] dialects = settings.dialects(known == null ? likely : known);
        WrongDialect first = null;
        for (Dialect dialect : dialects) {
            try {
                DaemonConnection connection = shakeHands(connect(uri, deadline), uri,
                        location, dialect, offer, deadline);
                KnownDialects.shared().remember(location, dialect);
                return connection;
            } catch (WrongDialect e) {
                if (first != null) {
                    throw refusedByBoth(location, first, e);
                }
                first = e;
            }
        }
        throw refusedByTheOnly(location, Objects.requireNonNull(first));
    }

    private Connection connect(PyroUri uri, CallDeadline deadline) {
        String path = uri.socketName();
        if (path != null) {
            return securedOnThisMachine(connector.connectUnix(path, deadline));
        }
        String host = Objects.requireNonNull(uri.host());
        return TlsConnection.toDaemon(connector.connect(host, uri.port(), deadline),
                settings.tls(), host, uri.port());
    }

    // The uri has no host, and the peer is on this machine.
    private Connection securedOnThisMachine(Connection connection) {
        return TlsConnection.toDaemon(connection, settings.tls(), "localhost", 0);
    }

    private static CommunicationException refusedByTheOnly(String location, WrongDialect refused) {
        if (refused.answeredIn == null) { // possibly a network failure, so the call may be repeated
            return new ConnectionClosedException(
                    "cannot connect to " + RemoteText.shown(location) + ": " + refused.reason,
                    refused);
        }
        return new ProtocolException(
                "cannot connect to " + RemoteText.shown(location) + ": " + refused.reason
                        + "; build the proxy with"
                        + " protocol(AUTO), or the protocol that the daemon speaks",
                refused);
    }

    private CommunicationException refusedByBoth(String location, WrongDialect first,
            WrongDialect second) {
        if (second.answeredIn == first.tried) {
            // It does speak the first dialect, but closed without an answer: stock Pyro5 refuses a serializer that way.
            return new ProtocolException("connection to " + RemoteText.shown(location)
                    + " rejected: the daemon speaks "
                    + first.tried.pyro()
                    + "'s protocol but refused the handshake, probably because it does not accept the"
                    + " serializer " + settings.serializer().pyroName()
                    + "; use another serializer");
        }
        String text = "cannot connect to " + RemoteText.shown(location) + ": " + first.reason
                + "; then "
                + second.reason
                + "; is a Pyro daemon listening there, and does it expect TLS or a key (hmacKey)?";
        return first.answeredIn == null && second.answeredIn == null
                ? new ConnectionClosedException(text, second)
                : new CommunicationException(text, second.getCause());
    }

    private DaemonConnection shakeHands(Connection connection, PyroUri uri, String location,
            Dialect dialect, Agreement offer, CallDeadline deadline)
            throws WrongDialect {
        MessageChannel channel = channelOver(connection, deadline);
        try {
            Codec codec = codecFor(dialect);
            CodecContext context = contextFor(dialect, connection);
            MessageWriter writer = newWriter(dialect);
            sendConnect(channel, writer, codec, context, uri.objectId(), wantsMetadata(dialect),
                    offer, deadline);
            Message reply = readAnswer(channel, dialect, location);
            Handshake.Welcome welcome = welcomed(reply, codec, context, location);
            DaemonConnection open = withMetadata(channel, codec, context, uri, welcome.metadata(),
                    Agreement.of(reply), deadline);
            welcomedWith(reply);
            Consumer<@Nullable Object> validator = settings.handshakeResponse();
            if (validator != null) {
                validator.accept(welcome.handshake());
            }
            return open;
        } catch (RuntimeException | WrongDialect e) {
            channel.close();
            throw e;
        }
    }

    // As in Pyro, the caller sees the annotations of the handshake unless its reply has annotations of its own.
    private void welcomedWith(Message reply) {
        Map<String, byte[]> annotations = Agreement.without(reply.annotations());
        if (annotations.isEmpty()) {
            return;
        }
        CallScope.welcomed(CallContext.current(), annotations);
        ObjIntConsumer<Map<String, byte[]>> hook = settings.responseHook();
        if (hook != null) {
            hook.accept(annotations, reply.type().code());
        }
    }

    // The peer's dialect cannot be detected, so it is the one that the settings require, or else 502.
    private DaemonConnection withoutHandshake(Connection connection, PyroUri uri,
            CallDeadline deadline) {
        Dialect dialect = settings.dialects(null)[0];
        MessageChannel channel = channelOver(connection, deadline);
        try {
            CodecContext context = contextFor(dialect, connection);
            return withMetadata(channel, codecFor(dialect), context, uri, null,
                    Agreement.NONE, deadline);
        } catch (RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private MessageChannel channelOver(Connection connection, CallDeadline deadline) {
        MessageChannel channel = new MessageChannel(connection, limits, settings.hmac(),
                settings.config().polling(), ConnectionMemory.ofProxy(), Codecs.BULK_FINDERS);
        channel.readTimeout(settings.timeout());
        if (!deadline.isNone()) { // until the first message has been read; a TLS handshake comes before that
            channel.readLimit(deadline);
        }
        channel.output().timeout(settings.timeout());
        channel.wireLog(WireLog.of(settings.config(), "proxy"));
        return channel;
    }

    private CodecContext contextFor(Dialect dialect, Connection connection) {
        return CodecContext.of(settings.config(), dialect, types(dialect))
                .writingUris(OwnLocations.shared().seenThrough(connection));
    }

    private Codec codecFor(Dialect dialect) {
        Codec codec = Codecs.of(settings.serializer());
        if (codec.serializer().id(dialect) < 0) {
            throw new PyroException(
                    dialect.pyro() + "'s protocol has no serializer " + settings.serializer()
                            .pyroName());
        }
        return codec;
    }

    private boolean wantsMetadata(Dialect dialect) {
        return dialect == Dialect.V502 || settings.config().metadata();
    }

    // Asks for metadata if it is wanted and did not come with the handshake.
    private DaemonConnection withMetadata(MessageChannel channel, Codec codec,
            CodecContext context, PyroUri uri, @Nullable Metadata welcomed,
            Agreement agreement, CallDeadline deadline) {
        channel.readLimit(CallDeadline.NONE);
        Dialect dialect = context.dialect();
        Metadata metadata = welcomed == null ? Metadata.NONE : welcomed;
        Exchange exchange = agreement.sideBySide()
                ? new SideBySide(channel, settings.timeout(), settings.limit().length(),
                        newWriter(dialect), byThread.newContention())
                : new TurnTaking(channel, settings.timeout(), settings.given() == null,
                        new Writers(dialect));
        DaemonConnection open = new DaemonConnection(uri, exchange, codec,
                context.withExactTimes(agreement.exactTimes()), metadata, agreement,
                new Writers(dialect), settings.responseHook());
        if (!wantsMetadata(dialect)) {
            return open;
        }
        if (welcomed == null) {
            metadata = askForMetadata(open, uri.objectId(), deadline);
            open = open.with(metadata);
        }
        checked(metadata, uri);
        return open;
    }

    /**
     * Returns an object's metadata, which must not be empty.
     *
     * @throws PyroException if it is empty
     */
    static Metadata checked(Metadata metadata, PyroUri uri) {
        if (metadata.isEmpty()) {
            throw new PyroException("remote object '" + RemoteText.shown(uri.toString())
                    + "' doesn't expose any methods or attributes. Did you"
                    + " forget setting @expose on them?");
        }
        return metadata;
    }

    // Proxies that are received over this connection try its dialect first.
    private TypeRegistry types(Dialect dialect) {
        TypeRegistry types = TypeRegistry.over(settings.config().types());
        types.receiveProxiesAs(new Receiving(received, dialect));
        // Pyro5 has no AUTOPROXY setting: it always does this.
        if (settings.config().autoproxy() || dialect == Dialect.V502) {
            types.substitute(new Hosted(dialect));
        }
        return types;
    }

    /** Creates a proxy from a state that was received over a connection. */
    private record Receiving(SharedLinks links, Dialect dialect)
            implements
                Function<ProxyState, Object> {
        @Override
        public Object apply(ProxyState state) {
            return links.proxy(state, dialect);
        }
    }

    /** Finds the reference that is sent in place of an object that this process hosts. */
    private record Hosted(Dialect dialect) implements Function<Object, @Nullable Object> {
        @Override
        public @Nullable Object apply(Object object) {
            return HostedObjects.shared().referenceTo(object, dialect);
        }
    }

    /** Creates writers of requests. */
    private final class Writers implements Supplier<MessageWriter> {
        private final Dialect dialect;

        Writers(Dialect dialect) {
            this.dialect = dialect;
        }

        @Override
        public MessageWriter get() {
            return newWriter(dialect);
        }
    }

    private void sendConnect(MessageChannel channel, MessageWriter writer, Codec codec,
            CodecContext context,
            String objectId, boolean wantsMetadata, Agreement offer, CallDeadline deadline) {
        ByteOutput out = writer.begin(MessageType.CONNECT, 0,
                codec.serializer().id(context.dialect()),
                CallContext.current().correlationId(),
                offer.with(settings.annotationsWith(ofHandshake(context.dialect(),
                        CallScope.waitingRequestAnnotations(CallContext.current())))));
        codec.write(new Handshake.Request(settings.handshake(), wantsMetadata ? objectId : null)
                .toWire(), out, context);
        writer.end(context.dialect() == Dialect.V48 && wantsMetadata ? Flags.META_ON_CONNECT : 0);
        channel.output().write(writer.output(), deadline);
    }

    // Returns the annotations of the next call, unless they carry its data: daemons refuse large handshakes.
    private static Map<String, byte[]> ofHandshake(Dialect dialect,
            Map<String, byte[]> ofNextCall) {
        if (dialect == Dialect.V48) { // they are never large there
            return ofNextCall;
        }
        long length = 0;
        for (byte[] value : ofNextCall.values()) {
            length += value.length;
        }
        return length > LARGEST_ANNOTATIONS ? Map.of() : ofNextCall;
    }

    private Message readAnswer(MessageChannel channel, Dialect tried, String location)
            throws WrongDialect {
        try {
            Message reply = channel.read();
            if (reply.dialect() != tried) {
                throw new WrongDialect(tried, reply.dialect(),
                        "the daemon does not speak " + tried.pyro()
                                + "'s protocol " + tried.version() + " but answered in "
                                + reply.dialect().version(),
                        null);
            }
            return reply;
        } catch (MalformedMessageException e) {
            throw NoDaemon.answered(location, e);
        } catch (CallTimeoutException e) {
            throw NoDaemon.silent(location, settings.timeout(), e);
        } catch (ConnectionClosedException e) {
            // A daemon that does not read all of the wrong message resets the connection, and the reset may overtake
            // its answer.
            throw new WrongDialect(tried, null,
                    "the daemon closed the connection when spoken to in protocol "
                            + tried.version() + " (" + RemoteText.message(e) + ")",
                    e);
        }
    }

    private static Handshake.Welcome welcomed(Message reply, Codec codec, CodecContext context,
            String location) {
        if (reply.type() != MessageType.CONNECTOK && reply.type() != MessageType.CONNECTFAIL) {
            throw new ProtocolException(
                    "cannot connect to " + RemoteText.shown(location) + ": invalid msg type "
                            + reply.type().code()
                            + " received (expected: 2, 3)");
        }
        Serializer answeredWith = Serializer.ofId(context.dialect(), reply.serializerId());
        Codec reader = answeredWith == null ? codec : Codecs.of(answeredWith); // refusals may come in marshal
        Object answer = reader.read(reply.payload(), context);
        if (reply.type() == MessageType.CONNECTFAIL) {
            throw new CommunicationException(
                    "connection to " + RemoteText.shown(location) + " rejected: "
                            + (answer instanceof String text
                                    ? RemoteText.shown(text, LONGEST_REFUSAL)
                                    : Binding.given(answer)));
        }
        return Handshake.Welcome.fromWire(answer,
                context.dialect() == Dialect.V502 || reply.has(Flags.META_ON_CONNECT));
    }

    private static Metadata askForMetadata(DaemonConnection connection, String objectId,
            CallDeadline deadline) {
        return Metadata
                .fromWire(connection.call(new CallPayload(WireNames.DAEMON, WireNames.GET_METADATA,
                        List.of(objectId), Map.of()), 0, Map.of(), deadline).value());
    }

    private MessageWriter newWriter(Dialect dialect) {
        return new MessageWriter(dialect, limits, settings.hmac(), settings.config().compression());
    }

    /** The daemon answered in another dialect, or closed without an answer, which may mean the same. */
    private static final class WrongDialect extends Exception {
        private static final long serialVersionUID = 1L;

        private final Dialect tried;
        private final @Nullable Dialect answeredIn;
        private final String reason;

        WrongDialect(Dialect tried, @Nullable Dialect answeredIn, String reason,
                @Nullable Throwable cause) {
            super(reason, cause);
            this.tried = tried;
            this.answeredIn = answeredIn;
            this.reason = reason;
        }
    }
}
