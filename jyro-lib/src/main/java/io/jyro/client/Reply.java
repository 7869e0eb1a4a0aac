package io.jyro.client;

import io.jyro.ProtocolException;
import io.jyro.serialize.DecodeBudget;
import org.jspecify.annotations.Nullable;

/** The reply to one call. For one thread at a time. */
sealed interface Reply {
    /** The result of a call that has no reply. */
    Reply NONE = new None();

    /**
     * Returns the value of the reply; null is Python's None.
     *
     * @throws ProtocolException if the reply is an item stream
     */
    @Nullable
    Object value();

    /** Returns the decode budget of the reply, which the conversion of its value continues to use. */
    DecodeBudget budget();

    /** A value as it was decoded from the payload. */
    record Value(@Nullable Object value, DecodeBudget budget) implements Reply {}

    /** The id of an item stream that a call returned; null if the daemon does not allow streams. */
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

    /** No value, as for a oneway call. */
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
