package io.jyro.rpc;

import java.lang.reflect.Type;
import java.util.concurrent.locks.ReentrantLock;

import io.jyro.PyroException;
import io.jyro.TypeMismatchException;
import io.jyro.TypeRef;
import io.jyro.serialize.DecodeBudget;
import io.jyro.serialize.bind.Binding;
import io.jyro.serialize.bind.Bindings;
import org.jspecify.annotations.Nullable;

/** The result of one call of a batch: its value, or its failure, which is then the last in the list. Thread-safe. */
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

    /** Converts the results of one batch. Thread-safe, although their shared budget is for one thread at a time. */
    public static final class Conversion {
        private final DecodeBudget budget;
        private final ReentrantLock using = new ReentrantLock();

        /** Creates a conversion with the budget of a reply. */
        public Conversion(DecodeBudget budget) {
            this.budget = budget;
        }

        // A user's converter may wait for another thread that also converts a result; waiting here could deadlock.
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
     * Creates the result of a call that returned.
     *
     * @param conversion the conversion of the reply that contained the value
     * @param what the call as messages name it, such as {@code batch[2] raise()}
     */
    public static BatchResult of(@Nullable Object value, Conversion conversion, String what) {
        return new BatchResult(value, null, conversion, what);
    }

    /** Creates the result of a call that failed. */
    public static BatchResult failed(PyroException failure) {
        return new BatchResult(null, failure, new Conversion(DecodeBudget.ofNoPayload()), "");
    }

    /** Returns whether the call failed. */
    public boolean isFailure() {
        return failure != null;
    }

    /** Returns the exception that the call raised, or null if it returned. */
    public @Nullable PyroException failure() {
        return failure;
    }

    /**
     * Returns the value that the call returned.
     *
     * @throws PyroException the exception that the call raised, if it failed
     */
    public @Nullable Object get() {
        if (failure != null) {
            throw failure;
        }
        return value;
    }

    /**
     * Returns the value of the call, converted to a type.
     *
     * @throws PyroException if the value does not fit the type, or the exception that the call raised
     */
    @SuppressWarnings("unchecked") // the binding returns values of the type
    public <T> T get(Class<T> type) {
        return (T) bound(type);
    }

    /**
     * Returns the value of the call, converted to a generic type.
     *
     * @throws PyroException if the value does not fit the type, or the exception that the call raised
     */
    @SuppressWarnings("unchecked") // the binding returns values of the type
    public <T> T get(TypeRef<T> type) {
        return (T) bound(type.type());
    }

    @SuppressWarnings("NullAway") // None becomes null for every type
    private Object bound(Type type) {
        Object given = get();
        try {
            return conversion.convert(given, Bindings.of(type));
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
