package io.jyro.rpc;

import io.jyro.PyroException;
import io.jyro.serialize.Binding;
import org.jspecify.annotations.Nullable;

/** What came of one call of a batch: its value, or its failure, which is then the last of the list. Immutable. */
public final class BatchResult {
    private final @Nullable Object value;
    private final @Nullable PyroException failure;

    private BatchResult(@Nullable Object value, @Nullable PyroException failure) {
        this.value = value;
        this.failure = failure;
    }

    /** A call that returned. */
    public static BatchResult of(@Nullable Object value) {
        return new BatchResult(value, null);
    }

    /** A call that failed. */
    public static BatchResult failed(PyroException failure) {
        return new BatchResult(null, failure);
    }

    /** Whether the call failed. */
    public boolean isFailure() {
        return failure != null;
    }

    /** What the call raised, or null if it returned. */
    public @Nullable PyroException failure() {
        return failure;
    }

    /**
     * What the call returned.
     *
     * @throws PyroException what the call raised, if it failed
     */
    public @Nullable Object get() {
        if (failure != null) {
            throw failure;
        }
        return value;
    }

    /**
     * What the call returned, converted to a type.
     *
     * @throws PyroException what the call raised, if it failed, or if the value does not fit the type
     */
    @SuppressWarnings({"unchecked", "NullAway"}) // the binding gives the type's values, or null
    public <T> T get(Class<T> type) {
        return (T) Binding.of(type).bind(get());
    }

    @Override
    public String toString() {
        return failure == null
                ? "BatchResult[" + value + "]"
                : "BatchResult[failed: " + failure.getMessage() + "]";
    }
}
