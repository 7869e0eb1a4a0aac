package io.jyro.serialize.bind;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.jyro.Omit;
import org.jspecify.annotations.Nullable;

/**
 * A class whose objects consist of their constructor's arguments, with known names: a record, a Kotlin data class, a
 * Scala case class, or a Java class with one public constructor and a getter for each of its parameters.
 *
 * @param constructor the constructor with all parts as parameters; for Kotlin, possibly the one that can also apply
 * defaults
 * @param hasMask whether the constructor also takes a bit mask of the parts to set to their default, and a marker
 */
public record DataClass(Constructor<?> constructor, List<Part> parts, boolean hasMask) {
    private static final String MARKER = "kotlin.jvm.internal.DefaultConstructorMarker";

    /**
     * One part of the class: a constructor parameter and the property of the same name.
     *
     * @param isOmitted whether it is excluded from serialization
     * @param isNullable whether it becomes null if it is missing
     * @param hasDefault whether the constructor has a default for it if it is missing
     */
    record Part(String name, Class<?> raw, Type type, Method accessor, boolean isOmitted,
            boolean isNullable, boolean hasDefault) {}

    /** Returns the parts of a class; null if it is not a data class. */
    public static @Nullable DataClass of(Class<?> type) {
        if (type.isRecord()) {
            return ofRecord(type);
        }
        if (type.isInterface() || type.isEnum() || type.isArray() || type.isPrimitive()
                || Modifier.isAbstract(type.getModifiers()) || JdkClasses.contain(type)) {
            return null;
        }
        List<KotlinConstructor.Parameter> ofKotlin = KotlinConstructor.parametersOf(type);
        return ofKotlin == null ? ofJava(type) : ofKotlin(type, ofKotlin);
    }

    private static DataClass ofRecord(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        List<Part> parts = new ArrayList<>();
        for (RecordComponent component : components) {
            parts.add(new Part(component.getName(), component.getType(),
                    component.getGenericType(), component.getAccessor(),
                    component.isAnnotationPresent(Omit.class),
                    isNullable(component), false));
        }
        Class<?>[] types = Stream.of(components).map(RecordComponent::getType)
                .toArray(Class[]::new);
        try {
            return new DataClass(type.getDeclaredConstructor(types), parts, false);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("record " + type.getName() + " has no constructor", e);
        }
    }

    private static @Nullable DataClass ofJava(Class<?> type) {
        List<Constructor<?>> constructors = Stream.<Constructor<?>>of(type.getConstructors())
                .filter(each -> !each.isSynthetic() && each.getParameterCount() > 0).toList();
        if (constructors.size() != 1) {
            return null;
        }
        Constructor<?> constructor = constructors.getFirst();
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < constructor.getParameterCount(); i++) {
            Parameter parameter = constructor.getParameters()[i];
            Part part = parameter.isNamePresent()
                    ? part(type, constructor, i, parameter.getName(), isNullable(parameter), false)
                    : null;
            if (part == null) {
                return null;
            }
            parts.add(part);
        }
        return new DataClass(constructor, parts, false);
    }

    private static @Nullable DataClass ofKotlin(Class<?> type,
            List<KotlinConstructor.Parameter> given) {
        Constructor<?> primary = null;
        for (Constructor<?> each : type.getConstructors()) {
            if (!each.isSynthetic() && !given.isEmpty()
                    && each.getParameterCount() == given.size()) {
                if (primary != null) {
                    return null; // ambiguous
                }
                primary = each;
            }
        }
        if (primary == null) {
            return null;
        }
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            KotlinConstructor.Parameter parameter = given.get(i);
            Part part = part(type, primary, i, parameter.name(), parameter.isNullable(),
                    parameter.hasDefault());
            if (part == null) {
                return null;
            }
            parts.add(part);
        }
        Constructor<?> withMask = withMask(type, primary);
        return withMask == null
                ? new DataClass(primary, parts, false)
                : new DataClass(withMask, parts, true);
    }

    /** Returns the constructor with an additional bit mask of the parameters to set to their defaults. */
    private static @Nullable Constructor<?> withMask(Class<?> type, Constructor<?> primary) {
        int count = primary.getParameterCount();
        for (Constructor<?> each : type.getDeclaredConstructors()) {
            Class<?>[] types = each.getParameterTypes();
            if (count <= Integer.SIZE && types.length == count + 2 && types[count] == int.class
                    && types[count + 1].getName().equals(MARKER)
                    && List.of(types).subList(0, count)
                            .equals(List.of(primary.getParameterTypes()))) {
                return each;
            }
        }
        return null;
    }

    private static @Nullable Part part(Class<?> type, Constructor<?> constructor, int index,
            String name, boolean isNullable, boolean hasDefault) {
        Class<?> raw = constructor.getParameterTypes()[index];
        Method accessor = Beans.accessor(type, name, raw);
        return accessor == null
                ? null
                : new Part(name, raw, constructor.getGenericParameterTypes()[index], accessor,
                        Beans.omitted(type).contains(name) || Stream
                                .of(constructor.getParameterAnnotations()[index])
                                .anyMatch(Omit.class::isInstance),
                        isNullable, hasDefault);
    }

    /** Checks the name only, so that any of the many annotations of that name will do. */
    private static boolean isNullable(RecordComponent component) {
        return !component.getType().isPrimitive() && (isMarkedNullable(component)
                || isMarkedNullable(component.getAnnotatedType()));
    }

    private static boolean isNullable(Parameter parameter) {
        return !parameter.getType().isPrimitive() && (isMarkedNullable(parameter)
                || isMarkedNullable(parameter.getAnnotatedType()));
    }

    private static boolean isMarkedNullable(AnnotatedElement element) {
        return Stream.of(element.getAnnotations()).map(Annotation::annotationType)
                .anyMatch(marker -> marker.getSimpleName().equals("Nullable"));
    }

    /** Returns the accessors of all parts that are sent, by name and in order. */
    public Map<String, Method> accessors() {
        Map<String, Method> accessors = new LinkedHashMap<>();
        for (Part part : parts) {
            if (!part.isOmitted()) {
                accessors.put(part.name(), part.accessor());
            }
        }
        return accessors;
    }
}
