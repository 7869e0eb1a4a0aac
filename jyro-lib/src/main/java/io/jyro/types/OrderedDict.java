package io.jyro.types;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Python's OrderedDict: a map in the order of insertion that travels as an OrderedDict where the serializer has them,
 * and as a dict otherwise. Equal to any map of equal entries.
 */
public final class OrderedDict extends LinkedHashMap<Object, @Nullable Object> {
    private static final long serialVersionUID = 1L;

    /** Without entries. */
    public OrderedDict() {}

    /** With the entries of a map, in its order. */
    public OrderedDict(Map<?, ? extends @Nullable Object> entries) {
        super(entries);
    }
}
