package io.jyro;

import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A live view of the converters between objects and class dicts. Register them in a {@code TypeRegistry}. Safe to share
 * between threads.
 */
public interface ClassConverters {
    /** Returns the converter of objects of exactly this class to dicts, or null if none is registered. */
    @Nullable
    Function<Object, ? extends Map<String, ?>> toDict(Class<?> type);

    /**
     * Returns the converter for class dicts of this name, which receives the name and the dict, or null if none is
     * registered.
     */
    @Nullable
    BiFunction<String, Map<String, @Nullable Object>, @Nullable Object> fromDict(String className);

    /**
     * Returns a number that grows with every change, so that results derived from the converters can be cached until
     * then.
     */
    long changes();

    /** Returns a set of converters that is always empty. */
    static ClassConverters none() {
        return NoConverters.NONE;
    }

    /** Returns converters that are looked up here first, and then among others. */
    default ClassConverters before(ClassConverters others) {
        return new ConvertersInOrder(this, others);
    }
}
