package io.jyro.server;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;

import io.jyro.CallTimeoutException;
import io.jyro.CommunicationException;
import io.jyro.ConnectionClosedException;
import io.jyro.Dialect;
import io.jyro.PyroException;
import io.jyro.RemoteText;
import io.jyro.Serializer;
import io.jyro.rpc.CallContext;
import io.jyro.rpc.CallContextAccess;
import io.jyro.rpc.Capabilities;
import io.jyro.rpc.Handshake;
import io.jyro.rpc.Metadata;
import io.jyro.rpc.ServedCall;
import io.jyro.serialize.Codec;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.format.Codecs;
import io.jyro.server.objects.Registered;
import io.jyro.transport.message.MessageChannel;
import io.jyro.wire.ByteOutput;
import io.jyro.wire.Flags;
import io.jyro.wire.MalformedMessageException;
import io.jyro.wire.Message;
import io.jyro.wire.MessageType;
import io.jyro.wire.MessageWriter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Performs the handshake with a new client (docs/protocol.md, 2.3): reads its CONNECT message, and accepts or refuses
 * it. For one connection.
 */
final class ServerHandshake {
    private static final Logger log = LoggerFactory.getLogger(ServerHandshake.class);
    private static final String EXPECTED_CONNECT = " (expected: 1)";
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final DaemonCore core;
    private final ServedConnection client;
    private final MessageChannel channel;

    private ServerHandshake(DaemonCore core, ServedConnection client, MessageChannel channel) {
        this.core = core;
        this.client = client;
        this.channel = channel;
    }

    /** The reason for refusing a client, and the format of the answer. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final Dialect dialect;
        private final @Nullable Codec codec; // null: marshal, since the client's format is unknown
        private final int sequence;

        Refused(Dialect dialect, @Nullable Codec codec, int sequence, String text,
                @Nullable Throwable cause) {
            super(text, cause);
            this.dialect = dialect;
            this.codec = codec;
            this.sequence = sequence;
        }
    }

    /**
     * Performs the handshake.
     *
     * @return the outcome, or null if the client was refused and the connection closed
     */
    static Opening.@Nullable Outcome shakeHands(DaemonCore core, ServedConnection client,
            MessageChannel channel) {
        ServerHandshake handshake = new ServerHandshake(core, client, channel);
        return handshake.receive(new Step() {
            @Override
            public Opening.Outcome take() throws Refused {
                return handshake.welcome(handshake.readConnect());
            }
        });
    }

    /** Returns an opening that refuses a client, with the reason as the answer to its CONNECT message. */
    static Opening turningAway(String why) {
        return (core, client, channel) -> {
            ServerHandshake handshake = new ServerHandshake(core, client, channel);
            return handshake.receive(() -> {
                Message connect = handshake.readConnect();
                throw new Refused(connect.dialect(), null, connect.sequence(), why, null);
            });
        };
    }

    private interface Step {
        Opening.Outcome take() throws Refused;
    }

    private Opening.@Nullable Outcome receive(Step step) {
        try {
            return step.take();
        } catch (Refused e) {
            if (e.getCause() instanceof ConnectionClosedException) { // a probe of the port, not an attack
                log.debug("handshake failed, connection closed early: {}", client);
            } else {
                core.warnings().handshakes().warn(
                        "error during connect/handshake: {} is refused: {}{}", client,
                        RemoteText.message(e), diagnosis(e.getCause()));
            }
            tell(e);
            channel.closeGently(FAREWELL);
            return null;
        } catch (CommunicationException e) {
            log.debug("handshake failed, connection closed early: {}: {}", client,
                    RemoteText.message(e));
            channel.close();
            return null;
        }
    }

    // The text for the client is Pyro's; our own log may say more.
    private static String diagnosis(@Nullable Throwable cause) {
        if (!(cause instanceof MalformedMessageException malformed)
                || malformed.diagnosis().isEmpty()) {
            return "";
        }
        String advice = switch (malformed.foreign()) {
            case TLS_HELLO -> "; the client uses TLS, but this daemon does not: switch it on"
                    + " here, or off in the client";
            case HTTP_REQUEST -> "; this daemon is not a web server, but the HTTP gateway is";
            case null, default -> "";
        };
        return " (" + malformed.diagnosis() + advice + ")";
    }

