package io.jyro.server;

import java.util.UUID;

import io.jyro.CallTimeoutException;
import io.jyro.CommunicationException;
import io.jyro.ConnectionClosedException;
import io.jyro.Dialect;
import io.jyro.PyroException;
import io.jyro.RemoteText;
import io.jyro.rpc.CallContext;
import io.jyro.rpc.CallContextAccess;
import io.jyro.rpc.Capabilities;
import io.jyro.rpc.Handshake;
import io.jyro.rpc.ServedCall;
import io.jyro.serialize.Codec;
import io.jyro.serialize.CodecContext;
import io.jyro.server.HandshakeRefusals.Refused;
import io.jyro.server.calls.CorrelationIds;
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
 * it. Any thread.
 */
final class ServerHandshake implements Opening {
    private static final Logger log = LoggerFactory.getLogger(ServerHandshake.class);
    private static final String EXPECTED_CONNECT = " (expected: 1)";

    private final ChannelFactory channels;
    private final AcceptedCodecs codecs;
    private final HandshakeAnswers answers;
    private final HandshakeRefusals refusals;
    private final RequestHandler.Factory handlers;
    private final @Nullable String refusal;

    ServerHandshake(ChannelFactory channels, AcceptedCodecs codecs, HandshakeAnswers answers,
            HandshakeRefusals refusals, RequestHandler.Factory handlers) {
        this.channels = channels;
        this.codecs = codecs;
        this.answers = answers;
        this.refusals = refusals;
        this.handlers = handlers;
        refusal = null;
    }

    private ServerHandshake(ServerHandshake base, String refusal) {
        channels = base.channels;
        codecs = base.codecs;
        answers = base.answers;
        refusals = base.refusals;
        handlers = base.handlers;
        this.refusal = refusal;
    }

    /** Returns a handshake that refuses all clients, with the reason as the answer to their CONNECT messages. */
    ServerHandshake turningAway(String why) {
        return new ServerHandshake(this, why);
    }

    @Override
    public boolean admits() {
        return refusal == null;
    }

    @Override
    public @Nullable Outcome open(ServedConnection client) {
        return receive(client, null);
    }

    // Resumes with a CONNECT message that was held.
    private @Nullable Outcome receive(ServedConnection client, @Nullable Message held) {
        try {
            Message connect = held == null ? readConnect(client.channel()) : held;
            if (refusal != null) {
                throw new Refused(connect.dialect(), null, connect.sequence(), refusal, null);
            }
            return welcome(client, connect);
        } catch (Refused e) {
            refusals.refuse(client, e);
            return null;
        } catch (CommunicationException e) {
            log.debug("handshake failed, connection closed early: {}: {}", client,
                    RemoteText.message(e));
            client.channel().close();
            return null;
        }
    }

    private Message readConnect(MessageChannel channel) throws Refused {
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
            if (channels.requiresKey() && message.dialect() == Dialect.V502) {
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
                    ? "no complete handshake within " + channels.handshakeTimeout()
                            + " (HANDSHAKE_TIMEOUT)"
                    : "connection closed before a complete handshake";
            throw new Refused(channel.lastDialect(), null, 0, text, e);
        } catch (PyroException e) { // annotations, signature, size
            throw new Refused(channel.lastDialect(), null, 0, text(e), e);
        }
    }

    private Outcome welcome(ServedConnection client, Message connect) throws Refused {
        MessageChannel channel = client.channel();
        Dialect dialect = connect.dialect();
        int sequence = connect.sequence();
        Codec codec = codecOf(connect);
        CodecContext context = channels.context(dialect, channel);
        boolean wantsMetadata = dialect == Dialect.V502 || connect.has(Flags.META_ON_CONNECT);
        Capabilities offered = Capabilities.of(connect);
        HandshakeAnswers.Answer answer;
        UUID correlationId = CorrelationIds.of(connect);
        MessageWriter writer = channels.writer(dialect);
        CallContext around = CallContext.current();
        CallContextAccess.serve(around, ServedCall.first(), client, client.resources(),
                correlationId,
                connect);
        try {
            client.speaks(dialect);
            Object payload = codec.read(connect.payload(), context);
            Handshake.Request request = Handshake.Request.fromWire(payload, wantsMetadata);
            if (answers.mayStillCome(request) && hold(client, connect)) {
                return new Held();
            }
            answer = answers.answerTo(client, request, offered, around);
            ByteOutput out = writer.begin(MessageType.CONNECTOK, sequence, connect.serializerId(),
                    correlationId,
                    answer.annotations());
            codec.write(answer.welcome().toWire(dialect), out, context);
            writer.end(dialect == Dialect.V48 && wantsMetadata ? Flags.META_ON_CONNECT : 0);
        } catch (RuntimeException | Error e) { // an invalid payload, an unknown object, the user's validator
            throw new Refused(dialect, codec, sequence, text(e), e);
        } finally {
            CallContextAccess.end(around);
            Thread.interrupted(); // user code may have interrupted it, and the write would close the connection
        }
        client.welcome(channels.limits());
        channel.output().write(writer.output());
        log.debug("connected {} - {}", client,
                channel.connection().isEncrypted() ? "SSL" : "unencrypted");
        CodecContext ownNames = context.withOwnNames(); // the names of the handshake do not occur again
        return new Served(handlers.handler(client, new Negotiated(
                ownNames.withExactTimes(answer.capabilities().exactTimes()),
                answer.capabilities())));
    }

    // The message stays in the buffer of the channel, which no thread reads in the meantime.
    private boolean hold(ServedConnection client, Message connect) {
        return answers.hold(() -> client.receive(
                Opening.resuming(() -> receive(client, connect))));
    }

    private Codec codecOf(Message connect) throws Refused {
        Codec codec = codecs.find(connect.dialect(), connect.serializerId());
        if (codec == null) {
            throw new Refused(connect.dialect(), null, connect.sequence(),
                    codecs.refusal(connect.dialect(), connect.serializerId()),
                    null);
        }
        return codec;
    }

    private static String text(Throwable e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
