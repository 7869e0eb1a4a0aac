package io.jyro.pickle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import io.jyro.SerializationException;
import io.jyro.types.Bytes;
import io.jyro.types.DType;
import io.jyro.types.NdArray;
import io.jyro.types.NdArray.Order;

/** Writes Java arrays of numbers as Python's array.array, and those of numpy as numpy arrays. */
final class ArrayForms {
    /** Python's machine format codes for the width and byte order of elements. */
    private static final int INT_16 = 4;
    private static final int INT_32 = 8;
    private static final int INT_64 = 12;
    private static final int FLOAT = 14;
    private static final int DOUBLE = 16;
    private static final int STATE_OF_ARRAYS = 1;

    private final PickleOutput out;

    ArrayForms(PickleOutput out) {
        this.out = out;
    }

    void write(Object array) {
        switch (array) {
            case short[] numbers when !out.isForPython2() -> {
                begin("h", INT_16);
                bytes(numbers.length, Short.BYTES).asShortBuffer().put(numbers);
                endBytes();
            }
            case int[] numbers when !out.isForPython2() -> {
                begin("i", INT_32);
                bytes(numbers.length, Integer.BYTES).asIntBuffer().put(numbers);
                endBytes();
            }
            case long[] numbers when !out.isForPython2() -> {
                begin("q", INT_64);
                bytes(numbers.length, Long.BYTES).asLongBuffer().put(numbers);
                endBytes();
            }
            case float[] numbers when !out.isForPython2() -> {
                begin("f", FLOAT);
                bytes(numbers.length, Float.BYTES).asFloatBuffer().put(numbers);
                endBytes();
            }
            case double[] numbers when !out.isForPython2() -> {
                begin("d", DOUBLE);
                bytes(numbers.length, Double.BYTES).asDoubleBuffer().put(numbers);
                endBytes();
            }
            default -> list(array);
        }
    }

    /**
     * Writes a numpy array. The names that numpy itself writes differ between its versions; the ones used here exist in
     * all of them.
     *
     * <p>An empty array followed by its state is fastest for Python, but then numpy converts the elements to the byte
     * order of its machine; so a big-endian array is created from the bytes instead.
     */
    void numpy(NdArray array) {
        boolean isFortran = !array.isContiguous(Order.C) && array.isContiguous(Order.F);
        // transposing turns Fortran order into C order, so no copy is made
        ByteBuffer elements = (isFortran ? array.transpose() : array).asByteBuffer();
        out.global("numpy.ndarray");
        if (array.dtype().byteOrder().equals(ByteOrder.BIG_ENDIAN)) {
            out.mark();
            shape(array.shape());
            dtype(array.dtype());
            out.byteArray(Bytes.of(elements));
            out.integer(0);
            out.none();
            out.text(isFortran ? "F" : "C");
            out.endMarkedTuple();
            out.call();
            return;
        }
        out.integer(0);
        out.endTuple(1);
        out.newObject();
        out.mark();
        out.integer(STATE_OF_ARRAYS);
        shape(array.shape());
        dtype(array.dtype());
        out.bool(isFortran);
        out.bytes(elements);
        out.endMarkedTuple();
        out.build();
    }

    private void shape(int[] shape) {
        if (PickleOutput.needsMark(shape.length)) {
            out.mark();
        }
        for (int length : shape) {
            out.integer(length);
        }
        out.endTuple(shape.length);
    }

    void dtype(DType type) {
        out.global("numpy.dtype");
        out.text(type.toString());
        out.call(1);
    }

    private void begin(String code, int format) {
        out.global("array._array_reconstructor");
        out.mark();
        out.global("array.array");
        out.text(code);
        out.integer(format);
    }

    /** Returns a buffer for the elements inside the output itself. */
    private ByteBuffer bytes(int elements, int width) {
        if (elements > (Integer.MAX_VALUE - Long.BYTES) / width) {
            throw new SerializationException("an array of " + elements
                    + " elements does not fit a message; stream the data");
        }
        return out.roomForBytes(elements * width).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void endBytes() {
        out.endMarkedTuple();
        out.call();
    }

    /** Writes the form of Python 2, which has no array of 64-bit integers, so these are a list. */
    private void list(Object array) {
        switch (array) {
            case short[] numbers -> {
                beginList("h");
                for (short number : numbers) {
                    out.integer(number);
                }
                endList();
            }
            case int[] numbers -> {
                beginList("i");
                for (int number : numbers) {
                    out.integer(number);
                }
                endList();
            }
            case float[] numbers -> {
                beginList("f");
                for (float number : numbers) {
                    out.floating(number);
                }
                endList();
            }
            case double[] numbers -> {
                beginList("d");
                for (double number : numbers) {
                    out.floating(number);
                }
                endList();
            }
            case long[] numbers -> list(numbers);
            default -> throw new IllegalArgumentException(array.getClass().getTypeName());
        }
    }

    private void list(long[] numbers) {
        out.emptyList();
        out.mark();
        for (long number : numbers) {
            out.integer(number);
        }
        out.append();
    }

    private void beginList(String code) {
        out.global("array.array");
        out.text(code);
        out.emptyList();
        out.mark();
    }

    private void endList() {
        out.append();
        out.call(2);
    }
}
