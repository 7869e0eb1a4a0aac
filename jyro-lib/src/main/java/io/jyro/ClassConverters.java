package io.jyro;

import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Converters between objects and class dicts, as they are registered at the moment. {@code TypeRegistry} is the one to
 * register in. Safe to share between threads.
 */
public interface ClassConverters {
    /** The converter of objects of exactly this class to dicts; null if none is registered. */
    @Nullable
    Function<Object, ? extends Map<String, ?>> toDict(Class<?> type);

    /** The converter for class dicts of this name; it is given the name and the dict. Null if none is registered. */
    @Nullable
    BiFunction<String, Map<String, @Nullable Object>, @Nullable Object> fromDict(String className);

    /** A number that grows with every change, so that what was worked out from converters can be remembered until then. */
    long changes();

    /** No converters, now and ever. */
    static ClassConverters none() {
        return NoConverters.NONE;
    }

    /** Converters that are looked for here, and where there are none, among others. */
    default ClassConverters before(ClassConverters others) {
        return new ConvertersInOrder(this, others);
    }
}
