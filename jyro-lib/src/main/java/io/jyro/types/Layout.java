package io.jyro.types;

import java.util.Arrays;
import java.util.Objects;

import io.jyro.types.NdArray.Order;

/**
 * The places of the elements of an array in its bytes: the shape, the offset of the first element, and the strides, which
 * are the distances in bytes from an element to the next one along each dimension. Immutable.
 */
final class Layout {
    private final int itemSize;
    private final int[] shape;
    private final int[] strides;
    private final int size;
    private final int offset;

    private Layout(int itemSize, int[] shape, int[] strides, int offset) {
        this.itemSize = itemSize;
        this.shape = shape;
        this.strides = strides;
        this.size = Shape.size(shape, itemSize);
        // the offset of an array without elements may lie beyond its bytes
        this.offset = size == 0 ? 0 : offset;
    }

    /**
     * Returns the layout of elements without gaps.
     *
     * @param shape an array that nobody changes later
     * @throws IllegalArgumentException as {@link Shape#size} does
     */
    static Layout of(int[] shape, int itemSize, Order order) {
        return new Layout(itemSize, shape, strides(shape, itemSize, order), 0);
    }

    private static int[] strides(int[] shape, int itemSize, Order order) {
        return order == Order.C ? stridesOfC(shape, itemSize) : stridesOfFortran(shape, itemSize);
    }

    /** Returns the strides of C order, in which the last index varies fastest. */
    private static int[] stridesOfC(int[] shape, int itemSize) {
        int[] strides = new int[shape.length];
        int step = itemSize;
        for (int i = shape.length - 1; i >= 0; i--) {
            strides[i] = step;
            step *= Math.max(shape[i], 1);
        }
        return strides;
    }

    /** Returns the strides of Fortran order, in which the first index varies fastest. */
    private static int[] stridesOfFortran(int[] shape, int itemSize) {
        int[] strides = new int[shape.length];
        int step = itemSize;
        for (int i = 0; i < shape.length; i++) {
            strides[i] = step;
            step *= Math.max(shape[i], 1);
        }
        return strides;
    }

    // Properties

    int dimensions() {
        return shape.length;
    }

    /** Returns the length along a dimension. */
    int length(int dimension) {
        return shape[dimension];
    }

    /** Returns a copy of the length along each dimension. */
    int[] shape() {
        return shape.clone();
    }

    boolean hasSameShape(Layout other) {
        return Arrays.equals(shape, other.shape);
    }

    int hashOfShape() {
        return Arrays.hashCode(shape);
    }

    /** Returns a copy of the strides. */
    int[] strides() {
        return strides.clone();
    }

    int stride(int dimension) {
        return strides[dimension];
    }

    /** Returns the number of elements. */
    int size() {
        return size;
    }

    int byteSize() {
        return size * itemSize;
    }

    /** Returns the place of the first element. */
    int offset() {
        return offset;
    }

    /** Returns whether the elements are stored without gaps in an order; strides along dimensions of length 1 are ignored. */
    boolean isContiguous(Order order) {
        if (size == 0) {
            return true;
        }
        int[] contiguous = strides(shape, itemSize, order);
        for (int i = 0; i < shape.length; i++) {
            if (shape[i] > 1 && strides[i] != contiguous[i]) {
                return false;
            }
        }
        return true;
    }

    // Places of elements

    /**
     * Returns the place of an element.
     *
     * @throws IllegalArgumentException if there are more or fewer indices than dimensions
     * @throws IndexOutOfBoundsException if one of them is too large or negative
     */
    int at(int[] indices) {
        if (indices.length != shape.length) {
            throw wrongCount(indices);
        }
        return place(indices);
    }

    private int place(int[] indices) {
        int at = offset;
        for (int i = 0; i < indices.length; i++) {
            at += Objects.checkIndex(indices[i], shape[i]) * strides[i];
        }
        return at;
    }

    private IllegalArgumentException wrongCount(int[] indices) {
        return new IllegalArgumentException(indices.length
                + " indices were given for an array of shape " + this);
    }

    /** Moves the indices to the next element in C order. */
    void next(int[] indices) {
        for (int i = indices.length - 1; i >= 0; i--) {
            if (++indices[i] < shape[i]) {
                return;
            }
            indices[i] = 0;
        }
    }

    /** Passes the elements in C order to an operation, in runs as long as the layout allows. */
    void forEachRun(Run run) {
        forEachRun(0, offset, 0, run);
    }

    /** Passes the elements along the dimensions from a depth on; returns the next target index. */
    private int forEachRun(int depth, int at, int to, Run run) {
        if (size == 0) {
            return to;
        }
        if (depth == 0 && isContiguous(Order.C)) {
            run.accept(at, itemSize, to, size);
            return to + size;
        }
        if (depth == shape.length - 1) {
            run.accept(at, strides[depth], to, shape[depth]);
            return to + shape[depth];
        }
        int next = to;
        for (int i = 0; i < shape[depth]; i++) {
            next = forEachRun(depth + 1, at + i * strides[depth], next, run);
        }
        return next;
    }

    /** An operation on a run of elements at equal distances. */
    interface Run {
        void accept(int at, int stride, int to, int count);
    }

    // Other layouts of the same elements

    /** Returns the layout of the part at some indices along the first dimensions. */
    Layout slice(int[] indices) {
        if (indices.length > shape.length) {
            throw wrongCount(indices);
        }
        return new Layout(itemSize, Arrays.copyOfRange(shape, indices.length, shape.length),
                Arrays.copyOfRange(strides, indices.length, shape.length), place(indices));
    }

    /** Returns the layout with the dimensions in another order. */
    Layout transpose(int[] axes) {
        boolean[] seen = new boolean[shape.length];
        int[] newShape = new int[shape.length];
        int[] newStrides = new int[shape.length];
        for (int i = 0; i < axes.length; i++) {
            if (axes.length != shape.length || axes[i] < 0 || axes[i] >= shape.length
                    || seen[axes[i]]) {
                throw wrongAxes(axes);
            }
            seen[axes[i]] = true;
            newShape[i] = shape[axes[i]];
            newStrides[i] = strides[axes[i]];
        }
        if (axes.length != shape.length) {
            throw wrongAxes(axes);
        }
        return new Layout(itemSize, newShape, newStrides, offset);
    }

    private IllegalArgumentException wrongAxes(int[] axes) {
        return new IllegalArgumentException("the axes " + Shape.text(axes)
                + " do not name each dimension of the shape " + this + " exactly once");
    }

    /** Formats the shape like a Python tuple. */
    @Override
    public String toString() {
        return Shape.text(shape);
    }
}
