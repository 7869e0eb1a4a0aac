package io.jyro;

import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/** Two sets of converters; the second is asked only if the first has no converter. */
record ConvertersInOrder(ClassConverters first, ClassConverters second) implements ClassConverters {
    @Override
    public @Nullable Function<Object, ? extends Map<String, ?>> toDict(Class<?> type) {
        Function<Object, ? extends Map<String, ?>> converter = first.toDict(type);
        return converter != null ? converter : second.toDict(type);
    }

    @Override
    public @Nullable BiFunction<String, Map<String, @Nullable Object>, @Nullable Object> fromDict(
            String className) {
        var converter = first.fromDict(className);
        return converter != null ? converter : second.fromDict(className);
    }

    @Override
    public long changes() {
        return first.changes() + second.changes();
    }
}
