package io.jyro.server;

import java.util.function.Supplier;

import io.jyro.transport.MessageChannel;
import org.jspecify.annotations.Nullable;

/** How a client is received: by a handshake as a rule. */
interface Opening {
    /** What it came to, or null if the client is not served; then its connection is closed. */
    @Nullable
    Outcome open(DaemonCore core, ClientConnection client, MessageChannel channel);

    /** Whether it has nothing to do before a whole message is there; else it waits for what it needs itself. */
    default boolean needsMessage() {
        return true;
    }

    /** Goes on with what was held, for which a message was read before. */
    static Opening resuming(Supplier<@Nullable Outcome> rest) {
        return new Opening() {
            @Override
            public @Nullable Outcome open(DaemonCore core, ClientConnection client,
                    MessageChannel channel) {
                return rest.get();
            }

            @Override
            public boolean needsMessage() {
                return false;
            }
        };
    }

    /** What the opening of a connection came to. */
    sealed interface Outcome permits Terms, Held {}

    /** The handshake is on hold: another thread resumes it, possibly before this one returns. */
    record Held() implements Outcome {}
}
