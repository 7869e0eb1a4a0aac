package io.jyro.serialize.bind;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/** Chooses the implementation class of a declared collection or map. */
final class ContainerTypes {
    private ContainerTypes() {}

    /**
     * Returns for an interface the first choice that implements it, for a class its public constructor without
     * parameters, otherwise null.
     */
    static <T> @Nullable Supplier<? extends T> maker(Class<?> type, List<Choice<T>> choices) {
        for (Choice<T> choice : choices) {
            if (type.isAssignableFrom(choice.type())) {
                return choice.maker();
            }
        }
        if (type.isInterface() || Modifier.isAbstract(type.getModifiers())
                || !Modifier.isPublic(type.getModifiers())) {
            return null;
        }
        try {
            Constructor<?> constructor = type.getConstructor();
            return () -> make(constructor);
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    /** Returns a supplier of EnumSets, which need their enum at creation. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // some enum, statically unknown
    static Supplier<Collection<@Nullable Object>> enumSet(Class<?> type) {
        Class constants = requireEnum(type);
        return () -> (Collection<@Nullable Object>) EnumSet.noneOf(constants);
    }

    /** Returns a supplier of EnumMaps. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // some enum, statically unknown
    static Supplier<Map<@Nullable Object, @Nullable Object>> enumMap(Class<?> type) {
        Class constants = requireEnum(type);
        return () -> (Map<@Nullable Object, @Nullable Object>) new EnumMap(constants);
    }

    private static Class<?> requireEnum(Class<?> type) {
        if (!type.isEnum()) {
            throw new IllegalArgumentException("an EnumSet or EnumMap cannot be made without its"
                    + " enum type; declare it like EnumSet<DayOfWeek>");
        }
        return type;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // callers pass the class of T
    private static <T> T make(Constructor<?> constructor) {
        try {
            return (T) constructor.newInstance();
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException ours
                    ? ours
                    : new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(constructor.getDeclaringClass().getName()
                    + " cannot be made; make it public or declare an interface of java.util instead",
                    e);
        }
    }

    /** A class that is used for each of its supertypes. */
    record Choice<T>(Class<?> type, Supplier<? extends T> maker) {}
}
