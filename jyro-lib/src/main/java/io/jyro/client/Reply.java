package io.jyro.client;

import io.jyro.ProtocolException;
import io.jyro.serialize.DecodeBudget;
import org.jspecify.annotations.Nullable;

/** The reply to one call. For one thread at a time. */
sealed interface Reply {
    /** The reply to a call for which none is sent. */
    Reply NONE = new None();

    /**
     * The value that came; null is Python's None.
     *
     * @throws ProtocolException if it is an item stream
     */
    @Nullable
    Object value();

    /** What reading the reply cost, so that converting its value goes on with it. */
    DecodeBudget budget();

    /** A value, as its payload has it. */
    record Value(@Nullable Object value, DecodeBudget budget) implements Reply {}

    /** An item stream that a call returned, by its id; null if the daemon does not allow streams. */
    record Stream(@Nullable String id) implements Reply {
        @Override
        public Object value() {
            throw new ProtocolException("the reply is an item stream, where a value should be");
        }

        @Override
        public DecodeBudget budget() {
            return DecodeBudget.ofNoPayload();
        }
    }

    /** Nothing, as for a oneway call. */
    record None() implements Reply {
        @Override
        public @Nullable Object value() {
            return null;
        }

        @Override
        public DecodeBudget budget() {
            return DecodeBudget.ofNoPayload();
        }
    }
}