    private Message readConnect() throws Refused {
        try {
            Message message = channel.read();
            if (message.refusal() != null) {
                throw message.refusal();
            }
            if (message.type() != MessageType.CONNECT) {
                throw new Refused(message.dialect(), null, 0,
                        "invalid msg type " + message.type().code() + " received"
                                + (message.dialect() == Dialect.V502 ? EXPECTED_CONNECT : ""),
                        null);
            }
            if (core.hmac() != null && message.dialect() == Dialect.V502) {
                throw new Refused(Dialect.V502, null, 0,
                        "this daemon requires messages signed with a key, which protocol 502"
                                + " does not support; use protocol 48 and the key",
                        null);
            }
            return message;
        } catch (MalformedMessageException e) {
            boolean unknownType = e.answerIn() == Dialect.V502
                    && text(e).startsWith("invalid msg type");
            throw new Refused(e.answerIn(), null, 0,
                    unknownType ? text(e) + EXPECTED_CONNECT : text(e), e);
        } catch (ConnectionClosedException | CallTimeoutException e) {
            // Silence, or less than a header: like Pyro of the same version, answer nonetheless.
            String text = e instanceof CallTimeoutException
                    ? "no complete handshake within " + core.config().handshakeTimeout()
                            + " (HANDSHAKE_TIMEOUT)"
                    : "connection closed before a complete handshake";
            throw new Refused(channel.lastDialect(), null, 0, text, e);
        } catch (PyroException e) { // annotations, signature, size
            throw new Refused(channel.lastDialect(), null, 0, text(e), e);
        }
    }

    private Opening.Outcome welcome(Message connect) throws Refused {
        Dialect dialect = connect.dialect();
        int sequence = connect.sequence();
        Codec codec = codecOf(connect);
        CodecContext context = core.codecContext(dialect, channel);
        boolean wantsMetadata = dialect == Dialect.V502 || connect.has(Flags.META_ON_CONNECT);
        Capabilities offered = Capabilities.of(connect);
        Capabilities capabilities;
        UUID correlationId = core.correlationId(connect);
        MessageWriter writer = core.messageWriter(dialect);
        CallContext around = CallContext.current();
        CallContextAccess.serve(around, ServedCall.first(), client, client.resources(),
                correlationId,
                connect);
        try {
            client.speaks(dialect);
            Object payload = codec.read(connect.payload(), context);
            Handshake.Request request = Handshake.Request.fromWire(payload, wantsMetadata);
            if (core.objects().mayStillCome(request.objectId()) && hold(connect)) {
                return new Opening.Held();
            }
            Object answer = core.hooks().answerTo(client, request.handshake());
            Registered registered = request.objectId() == null
                    ? null
                    : registered(request.objectId()).in(dialect);
            Metadata metadata = registered == null ? null : metadata(registered);
            capabilities = client.agree(offered, registered != null && !registered.isOfSession());
            ByteOutput out = writer.begin(MessageType.CONNECTOK, sequence, connect.serializerId(),
                    correlationId,
                    capabilities.with(core.replyAnnotations(around)));
            codec.write(new Handshake.Welcome(answer, metadata).toWire(dialect), out, context);
            writer.end(dialect == Dialect.V48 && wantsMetadata ? Flags.META_ON_CONNECT : 0);
        } catch (RuntimeException | Error e) { // an invalid payload, an unknown object, the user's validator
            throw new Refused(dialect, codec, sequence, text(e), e);
        } finally {
            CallContextAccess.end(around);
            Thread.interrupted(); // user code may have interrupted it, and the write would close the connection
        }
        client.welcome();
        channel.output().write(writer.output());
        log.debug("connected {} - {}", client,
                channel.connection().isEncrypted() ? "SSL" : "unencrypted");
        CodecContext ownNames = context.withOwnNames(); // the names of the handshake do not occur again
        return new Negotiated(ownNames.withExactTimes(capabilities.exactTimes()), capabilities);
    }

    // The message stays in the buffer of the channel, which no thread reads in the meantime.
    private boolean hold(Message connect) {
        return core.objects().hold().hold(() -> client.receive(
                Opening.resuming(() -> receive(() -> welcome(connect)))));
    }

    private Codec codecOf(Message connect) throws Refused {
        Codec codec = core.codecs().find(connect.dialect(), connect.serializerId());
        if (codec == null) {
            throw new Refused(connect.dialect(), null, connect.sequence(),
                    core.codecs().refusal(connect.dialect(), connect.serializerId()),
                    null);
        }
        return codec;
    }

    private Registered registered(String objectId) {
        Registered registered = core.objects().find(objectId);
        if (registered == null) {
            throw core.objects().unknown(objectId);
        }
        return registered;
    }

    private Metadata metadata(Registered registered) {
        Metadata metadata = registered.exposed().metadata();
        if (metadata.isEmpty()) {
            core.warnings().emptyObjects().warn(
                    "{} doesn't expose any methods or attributes. Did you forget setting @Expose on them?",
                    registered.exposed().type());
        }
        return metadata;
    }

    private void tell(Refused refused) {
        try {
            Codec codec = refused.codec == null ? Codecs.of(Serializer.MARSHAL) : refused.codec;
            MessageWriter writer = core.messageWriter(refused.dialect);
            ByteOutput out = writer.begin(MessageType.CONNECTFAIL, refused.sequence,
                    codec.serializer().id(refused.dialect), null, Map.of());
            codec.write(refused.getMessage(), out,
                    core.codecContext(refused.dialect, channel));
            writer.end(0);
            channel.output().write(writer.output());
        } catch (PyroException e) {
            log.debug("could not tell {} why it is refused: {}", client,
                    RemoteText.message(e));
        }
    }

    private static String text(Throwable e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
