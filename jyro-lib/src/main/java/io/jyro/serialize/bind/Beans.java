package io.jyro.serialize.bind;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.jyro.Expose;
import io.jyro.Omit;
import io.jyro.text.PropertyName;
import org.jspecify.annotations.Nullable;

/** Finds the properties of a class by its public getters and setters, and the ones that are not sent. */
public final class Beans {
    private Beans() {}

    /** Returns the getters of the properties that are sent, including those of superclasses, sorted by name. */
    public static Map<String, Method> getters(Class<?> type) {
        Map<String, Method> getters = new TreeMap<>();
        for (Method method : type.getMethods()) {
            String property = propertyOf(method);
            if (property != null) {
                // prefer the most specific return type over bridge methods and the like
                getters.merge(property, method,
                        (one, other) -> one.getReturnType().isAssignableFrom(other.getReturnType())
                                ? other
                                : one);
            }
        }
        getters.keySet().removeAll(omitted(type));
        return getters;
    }

    private static @Nullable String propertyOf(Method method) {
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

    /** Returns the setters of the properties that may be received. */
    public static Map<String, Method> setters(Class<?> type) {
        Map<String, Method> setters = new HashMap<>();
        for (Method method : type.getMethods()) {
            String property = method.getName().startsWith("set") && method.getParameterCount() == 1
                    && !Modifier.isStatic(method.getModifiers())
                            ? decapitalized(method.getName(), 3)
                            : null;
            if (property != null) {
                setters.merge(property, method, Beans::better);
            }
        }
        setters.keySet().removeAll(omitted(type));
        return setters;
    }

    /**
     * Chooses between two setters of a property: the one that takes the getter's type, otherwise any, but always the
     * same one.
     */
    private static Method better(Method one, Method other) {
        Class<?> type = getterType(one);
        if (one.getParameterTypes()[0] == type) {
            return one;
        }
        if (other.getParameterTypes()[0] == type) {
            return other;
        }
        return one.toGenericString().compareTo(other.toGenericString()) < 0 ? one : other;
    }

    private static @Nullable Class<?> getterType(Method setter) {
        Method getter = getter(setter.getDeclaringClass(),
                setter.getName().substring("set".length()));
        return getter == null ? null : getter.getReturnType();
    }

    private static @Nullable Method getter(Class<?> type, String capitalized) {
        Method getter = method(type, "get" + capitalized);
        return getter == null ? method(type, "is" + capitalized) : getter;
    }

    private static @Nullable Method method(Class<?> type, String name) {
        try {
            return type.getMethod(name);
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    /** Returns the method that reads a constructor parameter's value: its getter, or a method with its name. */
    static @Nullable Method accessor(Class<?> type, String name, Class<?> wanted) {
        String capitalized = name.isEmpty()
                ? name
                : Character.toUpperCase(name.charAt(0)) + name.substring(1);
        return Stream.of("get" + capitalized, "is" + capitalized, name)
                .map(each -> method(type, each))
                .filter(method -> method != null && method.getReturnType() == wanted
                        && !Modifier.isStatic(method.getModifiers()))
                .findFirst().orElse(null);
    }

    /** Returns the properties that are not sent, by the markers of their getters, setters and fields. */
    static Set<String> omitted(Class<?> type) {
        Set<String> omitted = new HashSet<>();
        for (Method method : type.getMethods()) {
            if (method.isAnnotationPresent(Omit.class)) {
                omitted.add(named(method));
            }
        }
        for (Class<?> level = type; level != null; level = level.getSuperclass()) {
            for (Field field : level.getDeclaredFields()) {
                if (field.isAnnotationPresent(Omit.class)) {
                    omitted.add(field.getName());
                }
            }
        }
        return omitted;
    }

    private static String named(Method accessor) {
        for (String prefix : List.of("get", "is", "set")) {
            String property = accessor.getName().startsWith(prefix)
                    ? decapitalized(accessor.getName(), prefix.length())
                    : null;
            if (property != null) {
                return property;
            }
        }
        return accessor.getName();
    }

    /**
     * Returns whether objects of a class are meant for remote calls: the class, a supertype or a method is marked as
     * exposed.
     */
    public static boolean isExposed(@Nullable Class<?> type) {
        return type != null && type != Object.class
                && (type.isAnnotationPresent(Expose.class)
                        || Stream.of(type.getDeclaredMethods())
                                .anyMatch(method -> method.isAnnotationPresent(Expose.class))
                        || isExposed(type.getSuperclass())
                        || Stream.of(type.getInterfaces()).anyMatch(Beans::isExposed));
    }

    /**
     * Returns the name of an accessor's property; null if nothing follows the prefix, or the prefix is part of a longer
     * word.
     */
    static @Nullable String decapitalized(String method, int prefix) {
        return method.length() == prefix || Character.isLowerCase(method.charAt(prefix))
                ? null
                : PropertyName.of(method, prefix);
    }
}
