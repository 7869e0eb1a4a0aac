package io.jyro.server;

import java.util.function.Supplier;

import io.jyro.transport.message.MessageChannel;
import org.jspecify.annotations.Nullable;

/** How the connection of a client is opened, usually by a handshake. */
interface Opening {
    /** Returns the outcome, or null if the client is not served; its connection is then closed. */
    @Nullable
    Outcome open(DaemonCore core, ServedConnection client, MessageChannel channel);

    /** Returns whether the opening needs a whole message to begin; otherwise it waits for its input itself. */
    default boolean needsMessage() {
        return true;
    }

    /** Returns an opening that resumes a held one, whose message was read before. */
    static Opening resuming(Supplier<@Nullable Outcome> rest) {
        return new Opening() {
            @Override
            public @Nullable Outcome open(DaemonCore core, ServedConnection client,
                    MessageChannel channel) {
                return rest.get();
            }

            @Override
            public boolean needsMessage() {
                return false;
            }
        };
    }

    /** The outcome of an opening. */
    sealed interface Outcome permits Negotiated, Held {}

    /** The handshake is on hold: another thread resumes it, possibly before this one returns. */
    record Held() implements Outcome {}
}
