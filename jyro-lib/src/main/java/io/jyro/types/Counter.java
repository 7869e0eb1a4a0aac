package io.jyro.types;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Python's Counter: a map from elements to their counts, sent as a Counter if the serializer supports it and as a dict
 * otherwise. Equal to any map with equal entries.
 */
public final class Counter extends LinkedHashMap<Object, @Nullable Object> {
    private static final long serialVersionUID = 1L;

    /** Creates an empty counter. */
    public Counter() {}

    /** Creates a counter with the entries of a map, in its order. */
    public Counter(Map<?, ? extends @Nullable Object> entries) {
        super(entries);
    }
}
