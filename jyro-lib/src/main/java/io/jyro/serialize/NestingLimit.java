package io.jyro.serialize;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

import io.jyro.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Explains why a value is nested too deeply to be written: it contains itself, or has too many levels. For codecs, also
 * in other modules.
 */
public final class NestingLimit {
    private NestingLimit() {}

    /** Returns the exception for a container that is nested more deeply than the limit. */
    public static SerializationException tooDeep(Object container, int limit) {
        String name = container.getClass().getName();
        if (contains(container, container, Collections.newSetFromMap(new IdentityHashMap<>()),
                limit)) {
            return new SerializationException(
                    "circular reference detected (" + name + " contains itself);"
                            + " serializers carry trees only");
        }
        return new SerializationException("a " + name + " is nested more than " + limit
                + " levels deep, or is part of a circular reference; flatten the data, or raise"
                + " maxNestingDepth on both sides");
    }

    private static boolean contains(@Nullable Object container, Object wanted, Set<Object> seen,
            int levels) {
        if (container == null || levels == 0 || !seen.add(container)) {
            return false;
        }
        if (container instanceof Map<?, ?> map) {
            return anyContains(map.values(), wanted, seen, levels);
        }
        return container instanceof Collection<?> elements
                && anyContains(elements, wanted, seen, levels);
    }

    @SuppressWarnings("ReferenceEquality") // only the same container makes a cycle, not an equal one
    private static boolean anyContains(Iterable<? extends @Nullable Object> elements, Object wanted,
            Set<Object> seen,
            int levels) {
        for (Object element : elements) {
            if (element == wanted || contains(element, wanted, seen, levels - 1)) {
                return true;
            }
        }
        return false;
    }
}
