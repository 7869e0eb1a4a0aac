package io.jyro.client.link;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;

import io.jyro.CallTimeoutException;
import io.jyro.CommunicationException;
import io.jyro.ConnectionClosedException;
import io.jyro.Dialect;
import io.jyro.ProtocolException;
import io.jyro.PyroUri;
import io.jyro.RemoteText;
import io.jyro.Serializer;
import io.jyro.rpc.CallContext;
import io.jyro.rpc.CallContextAccess;
import io.jyro.rpc.Capabilities;
import io.jyro.rpc.Handshake;
import io.jyro.serialize.Codec;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.bind.Binding;
import io.jyro.serialize.format.Codecs;
import io.jyro.transport.CallDeadline;
import io.jyro.transport.Connection;
import io.jyro.transport.message.MessageChannel;
import io.jyro.wire.ByteOutput;
import io.jyro.wire.Flags;
import io.jyro.wire.MalformedMessageException;
import io.jyro.wire.Message;
import io.jyro.wire.MessageType;
import io.jyro.wire.MessageWriter;
import org.jspecify.annotations.Nullable;

/**
 * The handshake of a proxy with a daemon, in one dialect (docs/protocol.md, 2). Immutable; any thread.
 */
final class ClientHandshake {
    private static final int LONGEST_REFUSAL = 1000;
    // The limit for annotations in a CONNECT message: as much as protocol 48 can carry.
    private static final int LARGEST_ANNOTATIONS = 64 * 1024;

    private final ProxySettings settings;
    private final ConnectionFactory connections;

    ClientHandshake(ProxySettings settings, ConnectionFactory connections) {
        this.settings = settings;
        this.connections = connections;
    }

    /**
     * Shakes hands over a new connection.
     *
     * @throws WrongDialect if the daemon seems to speak the other dialect; the connection is closed
     * @throws CommunicationException if the daemon refuses or the connection fails; the connection is closed
     */
    DaemonConnection shakeHands(Connection connection, PyroUri uri, String location,
            Dialect dialect, Capabilities offer, CallDeadline deadline)
            throws WrongDialect {
        MessageChannel channel = connections.channelOver(connection, deadline);
        try {
            Codec codec = connections.codecFor(dialect);
            CodecContext context = connections.contextFor(dialect, connection);
            MessageWriter writer = connections.newWriter(dialect);
            sendConnect(channel, writer, codec, context, uri.objectId(),
                    connections.wantsMetadata(dialect),
                    offer, deadline);
            Message reply = readAnswer(channel, dialect, location);
            Handshake.Welcome welcome = welcomed(reply, codec, context, location);
            DaemonConnection open = connections.connection(channel, codec, context, uri,
                    welcome.metadata(),
                    Capabilities.of(reply), deadline);
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
        Map<String, byte[]> annotations = Capabilities.without(reply.annotations());
        if (annotations.isEmpty()) {
            return;
        }
        CallContextAccess.welcomed(CallContext.current(), annotations);
        ObjIntConsumer<Map<String, byte[]>> hook = settings.responseHook();
        if (hook != null) {
            hook.accept(annotations, reply.type().code());
        }
    }

    private void sendConnect(MessageChannel channel, MessageWriter writer, Codec codec,
            CodecContext context,
            String objectId, boolean wantsMetadata, Capabilities offer, CallDeadline deadline) {
        ByteOutput out = writer.begin(MessageType.CONNECT, 0,
                codec.serializer().id(context.dialect()),
                CallContext.current().correlationId(),
                offer.with(settings.annotationsWith(ofHandshake(context.dialect(),
                        CallContextAccess.waitingRequestAnnotations(CallContext.current())))));
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
                                + "'s protocol " + tried.version() + " but answered in protocol "
                                + reply.dialect().version(),
                        null);
            }
            return reply;
        } catch (MalformedMessageException e) {
            throw HandshakeErrors.answered(location, e);
        } catch (CallTimeoutException e) {
            throw HandshakeErrors.silent(location, settings.timeout(), e);
        } catch (ConnectionClosedException e) {
            // A daemon that does not read all of the wrong message resets the connection, and the reset may overtake
            // its answer.
            throw new WrongDialect(tried, null,
                    "the daemon closed the connection during a handshake in protocol "
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
}
