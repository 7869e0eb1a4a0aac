package io.jyro.serialize.bind;

import java.util.AbstractList;
import java.util.Collection;
import java.util.List;
import java.util.RandomAccess;

import io.jyro.RemoteText;
import io.jyro.types.Complex;
import io.jyro.types.NdArray;
import org.jspecify.annotations.Nullable;

/**
 * Binding of {@link NdArray}: also converts lists and Java arrays of numbers or booleans. For other bindings, it
 * converts a received NdArray to Java arrays and to the elements of collections.
 */
final class NdArrayBinding extends Binding {
    private static final int SAME_ELEMENTS = 950;
    private static final int WIDER_ELEMENTS = 900;
    private static final int OTHER_KIND = 600;
    private static final int NARROWER_ELEMENTS = 300;

    NdArrayBinding() {
        super(NdArray.class, NdArray.class);
    }

    @Override
    @Nullable
    Object convert(@Nullable Object plain, ConversionBudget budget) {
        if (plain == null || plain instanceof NdArray) {
            return plain;
        }
        if (!NdArrays.mayBecomeArray(plain, budget.maxNestingDepth())) {
            throw mismatch(plain);
        }
        try {
            NdArray made = NdArray.of(plain);
            budget.addConverted(made.byteSize());
            return made;
        } catch (IllegalArgumentException e) {
            throw mismatch(PythonNames.of(plain) + " (" + RemoteText.message(e) + ")", e);
        }
    }

    @Override
    int fit(@Nullable Object plain, ConversionBudget budget) {
        if (plain == null) {
            return NONE;
        }
        return plain instanceof NdArray
                ? EXACT
                : NdArrays.mayBecomeArray(plain, budget.maxNestingDepth()) ? ANYTHING * 2 : UNFIT;
    }

    // Conversions from an NdArray

    /** Returns a Java array of the same elements, or null if they have to be converted one by one. */
    static @Nullable Object array(NdArray array, Binding wanted, ConversionBudget budget) {
        if (!isMadeAtOnce(array, innermost(wanted.type()))
                && !isMadeAtOnce(array, elementType(array, wanted.type()))) {
            return null;
        }
        Class<?> element = innermost(wanted.type());
        if (NdArrays.isTooLarge(array, element, budget.maxDecodedBytes())) {
            throw wanted.mismatch(PythonNames.of(array)
                    + " (whose elements would take too much memory in that type)", null);
        }
        budget.addConverted(NdArrays.sizeAs(element, array));
        try {
            return array.toArray(wanted.type());
        } catch (IllegalArgumentException | ArithmeticException
                | UnsupportedOperationException e) {
            throw wanted.mismatch(PythonNames.of(array) + " (" + RemoteText.message(e) + ")", e);
        }
    }

    /**
     * Returns the element type of a Java array type with as many dimensions as the NdArray; null if the type has fewer.
     */
    private static @Nullable Class<?> elementType(NdArray array, Class<?> type) {
        Class<?> element = type;
        for (int i = 0; element != null && i < array.ndim(); i++) {
            element = element.getComponentType();
        }
        return element;
    }

    private static Class<?> innermost(Class<?> type) {
        Class<?> inner = type;
        while (inner.isArray()) {
            inner = inner.getComponentType();
        }
        return inner;
    }

    private static boolean isMadeAtOnce(NdArray array, @Nullable Class<?> element) {
        if (element == null) {
            return false;
        }
        return switch (array.dtype().kind()) {
            case DATETIME, TIMEDELTA -> element == long.class
                    || element.getPackageName().equals("java.time");
            case BYTES -> element == byte[].class || element == String.class;
            default -> element != char.class && (element.isPrimitive()
                    || element == Complex.class || element == String.class
                    || Number.class.isAssignableFrom(element)
                            && element.getPackageName().equals("java.lang"));
        };
    }

    /** Returns how well the elements of an array fit a Java array type, judged by the dtype alone. */
    static int scoreOfArray(NdArray array, Class<?> type) {
        Class<?> element = elementType(array, type);
        if (element == null || element.isArray() && element != byte[].class) {
            return UNFIT;
        }
        int width = array.dtype().itemSize();
        return switch (array.dtype().kind()) {
            case BOOL -> element == boolean.class || element == Boolean.class
                    ? SAME_ELEMENTS
                    : UNFIT;
            case INT, UINT -> scoreOfNumbers(element, true, width);
            case FLOAT -> scoreOfNumbers(element, false, width);
            case COMPLEX -> element == Complex.class ? SAME_ELEMENTS : UNFIT;
            case TEXT -> element == String.class ? SAME_ELEMENTS : UNFIT;
            case BYTES -> element == byte[].class
                    ? SAME_ELEMENTS
                    : element == String.class ? OTHER_KIND : UNFIT;
            case DATETIME, TIMEDELTA -> element.getPackageName().equals("java.time")
                    ? WIDER_ELEMENTS
                    : element == long.class || element == Long.class ? OTHER_KIND : UNFIT;
        };
    }

    private static int scoreOfNumbers(Class<?> element, boolean areIntegers, int width) {
        NumberBinding.Kind kind = NumberBinding.Kind.of(element);
        if (kind == null) {
            return UNFIT;
        }
        boolean isFloat = kind == NumberBinding.Kind.DOUBLE || kind == NumberBinding.Kind.FLOAT;
        int wanted = switch (kind) {
            case BYTE -> Byte.BYTES;
            case SHORT -> Short.BYTES;
            case INT, FLOAT -> Integer.BYTES;
            case LONG, DOUBLE -> Long.BYTES;
            case BIG_INTEGER, BIG_DECIMAL -> 2 * Long.BYTES;
        };
        if (areIntegers == isFloat) {
            return areIntegers
                    ? OTHER_KIND - (Long.BYTES - Math.min(wanted, Long.BYTES))
                    : NARROWER_ELEMENTS - 1;
        }
        return wanted == width
                ? SAME_ELEMENTS
                : wanted > width ? WIDER_ELEMENTS - wanted : NARROWER_ELEMENTS + wanted;
    }

    /**
     * Returns the items along the first dimension: elements, or arrays of one dimension less, or nested lists for a
     * binding that accepts anything. Null if the array has no dimensions, or its elements would take too much memory as
     * objects.
     */
    static @Nullable Collection<?> elements(NdArray array, Binding element,
            ConversionBudget budget) {
        if (array.ndim() == 0
                || NdArrays.isTooLarge(array, element.type(), budget.maxDecodedBytes())) {
            return null;
        }
        try {
            List<?> all = array.asList();
            return array.ndim() == 1 || element.takesAnything() ? all : new Slices(array);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static final class Slices extends AbstractList<NdArray> implements RandomAccess {
        private final NdArray array;

        Slices(NdArray array) {
            this.array = array;
        }

        @Override
        public NdArray get(int index) {
            return array.slice(index);
        }

        @Override
        public int size() {
            return array.shape()[0];
        }
    }
}
