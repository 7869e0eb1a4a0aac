package io.jyro.serialize;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Declared types in messages: without packages and enclosing classes, which mean nothing to Python's users. */
final class TypeText {
    private TypeText() {}

    static String of(Type type) {
        return switch (type) {
            case Class<?> plain -> {
                String name = plain.getSimpleName();
                yield name.isEmpty() ? plain.getName() : name; // an anonymous class has none
            }
            case ParameterizedType generic -> of(generic.getRawType())
                    + Arrays.stream(generic.getActualTypeArguments()).map(TypeText::of)
                            .collect(Collectors.joining(", ", "<", ">"));
            case GenericArrayType array -> of(array.getGenericComponentType()) + "[]";
            default -> type.getTypeName();
        };
    }
}
