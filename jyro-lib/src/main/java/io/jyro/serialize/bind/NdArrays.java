package io.jyro.serialize.bind;

import java.util.List;

import io.jyro.types.ClassDict;
import io.jyro.types.Complex;
import io.jyro.types.NdArray;
import org.jspecify.annotations.Nullable;

/** Properties of numpy arrays that reading, binding and error messages share. */
public final class NdArrays {
    /** The class name of the class dict that represents an array. */
    public static final String CLASS = "numpy.ndarray";

    private static final int BYTES_OF_OBJECT = 28;

    private NdArrays() {}

    /**
     * Excludes bytes and text, which have types of their own; in an array, each text of a list takes as much memory as
     * the longest.
     */
    public static boolean mayBecomeArray(Object plain, int maxNestingDepth) {
        if (plain instanceof byte[] || plain instanceof char[]) {
            return false;
        }
        Object first = plain;
        for (int depth = 0; depth < maxNestingDepth; depth++) {
            switch (first) {
                case List<?> list -> {
                    if (list.isEmpty()) {
                        return true;
                    }
                    first = list.get(0);
                }
                case Object[] array -> {
                    if (array.length == 0) {
                        return true;
                    }
                    first = array[0];
                }
                case null -> {
                    return false;
                }
                default -> {
                    return depth > 0 && (first instanceof Number || first instanceof Boolean
                            || first instanceof Complex) || first.getClass().isArray();
                }
            }
        }
        return false;
    }

    /** Returns how many bytes the elements of an array take as objects, or in a Java array of a primitive type. */
    static long sizeAs(Class<?> element, NdArray array) {
        return array.size() * (long) (!element.isPrimitive()
                ? BYTES_OF_OBJECT
                : element == long.class || element == double.class ? Long.BYTES : Integer.BYTES);
    }

    /** Returns whether elements that are small in the array would take more memory than a payload may. */
    static boolean isTooLarge(NdArray array, Class<?> element, long maxBytes) {
        long bytes = sizeAs(element, array);
        return maxBytes > 0 && bytes > maxBytes && bytes > array.byteSize();
    }

    /**
     * Returns advice for the error message if an array is expected and a dict of its class name is not one; otherwise
     * null.
     */
    static @Nullable String remedyFor(Object plain) {
        return plain instanceof ClassDict named && named.className().equals(CLASS)
                ? "the layout of the dict differs from that in docs/numpy.md; register a"
                        + " converter with TypeRegistry.registerDictToClass(\"" + CLASS + "\", ...)"
                : null;
    }
}
