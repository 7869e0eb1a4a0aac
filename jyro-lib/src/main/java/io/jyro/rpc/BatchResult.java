package io.jyro.rpc;

import java.lang.reflect.Type;
import java.util.concurrent.locks.ReentrantLock;

import io.jyro.PyroException;
import io.jyro.TypeRef;
import io.jyro.serialize.Binding;
import io.jyro.serialize.DecodeBudget;
import io.jyro.serialize.TypeMismatchException;
import org.jspecify.annotations.Nullable;

/**
 * What came of one call of a batch: its value, or its failure, which is then the last of the list. Any thread.
 */
public final class BatchResult {
    private final @Nullable Object value;
    private final @Nullable PyroException failure;
    private final Conversion conversion;
    private final String what;

    private BatchResult(@Nullable Object value, @Nullable PyroException failure,
            Conversion conversion, String what) {
        this.value = value;
        this.failure = failure;
        this.conversion = conversion;
        this.what = what;
    }

    /** Converts the results of one batch, whose budget is for one thread at a time. Any thread. */
    public static final class Conversion {
        private final DecodeBudget budget;
        private final ReentrantLock using = new ReentrantLock();

        /** Of a reply. */
        public Conversion(DecodeBudget budget) {
            this.budget = budget;
        }

        // A converter of the user may wait for another thread that converts a result, so nobody waits here.
        private @Nullable Object convert(@Nullable Object value, Binding binding) {
            if (!using.tryLock()) {
                return binding.bind(value, DecodeBudget.ofNoPayload());
            }
            try {
                return binding.bind(value, budget);
            } finally {
                using.unlock();
            }
        }
    }

    /**
     * A call that returned.
     *
     * @param conversion of the reply that the value came in
     * @param what names the call in messages, like {@code batch[2] raise()}
     */
    public static BatchResult of(@Nullable Object value, Conversion conversion, String what) {
        return new BatchResult(value, null, conversion, what);
    }

    /** A call that failed. */
    public static BatchResult failed(PyroException failure) {
        return new BatchResult(null, failure, new Conversion(DecodeBudget.ofNoPayload()), "");
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
            return conversion.convert(given, Binding.of(type));
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
