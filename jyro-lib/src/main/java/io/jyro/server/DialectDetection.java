package io.jyro.server;

import java.time.Duration;

import io.jyro.CommunicationException;
import io.jyro.ConnectionClosedException;
import io.jyro.Dialect;
import io.jyro.RateLimitedLog;
import io.jyro.RemoteText;
import io.jyro.rpc.Capabilities;
import io.jyro.server.objects.ObjectTable;
import io.jyro.transport.message.MessageChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a connection without a handshake (docs/protocol.md, 3.12). The first message, which is a request already,
 * determines the dialect.
 */
final class DialectDetection implements Opening {
    private static final Logger log = LoggerFactory.getLogger(DialectDetection.class);

    private final ChannelFactory channels;
    private final ObjectTable objects;
    private final RequestHandler.Factory handlers;
    private final RateLimitedLog warnings;
    private final Duration readTimeout;

    /** @param readTimeout how long the client may be silent within a message; zero means no limit */
    DialectDetection(ChannelFactory channels, ObjectTable objects, RequestHandler.Factory handlers,
            RateLimitedLog warnings, Duration readTimeout) {
        this.channels = channels;
        this.objects = objects;
        this.handlers = handlers;
        this.warnings = warnings;
        this.readTimeout = readTimeout;
    }

    /** Returns false: the one client may be silent for longer than a handshake takes, so this waits itself. */
    @Override
    public boolean needsMessage() {
        return false;
    }

    /**
     * Waits for the first message as long as connections may be idle, and holds it until there is an object to call:
     * the client was there before the daemon, and may call its object at any time.
     */
    @Override
    public @Nullable Outcome open(ServedConnection client) {
        try {
            MessageChannel channel = client.channel();
            channel.readTimeout(readTimeout);
            Dialect dialect = channel.awaitDialect();
            if (channels.requiresKey() && dialect == Dialect.V502) {
                warnings.warn(
                        "{} is not served: it speaks protocol 502, but this daemon requires"
                                + " messages signed with a key, which only protocol 48 supports",
                        client);
                return null;
            }
            client.speaks(dialect);
            client.welcome(channels.limits());
            Outcome served = new Served(handlers.handler(client,
                    new Negotiated(channels.context(dialect, channel), Capabilities.NONE)));
            return objects.hold().hold(() -> client.receive(Opening.resuming(() -> served)))
                    ? new Held()
                    : served;
        } catch (ConnectionClosedException e) {
            log.debug("{} disconnected without sending anything", client);
            return null;
        } catch (CommunicationException e) {
            warnings.warn("{} is not served: {}", client,
                    RemoteText.message(e));
            return null;
        }
    }
}
