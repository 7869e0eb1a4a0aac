package io.jyro.types;

import java.util.Arrays;

/** Computes with the shapes of arrays, which are the lengths along each dimension. */
final class Shape {
    /** The limit of numpy 2. */
    static final int MOST_DIMENSIONS = 64;

    private Shape() {}

    /**
     * Returns how many elements a shape has.
     *
     * @throws IllegalArgumentException if a dimension is negative, there are too many of them, or the elements take
     *         more bytes than a Java array can hold; the last check ignores dimensions of 0
     */
    static int size(int[] shape, int itemSize) {
        if (shape.length > MOST_DIMENSIONS) {
            throw new IllegalArgumentException("an array has at most " + MOST_DIMENSIONS
                    + " dimensions, not " + shape.length);
        }
        if (itemSize == 0) {
            throw new IllegalArgumentException("an array cannot have elements of size 0");
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

    /** Formats a shape like a Python tuple. */
    static String text(int[] shape) {
        StringBuilder text = new StringBuilder("(");
        for (int i = 0; i < shape.length && i < MOST_DIMENSIONS; i++) {
            text.append(i == 0 ? "" : ", ").append(shape[i]);
        }
        return text.append(shape.length == 1 ? ",)" : ")").toString();
    }

    /** Returns a shape with its -1, at most one, replaced by the length that the size implies. */
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
