package io.jyro.serialize;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/** Which properties a bean has: its public getters, those of superclasses too, in the order of their names. */
final class BeanForm {
    private BeanForm() {}

    /** What objects of a class become, or null if it has neither getters nor a name on the wire. */
    static @Nullable PlainForm of(Class<?> type) {
        Map<String, Method> getters = new TreeMap<>();
        for (Method method : type.getMethods()) {
            String property = property(method);
            if (property != null) {
                // of bridge methods and their like, the one that says most about its type
                getters.merge(property, method,
                        (one, other) -> one.getReturnType().isAssignableFrom(other.getReturnType())
                                ? other
                                : one);
            }
        }
        return getters.isEmpty() && NamedTypes.nameOf(type) == null
                ? null
                : RecordForm.of(type, getters);
    }

    private static @Nullable String property(Method method) {
        if (Modifier.isStatic(method.getModifiers()) || method.getParameterCount() > 0
                || method.getDeclaringClass() == Object.class
                || method.getReturnType() == void.class) {
            return null;
        }
        if (method.getName().startsWith("get")) {
            return decapitalized(method.getName(), 3);
        }
        return method.getName().startsWith("is") && method.getReturnType() == boolean.class
                ? decapitalized(method.getName(), 2)
                : null;
    }

    /**
     * The name of a property: {@code target} of {@code getTarget}, but {@code URL} of {@code getURL}, as JavaBeans has
     * it; null if nothing follows the prefix or it is part of a longer word.
     */
    static @Nullable String decapitalized(String method, int prefix) {
        if (method.length() == prefix || Character.isLowerCase(method.charAt(prefix))) {
            return null;
        }
        boolean acronym = method.length() > prefix + 1
                && Character.isUpperCase(method.charAt(prefix + 1));
        return acronym
                ? method.substring(prefix)
                : Character.toLowerCase(method.charAt(prefix)) + method.substring(prefix + 1);
    }
}
