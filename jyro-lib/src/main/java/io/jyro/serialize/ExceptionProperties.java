package io.jyro.serialize;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.jyro.PyroException;
import io.jyro.serialize.bind.Beans;
import io.jyro.serialize.bind.JdkClasses;
import org.jspecify.annotations.Nullable;

/**
 * Reads the getters of a user's exception as attributes to send with it. Values that might not be serializable and
 * getters that fail are left out, so that the exception arrives in any case.
 */
final class ExceptionProperties {
    /** The properties of Throwable, and names that Python's exceptions reserve. */
    private static final Set<String> RESERVED = Set.of("message", "localizedMessage", "cause",
            "stackTrace", "suppressed", "args", "with_traceback", "add_note", "characters_written",
            "originalType");
    private static final int DEEPEST = 3;
    private static final int MOST_ELEMENTS = 1000;

    private static final ClassValue<Map<String, Method>> GETTERS = new ClassValue<>() {
        @Override
        protected Map<String, Method> computeValue(Class<?> type) {
            Map<String, Method> getters = new LinkedHashMap<>(Beans.getters(type));
            getters.keySet().removeIf(name -> RESERVED.contains(name) || name.startsWith("_"));
            getters.values()
                    .removeIf(getter -> JdkClasses.contain(getter.getDeclaringClass()));
            getters.values().removeIf(getter -> !getter.trySetAccessible());
            return getters;
        }
    };

    private ExceptionProperties() {}

    /** Returns the attributes by name; empty for an exception of Jyro or the JDK. */
    static Map<String, @Nullable Object> of(Throwable thrown) {
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
        if (!(thrown instanceof PyroException)) {
            GETTERS.get(thrown.getClass()).forEach((name, getter) -> {
                try {
                    Object value = getter.invoke(thrown);
                    if (travels(value, DEEPEST)) {
                        attributes.put(name, value);
                    }
                } catch (ReflectiveOperationException e) {
                    // left out: the exception itself is more important
                }
            });
        }
        return attributes;
    }

    /** Returns whether a value is plain, or a container of a moderate number of plain values. */
    private static boolean travels(@Nullable Object value, int levels) {
        return switch (value) {
            case null -> true;
            case Boolean bool -> true;
            case Number number -> number.getClass().getName().startsWith("java.");
            case CharSequence text -> text instanceof String;
            case Character character -> true;
            case Enum<?> constant -> true;
            case Collection<?> elements -> levels > 0 && elements.size() <= MOST_ELEMENTS
                    && elements.stream().allMatch(element -> travels(element, levels - 1));
            case Map<?, ?> dict -> levels > 0 && dict.size() <= MOST_ELEMENTS
                    && dict.keySet().stream().allMatch(String.class::isInstance)
                    && dict.values().stream().allMatch(element -> travels(element, levels - 1));
            default -> value.getClass().isArray()
                    ? Array.getLength(value) <= MOST_ELEMENTS
                            && value.getClass().getComponentType().isPrimitive()
                    : value.getClass().getName().startsWith("java.")
                            && StandardForms.isValue(value.getClass());
        };
    }
}
