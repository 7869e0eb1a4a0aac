package io.jyro.pickle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import io.jyro.SerializationException;
import io.jyro.types.Bytes;
import io.jyro.types.DType;
import io.jyro.types.NdArray;
import io.jyro.types.NdArray.Order;
import io.jyro.wire.ByteOutput;

/** Writes Java arrays of numbers as Python's array.array, and those of numpy as numpy arrays. */
final class ArrayForms {
    /** Python's machine format codes for the width and byte order of elements. */
    private static final int INT_16 = 4;
    private static final int INT_32 = 8;
    private static final int INT_64 = 12;
    private static final int FLOAT = 14;
    private static final int DOUBLE = 16;
    private static final int LAST_ARGUMENT = 't';
    private static final int STATE_OF_ARRAYS = 1;
    private static final int SHORT_TUPLE = 3;
    private static final int NEWOBJ = 0x81;
    private static final int BUILD = 'b';

    private final PickleWriter writer;
    private final ByteOutput out;
    private final int protocol;

    ArrayForms(PickleWriter writer, ByteOutput out, int protocol) {
        this.writer = writer;
        this.out = out;
        this.protocol = protocol;
    }

    void write(Object array) {
        switch (array) {
            case short[] numbers when protocol > 2 -> {
                begin("h", INT_16);
                bytes(numbers.length, Short.BYTES).asShortBuffer().put(numbers);
                endBytes();
            }
            case int[] numbers when protocol > 2 -> {
                begin("i", INT_32);
                bytes(numbers.length, Integer.BYTES).asIntBuffer().put(numbers);
                endBytes();
            }
            case long[] numbers when protocol > 2 -> {
                begin("q", INT_64);
                bytes(numbers.length, Long.BYTES).asLongBuffer().put(numbers);
                endBytes();
            }
            case float[] numbers when protocol > 2 -> {
                begin("f", FLOAT);
                bytes(numbers.length, Float.BYTES).asFloatBuffer().put(numbers);
                endBytes();
            }
            case double[] numbers when protocol > 2 -> {
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
        writer.global("numpy.ndarray");
        if (array.dtype().byteOrder().equals(ByteOrder.BIG_ENDIAN)) {
            out.put('(');
            shape(array.shape());
            dtype(array.dtype());
            writer.byteArray(Bytes.of(elements));
            writer.integer(0);
            writer.value(null);
            writer.text(isFortran ? "F" : "C");
            out.put(LAST_ARGUMENT);
            out.put('R');
            return;
        }
        writer.integer(0);
        writer.endTuple(1);
        out.put(NEWOBJ);
        out.put('(');
        writer.integer(STATE_OF_ARRAYS);
        shape(array.shape());
        dtype(array.dtype());
        writer.value(isFortran);
        writer.bytes(elements);
        out.put(LAST_ARGUMENT);
        out.put(BUILD);
    }

    private void shape(int[] shape) {
        if (shape.length > SHORT_TUPLE) {
            out.put('(');
        }
        for (int length : shape) {
            writer.integer(length);
        }
        writer.endTuple(shape.length);
    }

    void dtype(DType type) {
        writer.global("numpy.dtype");
        writer.text(type.toString());
        writer.call(1);
    }

    private void begin(String code, int format) {
        writer.global("array._array_reconstructor");
        out.put('(');
        writer.global("array.array");
        writer.text(code);
        writer.integer(format);
    }

    /** Returns a buffer for the elements inside the output itself. */
    private ByteBuffer bytes(int elements, int width) {
        if (elements > (Integer.MAX_VALUE - Long.BYTES) / width) {
            throw new SerializationException("an array of " + elements
                    + " elements does not fit a message; stream the data");
        }
        int length = elements * width;
        writer.beginBytes(length);
        byte[] array = out.reserve(length);
        ByteBuffer room = ByteBuffer.wrap(array, out.position(), length).slice()
                .order(ByteOrder.LITTLE_ENDIAN);
        out.position(out.position() + length);
        return room;
    }

    private void endBytes() {
        out.put(LAST_ARGUMENT);
        out.put('R');
    }

    /** Writes the form of Python 2, which has no array of 64-bit integers, so these are a list. */
    private void list(Object array) {
        switch (array) {
            case short[] numbers -> {
                beginList("h");
                for (short number : numbers) {
                    writer.integer(number);
                }
                endList();
            }
            case int[] numbers -> {
                beginList("i");
                for (int number : numbers) {
                    writer.integer(number);
                }
                endList();
            }
            case float[] numbers -> {
                beginList("f");
                for (float number : numbers) {
                    writer.floating(number);
                }
                endList();
            }
            case double[] numbers -> {
                beginList("d");
                for (double number : numbers) {
                    writer.floating(number);
                }
                endList();
            }
            case long[] numbers -> {
                out.put(']');
                out.put('(');
                for (long number : numbers) {
                    writer.integer(number);
                }
                out.put('e');
            }
            default -> throw new IllegalArgumentException(array.getClass().getTypeName());
        }
    }

    private void beginList(String code) {
        writer.global("array.array");
        writer.text(code);
        out.put(']');
        out.put('(');
    }

    private void endList() {
        out.put('e');
        writer.call(2);
    }
}
