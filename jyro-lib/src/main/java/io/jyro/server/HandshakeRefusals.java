package io.jyro.server;

import java.time.Duration;
import java.util.Map;

import io.jyro.ConnectionClosedException;
import io.jyro.Dialect;
import io.jyro.PyroException;
import io.jyro.RateLimitedLog;
import io.jyro.RemoteText;
import io.jyro.Serializer;
import io.jyro.serialize.Codec;
import io.jyro.serialize.format.Codecs;
import io.jyro.transport.message.MessageChannel;
import io.jyro.wire.ByteOutput;
import io.jyro.wire.MalformedMessageException;
import io.jyro.wire.MessageType;
import io.jyro.wire.MessageWriter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refuses clients in the handshake: logs the reason, answers with it, and closes the connection. Any thread. */
final class HandshakeRefusals {
    // Users set the level of these lines by this name.
    private static final Logger log = LoggerFactory.getLogger("io.jyro.server.ServerHandshake");
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final ChannelFactory channels;
    private final RateLimitedLog warnings;

    HandshakeRefusals(ChannelFactory channels, RateLimitedLog warnings) {
        this.channels = channels;
        this.warnings = warnings;
    }

    /** The reason for refusing a client, and the format of the answer. */
    static final class Refused extends Exception {
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

    /** Refuses a client. */
    void refuse(ServedConnection client, Refused refused) {
        if (refused.getCause() instanceof ConnectionClosedException) { // a probe of the port, not an attack
            log.debug("handshake failed, connection closed early: {}", client);
        } else {
            warnings.warn("error during connect/handshake: {} is refused: {}{}", client,
                    RemoteText.message(refused), diagnosis(refused.getCause()));
        }
        tell(client, refused);
        client.channel().closeGently(FAREWELL);
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

    private void tell(ServedConnection client, Refused refused) {
        try {
            MessageChannel channel = client.channel();
            Codec codec = refused.codec == null ? Codecs.of(Serializer.MARSHAL) : refused.codec;
            MessageWriter writer = channels.writer(refused.dialect);
            ByteOutput out = writer.begin(MessageType.CONNECTFAIL, refused.sequence,
                    codec.serializer().id(refused.dialect), null, Map.of());
            codec.write(refused.getMessage(), out, channels.context(refused.dialect, channel));
            writer.end(0);
            channel.output().write(writer.output());
        } catch (PyroException e) {
            log.debug("could not tell {} why it is refused: {}", client,
                    RemoteText.message(e));
        }
    }
}
