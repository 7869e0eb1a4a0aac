package io.jyro.types;

import java.lang.reflect.Array;
import java.util.Objects;

import io.jyro.types.DType.Kind;

/** Copies the elements of an array into Java arrays nested in each other. */
final class NestedArrays {
    private final Layout layout;
    private final Kind kind;
    private final ElementRuns runs;

    NestedArrays(Layout layout, Kind kind, ElementRuns runs) {
        this.layout = layout;
        this.kind = kind;
        this.runs = runs;
    }

    <T> T copy(Class<T> arrayType) {
        Class<?> element = arrayType;
        for (int i = 0; i < layout.dimensions(); i++) {
            Class<?> inner = element.getComponentType();
            if (inner == null) {
                throw wrongRank(arrayType);
            }
            element = inner;
        }
        if (layout.dimensions() == 0 || element.isArray()
                && !(element == byte[].class && kind == Kind.BYTES)) {
            throw wrongRank(arrayType);
        }
        Rows.check(layout);
        return arrayType.cast(arrays(arrayType, 0, layout.offset()));
    }

    private IllegalArgumentException wrongRank(Class<?> arrayType) {
        return new IllegalArgumentException(
                "an array of shape " + layout + " is not a " + arrayType.getTypeName());
    }

    private Object arrays(Class<?> type, int depth, int at) {
        Class<?> inner = Objects.requireNonNull(type.getComponentType());
        Object array = Array.newInstance(inner, layout.length(depth));
        if (depth == layout.dimensions() - 1) {
            runs.copy(at, layout.stride(depth), array, 0, layout.length(depth));
        } else {
            Object[] rows = (Object[]) array;
            for (int i = 0; i < rows.length; i++) {
                rows[i] = arrays(inner, depth + 1, at + i * layout.stride(depth));
            }
        }
        return array;
    }
}
