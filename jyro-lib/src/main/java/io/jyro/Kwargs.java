package io.jyro;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Keyword arguments of a call, in order. They are sent as keywords only if they are the last
 * argument of {@code call}. Immutable.
 *
 * {@snippet :
 * thermostat.call("warm", Kwargs.of("degrees", 1.5).and("quietly", true));
 * }
 */
public final class Kwargs {
    private static final Kwargs NONE = new Kwargs(Map.of());

    private final Map<String, @Nullable Object> values;

    private Kwargs(Map<String, @Nullable Object> values) {
        this.values = values;
    }

    /** Returns an empty set of keyword arguments. */
    public static Kwargs none() {
        return NONE;
    }

    /** Returns a single keyword argument. */
    public static Kwargs of(String name, @Nullable Object value) {
        return NONE.and(name, value);
    }

    /** Returns all entries of a map as keyword arguments, in its order. The map is copied. */
    public static Kwargs of(Map<String, ? extends @Nullable Object> values) {
        for (String name : values.keySet()) {
            Objects.requireNonNull(name, "name of a keyword argument");
        }
        return new Kwargs(Collections.unmodifiableMap(new LinkedHashMap<>(values)));
    }

    /** Returns these arguments and one more; a repeated name replaces the earlier value. */
    public Kwargs and(String name, @Nullable Object value) {
        Objects.requireNonNull(name, "name of a keyword argument");
        Map<String, @Nullable Object> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Kwargs(Collections.unmodifiableMap(more));
    }

    /** Returns the names and values in order; unmodifiable. */
    public Map<String, @Nullable Object> asMap() {
        return values;
    }

    /** Compares names and values, in any order. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Kwargs that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return "Kwargs" + values;
    }
}
