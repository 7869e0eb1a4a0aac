package io.jyro.client.exchange;

import java.util.List;
import java.util.Map;

import io.jyro.ProtocolException;
import io.jyro.PyroException;
import io.jyro.RemoteCallException;
import io.jyro.serialize.DecodeBudget;
import org.jspecify.annotations.Nullable;

/** The reply to one call. For one thread at a time. */
public sealed interface Reply {
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

    /**
     * Returns the exception to throw here for a raised value; registered converters may have returned anything.
     *
     * @param detailed whether its stack trace contains the frames of Jyro itself
     */
    static RuntimeException raised(@Nullable Object value, boolean detailed) {
        return switch (value) {
            case PyroException received -> received.raisedHere(detailed);
            case RuntimeException raised -> raised;
            case Throwable checked -> {
                RemoteCallException raised = new RemoteCallException(checked.getClass().getName(),
                        checked.getMessage() == null ? List.of() : List.of(checked.getMessage()),
                        Map.of());
                raised.initCause(checked);
                yield raised;
            }
            case null -> new RemoteCallException("unknown", List.of(), Map.of());
            default -> new RemoteCallException("unknown", List.of(value), Map.of());
        };
    }

    /** A value as it was decoded from the payload. */
    record Value(@Nullable Object value, DecodeBudget budget) implements Reply {}

    /** The id of an item stream that a call returned; null if the daemon does not allow streams. */
    record Stream(@Nullable String id) implements Reply {
        @Override
        public Object value() {
            throw new ProtocolException("the reply is an item stream, but a value was expected");
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
