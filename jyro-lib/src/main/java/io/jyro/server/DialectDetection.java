package io.jyro.server;

import io.jyro.CommunicationException;
import io.jyro.ConnectionClosedException;
import io.jyro.Dialect;
import io.jyro.RemoteText;
import io.jyro.rpc.Capabilities;
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
    public Opening.@Nullable Outcome open(DaemonCore core, ServedConnection client,
            MessageChannel channel) {
        try {
            channel.readTimeout(core.config().commTimeout());
            Dialect dialect = channel.awaitDialect();
            if (core.hmac() != null && dialect == Dialect.V502) {
                core.warnings().handshakes().warn(
                        "{} is not served: it speaks protocol 502, but this daemon requires"
                                + " messages signed with a key, which only protocol 48 supports",
                        client);
                return null;
            }
            client.speaks(dialect);
            client.welcome();
            Negotiated negotiated = new Negotiated(core.codecContext(dialect, channel),
                    Capabilities.NONE);
            return core.objects().hold()
                    .hold(() -> client.receive(Opening.resuming(() -> negotiated)))
                            ? new Opening.Held()
                            : negotiated;
        } catch (ConnectionClosedException e) {
            log.debug("{} disconnected without sending anything", client);
            return null;
        } catch (CommunicationException e) {
            core.warnings().handshakes().warn("{} is not served: {}", client,
                    RemoteText.message(e));
            return null;
        }
    }
}
