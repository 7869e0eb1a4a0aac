package io.jyro.serialize.bind;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;

/**
 * Base class of the bindings that create objects from plain values. None, and values that are instances already, are
 * returned unchanged.
 */
abstract class ObjectBinding extends Binding {
    ObjectBinding(Class<?> type, Type declared) {
        super(type, declared);
    }

    /** @param className the name of the type on the wire, or null if it has none */
    ObjectBinding(Class<?> type, Type declared, @Nullable String className) {
        super(type, declared, className);
    }

    @Override
    final @Nullable Object convert(@Nullable Object plain, ConversionBudget budget) {
        return plain == null || type().isInstance(plain) ? plain : convertOther(plain, budget);
    }

    @Override
    final int fit(@Nullable Object plain, ConversionBudget budget) {
        if (plain == null) {
            return NONE;
        }
        return type().isInstance(plain) ? EXACT : fitOther(plain, budget);
    }

    /** Returns the result of {@link #convert} for a value that is not an instance yet. */
    abstract @Nullable Object convertOther(Object plain, ConversionBudget budget);

    /** Returns the result of {@link #fit} for a value that is not an instance yet. */
    abstract int fitOther(Object plain, ConversionBudget budget);
}
