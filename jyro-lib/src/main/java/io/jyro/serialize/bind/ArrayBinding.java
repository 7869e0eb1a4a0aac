package io.jyro.serialize.bind;

import java.lang.reflect.Array;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

import io.jyro.TypeMismatchException;
import io.jyro.types.NdArray;
import org.jspecify.annotations.Nullable;

/**
 * Binding of arrays: converts lists and similar values, and other arrays; {@code char[]} also from
 * text.
 */
final class ArrayBinding extends Binding {
    private final Class<?> componentType;
    private final Binding component;

    ArrayBinding(Binding component, Type declared) {
        super(component.type().arrayType(), declared);
        this.component = component;
        this.componentType = component.type();
    }

    @Override
    @Nullable
    Object convert(@Nullable Object plain, ConversionBudget budget) {
        if (plain == null || (type().isInstance(plain) && componentType.isPrimitive())) {
            return plain;
        }
        if (componentType == char.class && plain instanceof CharSequence text) {
            return text.toString().toCharArray();
        }
        if (plain instanceof NdArray received) {
            Object made = NdArrayBinding.array(received, this, budget);
            if (made != null) {
                return made;
            }
        }
        Collection<?> elements = elements(plain, component, budget);
        if (elements == null) {
            throw mismatch(plain);
        }
        budget.addConverted(ConversionBudget.OBJECT + (long) Long.BYTES * elements.size());
        Object array = Array.newInstance(componentType, elements.size());
        int index = 0;
        for (Object element : elements) {
            store(array, index, bound(element, index, budget));
            index++;
        }
        return array;
    }

    private @Nullable Object bound(@Nullable Object element, int index, ConversionBudget budget) {
        try {
            return component.bind(element, budget);
        } catch (TypeMismatchException e) {
            throw e.withContext("[" + index + "]");
        }
    }

    @SuppressWarnings("NullAway") // a binding of a primitive type never returns null
    private static void store(Object array, int index, @Nullable Object element) {
        switch (array) {
            case double[] numbers -> numbers[index] = (Double) element;
            case int[] numbers -> numbers[index] = (Integer) element;
            case long[] numbers -> numbers[index] = (Long) element;
            case float[] numbers -> numbers[index] = (Float) element;
            case Object[] objects -> objects[index] = element;
            default -> Array.set(array, index, element);
        }
    }

    /**
     * Returns the elements of a value, to be converted by the binding of the elements; null if the
     * value is not a container of elements.
     */
    static @Nullable Collection<?> elements(Object plain, Binding element,
            ConversionBudget budget) {
        if (plain instanceof Collection<?> collection) {
            return collection;
        }
        if (plain instanceof Object[] array) {
            return Arrays.asList(array);
        }
        if (plain instanceof NdArray array) {
            return NdArrayBinding.elements(array, element, budget);
        }
        return plain.getClass().isArray() && !(plain instanceof byte[]) ? boxed(plain) : null;
    }

    /** Returns the elements of a Java array of a primitive type. */
    static List<?> boxed(Object array) {
        Object[] boxed = new Object[Array.getLength(array)];
        for (int i = 0; i < boxed.length; i++) {
            boxed[i] = Array.get(array, i);
        }
        return Arrays.asList(boxed);
    }

    @Override
    int fit(@Nullable Object plain, ConversionBudget budget) {
        if (plain == null) {
            return NONE;
        }
        if (type().isInstance(plain) && componentType.isPrimitive()) {
            return EXACT;
        }
        if (componentType == char.class && plain instanceof CharSequence) {
            return 400;
        }
        if (plain instanceof NdArray array) {
            return NdArrayBinding.scoreOfArray(array, type());
        }
        Collection<?> elements = elements(plain, component, budget);
        return elements == null
                ? UNFIT
                : scoreOf(plain.getClass().isArray() ? 850 : 700,
                        worst(component, elements, budget));
    }

    static int worst(Binding element, Collection<?> elements, ConversionBudget budget) {
        int worst = EXACT;
        if (element.takesAnything()) {
            return elements.isEmpty() ? worst : ANYTHING;
        }
        for (Object next : elements) {
            worst = Math.min(worst, element.score(next, budget));
            if (worst == UNFIT) {
                break;
            }
        }
        return worst;
    }
}
