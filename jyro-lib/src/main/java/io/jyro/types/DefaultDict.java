package io.jyro.types;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Python's defaultdict: a map that travels as a defaultdict where the serializer has them, and as a dict otherwise.
 * Equal to any map of equal entries. What Python makes for a missing key is kept by name for its way back;
 * {@link #get} does not look at it.
 */
public final class DefaultDict extends LinkedHashMap<Object, @Nullable Object> {
    private static final long serialVersionUID = 1L;

    private final @Nullable String factory;

    /**
     * With the entries of a map, in its order.
     *
     * @param factory the name of the builtin type that makes the value of a missing key, such as {@code int} or
     *        {@code list}; null for none
     */
    public DefaultDict(@Nullable String factory, Map<?, ? extends @Nullable Object> entries) {
        super(entries);
        this.factory = factory;
    }

    /** The name of the builtin type that makes the value of a missing key; null for none. */
    public @Nullable String factory() {
        return factory;
    }
}
