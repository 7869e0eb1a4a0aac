package io.jyro.server.objects;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;

import io.jyro.Param;
import io.jyro.TypeMismatchException;
import io.jyro.serialize.bind.Binding;
import io.jyro.serialize.format.LiteralText;
import org.jspecify.annotations.Nullable;

/** The value of a parameter that callers omit, from its annotation. Immutable. */
final class ParameterDefault {
    private final String source;
    private final Binding binding;
    private final @Nullable Object constant;

    private ParameterDefault(String source, Binding binding, @Nullable Object made) {
        this.source = source;
        this.binding = binding;
        constant = made instanceof Number || made instanceof String || made instanceof Boolean
                || made instanceof Character || made instanceof Enum<?> ? made : null;
    }

    /**
     * Returns the default of a parameter, or null if its annotation does not have one.
     *
     * @throws IllegalArgumentException if the text cannot be converted to the parameter's type
     */
    static @Nullable ParameterDefault of(@Nullable Param marker, Binding binding,
            Parameter parameter, Method method) {
        if (marker == null || marker.defaultValue().equals(Param.NO_DEFAULT)) {
            return null;
        }
        String source = marker.defaultValue();
        try {
            return new ParameterDefault(source, binding, LiteralText.bind(source, binding));
        } catch (TypeMismatchException e) {
            throw new IllegalArgumentException("the default value \"" + source + "\" in @Param on "
                    + parameter + " of " + method + " does not fit: " + e.getMessage(), e);
        }
    }

    /** Returns the value; creates it for each call if the called method could modify it. */
    @Nullable
    Object value() {
        return constant != null ? constant : LiteralText.bind(source, binding);
    }
}
