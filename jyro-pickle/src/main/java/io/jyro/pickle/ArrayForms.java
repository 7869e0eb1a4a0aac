package io.jyro.pickle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import io.jyro.SerializationException;
import io.jyro.wire.ByteOutput;

/** Arrays of numbers as Python's array.array. */
final class ArrayForms {
    /** Numbers that Python has for the width and byte order of elements. */
    private static final int INT_16 = 4;
    private static final int INT_32 = 8;
    private static final int INT_64 = 12;
    private static final int FLOAT = 14;
    private static final int DOUBLE = 16;
    private static final int LAST_ARGUMENT = 't';

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
                ByteBuffer bytes = bytes(numbers.length, Short.BYTES);
                bytes.asShortBuffer().put(numbers);
                bytes("h", INT_16, bytes);
            }
            case int[] numbers when protocol > 2 -> {
                ByteBuffer bytes = bytes(numbers.length, Integer.BYTES);
                bytes.asIntBuffer().put(numbers);
                bytes("i", INT_32, bytes);
            }
            case long[] numbers when protocol > 2 -> {
                ByteBuffer bytes = bytes(numbers.length, Long.BYTES);
                bytes.asLongBuffer().put(numbers);
                bytes("q", INT_64, bytes);
            }
            case float[] numbers when protocol > 2 -> {
                ByteBuffer bytes = bytes(numbers.length, Float.BYTES);
                bytes.asFloatBuffer().put(numbers);
                bytes("f", FLOAT, bytes);
            }
            case double[] numbers when protocol > 2 -> {
                ByteBuffer bytes = bytes(numbers.length, Double.BYTES);
                bytes.asDoubleBuffer().put(numbers);
                bytes("d", DOUBLE, bytes);
            }
            default -> list(array);
        }
    }

    private static ByteBuffer bytes(int elements, int width) {
        if (elements > (Integer.MAX_VALUE - Long.BYTES) / width) {
            throw new SerializationException("an array of " + elements
                    + " elements does not fit a message; stream the data");
        }
        return ByteBuffer.allocate(elements * width).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void bytes(String code, int format, ByteBuffer bytes) {
        writer.global("array._array_reconstructor");
        out.put('(');
        writer.global("array.array");
        writer.text(code);
        writer.integer(format);
        writer.bytes(bytes.array(), 0, bytes.capacity());
        out.put(LAST_ARGUMENT);
        out.put('R');
    }

    /** As Python 2 has it; of 64-bit integers it has no array, so they are a list. */
    private void list(Object array) {
        switch (array) {
            case short[] numbers -> {
                begin("h");
                for (short number : numbers) {
                    writer.integer(number);
                }
                end();
            }
            case int[] numbers -> {
                begin("i");
                for (int number : numbers) {
                    writer.integer(number);
                }
                end();
            }
            case float[] numbers -> {
                begin("f");
                for (float number : numbers) {
                    writer.floating(number);
                }
                end();
            }
            case double[] numbers -> {
                begin("d");
                for (double number : numbers) {
                    writer.floating(number);
                }
                end();
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

    private void begin(String code) {
        writer.global("array.array");
        writer.text(code);
        out.put(']');
        out.put('(');
    }

    private void end() {
        out.put('e');
        writer.call(2);
    }
}
