package io.jyro.types;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Python's defaultdict: a map sent as a defaultdict if the serializer supports it and as a dict otherwise. Equal to any
 * map with equal entries. The name of the type that creates missing values in Python is kept so that it can be sent
 * back; {@link #get} does not use it.
 */
public final class DefaultDict extends LinkedHashMap<Object, @Nullable Object> {
    private static final long serialVersionUID = 1L;

    private final @Nullable String factory;

    /**
     * Creates a dict with the entries of a map, in its order.
     *
     * @param factory the name of the builtin type that creates the value of a missing key, such as {@code int} or
     *        {@code list}; null for none
     */
    public DefaultDict(@Nullable String factory, Map<?, ? extends @Nullable Object> entries) {
        super(entries);
        this.factory = factory;
    }

    /** Returns the name of the builtin type that creates the value of a missing key; null for none. */
    public @Nullable String factory() {
        return factory;
    }
}
