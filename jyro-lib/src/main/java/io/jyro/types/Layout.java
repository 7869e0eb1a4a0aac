package io.jyro.types;

import java.util.Arrays;

/** Shapes of arrays, and where the elements stand for them. */
final class Layout {
    /** What numpy 2 takes. */
    static final int MOST_DIMENSIONS = 64;

    private Layout() {}

    /**
     * How many elements a shape has.
     *
     * @throws IllegalArgumentException if a dimension is negative, there are too many of them, or the bytes of the
     *         elements are more than an array of Java's can hold; dimensions of 0 do not excuse the others
     */
    static int size(int[] shape, int itemSize) {
        if (shape.length > MOST_DIMENSIONS) {
            throw new IllegalArgumentException("an array has at most " + MOST_DIMENSIONS
                    + " dimensions, not " + shape.length);
        }
        if (itemSize == 0) {
            throw new IllegalArgumentException("an array cannot have elements of no size");
        }
        long bytes = itemSize;
        boolean empty = false;
        for (int length : shape) {
            if (length < 0) {
                throw new IllegalArgumentException("the shape " + text(shape)
                        + " has a negative dimension");
            }
            empty |= length == 0;
            bytes *= Math.max(length, 1);
            if (bytes > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("an array of shape " + text(shape)
                        + " and elements of " + itemSize
                        + " bytes is larger than 2 GB, the most that Java holds in one piece");
            }
        }
        return empty ? 0 : (int) (bytes / itemSize);
    }

    /** From one element to the next along each dimension, if the last one is the quickest. */
    static int[] stridesOfC(int[] shape, int itemSize) {
        int[] strides = new int[shape.length];
        int step = itemSize;
        for (int i = shape.length - 1; i >= 0; i--) {
            strides[i] = step;
            step *= Math.max(shape[i], 1);
        }
        return strides;
    }

    /** The same if the first one is the quickest, as in Fortran. */
    static int[] stridesOfFortran(int[] shape, int itemSize) {
        int[] strides = new int[shape.length];
        int step = itemSize;
        for (int i = 0; i < shape.length; i++) {
            strides[i] = step;
            step *= Math.max(shape[i], 1);
        }
        return strides;
    }

    /** Whether the elements stand where these strides say; those of dimensions of length 1 do not matter. */
    static boolean isSame(int[] shape, int[] strides, int[] otherStrides) {
        for (int i = 0; i < shape.length; i++) {
            if (shape[i] == 0) {
                return true;
            }
        }
        for (int i = 0; i < shape.length; i++) {
            if (shape[i] > 1 && strides[i] != otherStrides[i]) {
                return false;
            }
        }
        return true;
    }

    /** As Python writes a tuple. */
    static String text(int[] shape) {
        StringBuilder text = new StringBuilder("(");
        for (int i = 0; i < shape.length && i < MOST_DIMENSIONS; i++) {
            text.append(i == 0 ? "" : ", ").append(shape[i]);
        }
        return text.append(shape.length == 1 ? ",)" : ")").toString();
    }

    /** A shape of which one dimension may be left to be worked out, as -1. */
    static int[] resolved(int[] shape, int size) {
        int unknown = -1;
        long known = 1;
        for (int i = 0; i < shape.length; i++) {
            if (shape[i] == -1 && unknown < 0) {
                unknown = i;
            } else {
                known = known > Integer.MAX_VALUE ? known : known * shape[i];
            }
        }
        if (unknown < 0 || known <= 0 || size % known != 0) {
            return shape;
        }
        int[] resolved = Arrays.copyOf(shape, shape.length);
        resolved[unknown] = (int) (size / known);
        return resolved;
    }
}
