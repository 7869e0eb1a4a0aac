package io.jyro.rpc;

import java.lang.reflect.Type;

import io.jyro.PyroException;
import io.jyro.TypeRef;
import io.jyro.serialize.Binding;
import io.jyro.serialize.DecodeBudget;
import io.jyro.serialize.TypeMismatchException;
import org.jspecify.annotations.Nullable;

/** What came of one call of a batch: its value, or its failure, which is then the last of the list. Immutable. */
public final class BatchResult {
    private final @Nullable Object value;
    private final @Nullable PyroException failure;
    private final DecodeBudget budget;
    private final String what;

    private BatchResult(@Nullable Object value, @Nullable PyroException failure,
            DecodeBudget budget, String what) {
        this.value = value;
        this.failure = failure;
        this.budget = budget;
        this.what = what;
    }

    /**
     * A call that returned.
     *
     * @param budget of the reply that the value came in
     * @param what names the call in messages, like {@code batch[2] raise()}
     */
    public static BatchResult of(@Nullable Object value, DecodeBudget budget, String what) {
        return new BatchResult(value, null, budget, what);
    }

    /** A call that failed. */
    public static BatchResult failed(PyroException failure) {
        return new BatchResult(null, failure, DecodeBudget.unlimited(), "");
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
    @SuppressWarnings("unchecked") // the binding gives the type's values
    public <T> T get(Class<T> type) {
        return (T) bound(type);
    }

    /**
     * What the call returned, converted to a generic type.
     *
     * @throws PyroException what the call raised, if it failed, or if the value does not fit the type
     */
    @SuppressWarnings("unchecked") // the binding gives the type's values
    public <T> T get(TypeRef<T> type) {
        return (T) bound(type.type());
    }

    @SuppressWarnings("NullAway") // None is null, whatever the type is
    private Object bound(Type type) {
        Object given = get();
        try {
            synchronized (budget) { // it is that of all results of the batch
                return Binding.of(type).bind(given, budget);
            }
        } catch (TypeMismatchException e) {
            throw e.withContext(what + " result");
        }
    }

    @Override
    public String toString() {
        return failure == null
                ? "BatchResult[" + value + "]"
                : "BatchResult[failed: " + failure.getMessage() + "]";
    }
}
