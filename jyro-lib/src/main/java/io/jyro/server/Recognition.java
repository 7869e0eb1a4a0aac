package io.jyro.server;

import io.jyro.CommunicationException;
import io.jyro.ConnectionClosedException;
import io.jyro.Dialect;
import io.jyro.RemoteText;
import io.jyro.rpc.Agreement;
import io.jyro.transport.MessageChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives a client on a connection where nobody shakes hands (docs/protocol.md, 3.12): what it speaks is told by its first
 * message, which is a request already.
 */
final class Recognition implements Opening {
    private static final Logger log = LoggerFactory.getLogger(Recognition.class);

    /** It waits itself: there is one client, and it may be silent for longer than a handshake takes. */
    @Override
    public boolean needsMessage() {
        return false;
    }

    /**
     * Waits for the first message, for as long as connections may be idle; it is held until there is an object to call. The
     * client was there before the daemon, and asks for its object as soon as it likes.
     */
    @Override
    public Opening.@Nullable Outcome open(DaemonCore core, ClientConnection client,
            MessageChannel channel) {
        try {
            channel.readTimeout(core.config().commTimeout());
            Dialect dialect = channel.awaitDialect();
            if (core.hmac() != null && dialect == Dialect.V502) {
                core.warnings().handshakes().warn(
                        "{} is not served: it speaks protocol 502, and this daemon wants messages"
                                + " signed with a key, which only protocol 48 can do",
                        client);
                return null;
            }
            client.speaks(dialect);
            client.welcome();
            Terms terms = new Terms(core.codecContext(dialect, channel),
                    Agreement.NONE);
            return core.objects().hold()
                    .hold(() -> client.receive(Opening.resuming(() -> terms)))
                            ? new Opening.Held()
                            : terms;
        } catch (ConnectionClosedException e) {
            log.debug("{} left without a word", client);
            return null;
        } catch (CommunicationException e) {
            core.warnings().handshakes().warn("{} is not served: {}", client,
                    RemoteText.message(e));
            return null;
        }
    }
}
