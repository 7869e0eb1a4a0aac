package io.jyro;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Keyword arguments of a call, in order. As the last argument of {@code call} they are sent as
 * keywords; nowhere else do they mean anything. Immutable.
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

    /** No keyword arguments. */
    public static Kwargs none() {
        return NONE;
    }

    /** One keyword argument. */
    public static Kwargs of(String name, @Nullable Object value) {
        return NONE.and(name, value);
    }

    /** All entries of a map, in its order. The map is copied. */
    public static Kwargs of(Map<String, ? extends @Nullable Object> values) {
        for (String name : values.keySet()) {
            Objects.requireNonNull(name, "name of a keyword argument");
        }
        return new Kwargs(Collections.unmodifiableMap(new LinkedHashMap<>(values)));
    }

    /** These and one more; a repeated name replaces the earlier value. */
    public Kwargs and(String name, @Nullable Object value) {
        Objects.requireNonNull(name, "name of a keyword argument");
        Map<String, @Nullable Object> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Kwargs(Collections.unmodifiableMap(more));
    }

    /** Names and values, in order; unmodifiable. */
    public Map<String, @Nullable Object> asMap() {
        return values;
    }

    /** Whether the other has the same names with equal values, in any order. */
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
