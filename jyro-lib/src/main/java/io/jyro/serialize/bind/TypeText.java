package io.jyro.serialize.bind;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Formats declared types for messages: without packages and enclosing classes, which mean nothing to Python's users.
 */
final class TypeText {
    private TypeText() {}

    static String of(Type type) {
        return type instanceof Class<?> plain ? ofClass(plain) : ofGeneric(type);
    }

    private static String ofClass(Class<?> type) {
        String name = type.getSimpleName();
        return name.isEmpty() ? type.getName() : name; // an anonymous class has none
    }

    private static String ofGeneric(Type type) {
        return switch (type) {
            case ParameterizedType generic -> of(generic.getRawType())
                    + Arrays.stream(generic.getActualTypeArguments()).map(TypeText::of)
                            .collect(Collectors.joining(", ", "<", ">"));
            case GenericArrayType array -> of(array.getGenericComponentType()) + "[]";
            default -> type.getTypeName();
        };
    }
}
