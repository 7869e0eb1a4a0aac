package io.jyro.types;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Python's OrderedDict: a map in insertion order, sent as an OrderedDict if the serializer supports it and as a dict
 * otherwise. Equal to any map with equal entries.
 */
public final class OrderedDict extends LinkedHashMap<Object, @Nullable Object> {
    private static final long serialVersionUID = 1L;

    /** Creates an empty dict. */
    public OrderedDict() {}

    /** Creates a dict with the entries of a map, in its order. */
    public OrderedDict(Map<?, ? extends @Nullable Object> entries) {
        super(entries);
    }
}
