package io.jyro.client.link;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

import io.jyro.Dialect;
import io.jyro.PyroException;
import io.jyro.PyroUri;
import io.jyro.RemoteText;
import io.jyro.client.exchange.ConcurrentExchange;
import io.jyro.client.exchange.Exchange;
import io.jyro.client.exchange.SerialExchange;
import io.jyro.rpc.Capabilities;
import io.jyro.rpc.HostedObjects;
import io.jyro.rpc.Metadata;
import io.jyro.rpc.WireNames;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.Codec;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.CodecLimits;
import io.jyro.serialize.TypeRegistry;
import io.jyro.serialize.bind.ProxyState;
import io.jyro.serialize.format.Codecs;
import io.jyro.transport.CallDeadline;
import io.jyro.transport.Connection;
import io.jyro.transport.OwnLocations;
import io.jyro.transport.WireLog;
import io.jyro.transport.message.ConnectionMemory;
import io.jyro.transport.message.MessageChannel;
import io.jyro.wire.MessageWriter;
import io.jyro.wire.WireLimits;
import org.jspecify.annotations.Nullable;

/**
 * Makes the connections of one proxy out of channels that are open: with the proxy's limits, keys, codecs and types.
 * Immutable; any thread.
 */
public final class ConnectionFactory {
    private final ProxySettings settings;
    private final WireLimits limits;
    private final Receiver received;
    private final ConnectionsByThread byThread;

    /** Makes the proxies that are received over connections. Any thread. */
    interface Receiver {
        /** Returns the proxy of a state that was received over a connection of a dialect. */
        Object proxy(ProxyState state, Dialect dialect);
    }

    /**
     * @param received makes the proxies that are received over the connections
     * @param byThread notified of callers that wait for each other on a connection
     */
    ConnectionFactory(ProxySettings settings, Receiver received, ConnectionsByThread byThread) {
        this.settings = settings;
        this.received = received;
        this.byThread = byThread;
        limits = CodecLimits.ofMessages(settings.config());
    }

    /** Returns the channel for messages over a connection; the deadline is that of the handshake. */
    MessageChannel channelOver(Connection connection, CallDeadline deadline) {
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

    /** Returns the context of the values that are sent and received over a connection. */
    CodecContext contextFor(Dialect dialect, Connection connection) {
        return CodecContext.of(settings.config(), dialect, types(dialect))
                .writingUris(OwnLocations.shared().seenThrough(connection));
    }

    /**
     * Returns the codec of the proxy's serializer.
     *
     * @throws PyroException if the dialect has no such serializer
     */
    Codec codecFor(Dialect dialect) {
        Codec codec = Codecs.of(settings.serializer());
        if (codec.serializer().id(dialect) < 0) {
            throw new PyroException(
                    dialect.pyro() + "'s protocol has no serializer " + settings.serializer()
                            .pyroName());
        }
        return codec;
    }

    /** Returns whether the proxy needs the metadata of its object. */
    boolean wantsMetadata(Dialect dialect) {
        return dialect == Dialect.V502 || settings.config().metadata();
    }

    /**
     * Returns the connection over a channel. Asks for the metadata of the object if the proxy needs it and it did not
     * come with the handshake.
     */
    DaemonConnection connection(MessageChannel channel, Codec codec,
            CodecContext context, PyroUri uri, @Nullable Metadata welcomed,
            Capabilities capabilities, CallDeadline deadline) {
        channel.readLimit(CallDeadline.NONE);
        Dialect dialect = context.dialect();
        Metadata metadata = welcomed == null ? Metadata.NONE : welcomed;
        Exchange exchange = capabilities.sideBySide()
                ? new ConcurrentExchange(channel, settings.timeout(), settings.limit().length(),
                        newWriter(dialect), byThread.newContention())
                : new SerialExchange(channel, settings.timeout(), settings.given() == null,
                        new Writers(dialect));
        DaemonConnection open = new DaemonConnection(uri, exchange, codec,
                context.withExactTimes(capabilities.exactTimes()), metadata, capabilities,
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

    private static Metadata askForMetadata(DaemonConnection connection, String objectId,
            CallDeadline deadline) {
        return Metadata
                .fromWire(connection.call(new CallPayload(WireNames.DAEMON, WireNames.GET_METADATA,
                        List.of(objectId), Map.of()), 0, Map.of(), deadline).value());
    }

    /**
     * Returns an object's metadata, which must not be empty.
     *
     * @throws PyroException if it is empty
     */
    public static Metadata checked(Metadata metadata, PyroUri uri) {
        if (metadata.isEmpty()) {
            throw new PyroException("remote object '" + RemoteText.shown(uri.toString())
                    + "' doesn't expose any methods or attributes. Did you"
                    + " forget setting @expose on them?");
        }
        return metadata;
    }

    /** Returns a new writer of requests. */
    MessageWriter newWriter(Dialect dialect) {
        return new MessageWriter(dialect, limits, settings.hmac(), settings.config().compression());
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
    private record Receiving(Receiver receiver, Dialect dialect)
            implements
                Function<ProxyState, Object> {
        @Override
        public Object apply(ProxyState state) {
            return receiver.proxy(state, dialect);
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
}
