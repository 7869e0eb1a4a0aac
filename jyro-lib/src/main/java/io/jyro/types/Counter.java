package io.jyro.types;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Python's Counter: a map from things to how often they were counted, that travels as a Counter where the serializer
 * has them, and as a dict otherwise. Equal to any map of equal entries.
 */
public final class Counter extends LinkedHashMap<Object, @Nullable Object> {
    private static final long serialVersionUID = 1L;

    /** Without entries. */
    public Counter() {}

    /** With the entries of a map, in its order. */
    public Counter(Map<?, ? extends @Nullable Object> entries) {
        super(entries);
    }
}
