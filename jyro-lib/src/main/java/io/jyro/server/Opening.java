package io.jyro.server;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/** How the connection of a client is opened, usually by a handshake. */
interface Opening {
    /** Returns the outcome, or null if the client is not served; its connection is then closed. */
    @Nullable
    Outcome open(ServedConnection client);

    /** Returns whether the opening needs a whole message to begin; otherwise it waits for its input itself. */
    default boolean needsMessage() {
        return true;
    }

    /** Returns whether clients are admitted; if not, they are only sent a refusal. */
    default boolean admits() {
        return true;
    }

    /** Returns an opening that resumes a held one, whose message was read before. */
    static Opening resuming(Supplier<@Nullable Outcome> rest) {
        return new Opening() {
            @Override
            public @Nullable Outcome open(ServedConnection client) {
                return rest.get();
            }

            @Override
            public boolean needsMessage() {
                return false;
            }
        };
    }

    /** The outcome of an opening. */
    sealed interface Outcome permits Served, Held {}

    /** The client is served. */
    record Served(ServedConnection.Requests requests) implements Outcome {}

    /** The handshake is on hold: another thread resumes it, possibly before this one returns. */
    record Held() implements Outcome {}
}
