package io.jyro.types;

import java.util.AbstractList;
import java.util.RandomAccess;

import org.jspecify.annotations.Nullable;

/** A dimension of an array as a list of its rows or elements. */
final class Rows extends AbstractList<@Nullable Object> implements RandomAccess {
    /**
     * How many arrays or lists may be created for each element, in addition to a fixed number for small or empty
     * arrays.
     */
    private static final int OBJECTS_PER_ELEMENT = 8;
    private static final int OBJECTS = 10_000;

    private final NdArray array;

    /** Creates the list of the first dimension of an array, which must have been checked. */
    Rows(NdArray array) {
        this.array = array;
    }

    /**
     * Refuses to create very many rows for few elements: a shape can have any number of rows without a single element.
     */
    static void check(Layout layout) {
        long rows = 1;
        long all = 0;
        for (int i = 0; i < layout.dimensions() - 1; i++) {
            rows *= layout.length(i);
            all += rows;
            if (all > (long) OBJECTS_PER_ELEMENT * layout.size() + OBJECTS) {
                throw new IllegalArgumentException("an array of shape " + layout
                        + " has too many rows for only " + layout.size() + " elements");
            }
        }
        if (layout.dimensions() > 0 && layout.size() == 0 && layout.length(0) > OBJECTS) {
            throw new IllegalArgumentException("an array of shape " + layout
                    + " has too many rows for an array without elements");
        }
    }

    @Override
    public @Nullable Object get(int index) {
        return array.ndim() == 1 ? array.get(index) : new Rows(array.slice(index));
    }

    @Override
    public int size() {
        return array.layout().length(0);
    }
}
