package io.jyro.rpc;

import java.lang.reflect.Method;

import io.jyro.Attribute;
import io.jyro.text.PropertyName;

/** Derives the name of the remote attribute from an accessor marked with {@link Attribute}. */
public final class AttributeName {
    private AttributeName() {}

    /**
     * Returns the name set in the marker, otherwise the method's name without {@code get}, {@code is} or {@code set}.
     */
    public static String of(Method accessor) {
        Attribute marker = accessor.getAnnotation(Attribute.class);
        if (marker != null && !marker.value().isEmpty()) {
            return marker.value();
        }
        String name = accessor.getName();
        boolean writes = accessor.getParameterCount() == 1;
        for (String prefix : writes ? new String[]{"set"} : new String[]{"get", "is"}) {
            if (name.length() > prefix.length() && name.startsWith(prefix)
                    && Character.isUpperCase(name.charAt(prefix.length()))) {
                return PropertyName.of(name, prefix.length());
            }
        }
        return name;
    }
}
