package io.jyro.rpc;

import java.lang.reflect.Method;

import io.jyro.Attribute;

/** Which remote attribute an accessor marked with {@link Attribute} stands for. */
public final class AttributeName {
    private AttributeName() {}

    /** The name that the marker gives, else the method's without its {@code get}, {@code is} or {@code set}. */
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
                return decapitalized(name.substring(prefix.length()));
            }
        }
        return name;
    }

    // As the JavaBeans rules have it: getURL reads URL, getTarget reads target.
    private static String decapitalized(String name) {
        boolean acronym = name.length() > 1 && Character.isUpperCase(name.charAt(1));
        return acronym ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
