package io.jyro.server;

import io.jyro.transport.MessageChannel;
import org.jspecify.annotations.Nullable;

/** How a client is received: by a handshake as a rule. */
interface Opening {
    /** What it came to, or null if the client is not served; then its connection is closed. */
    @Nullable
    Outcome open(DaemonCore core, ClientConnection client, MessageChannel channel);

    /** What the opening of a connection came to. */
    sealed interface Outcome permits Terms, Held {}

    /** Nothing yet: the client is received again, by another thread perhaps, which may have begun already. */
    record Held() implements Outcome {}
}
