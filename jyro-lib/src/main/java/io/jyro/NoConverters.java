package io.jyro;

import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/** An empty set of converters. */
enum NoConverters implements ClassConverters {
    NONE;

    @Override
    public @Nullable Function<Object, ? extends Map<String, ?>> toDict(Class<?> type) {
        return null;
    }

    @Override
    public @Nullable BiFunction<String, Map<String, @Nullable Object>, @Nullable Object> fromDict(
            String className) {
        return null;
    }

    @Override
    public long changes() {
        return 0;
    }
}
