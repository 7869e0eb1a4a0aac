package io.jyro.types;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;

import io.jyro.types.DType.Kind;
import org.jspecify.annotations.Nullable;

/** Copies runs of elements, which are at equal distances, into Java arrays. */
final class ElementRuns {
    private final DType type;
    private final ByteBuffer data;
    private final Elements elements;

    ElementRuns(DType type, ByteBuffer data, Elements elements) {
        this.type = type;
        this.data = data;
        this.elements = elements;
    }

    /** Copies elements at equal distances into a part of a Java array. */
    void copy(int at, int stride, Object array, int to, int count) {
        if (count == 0) {
            return; // the offset may lie beyond the bytes
        }
        switch (array) {
            case double[] doubles -> doubles(at, stride, doubles, to, count);
            case float[] floats -> floats(at, stride, floats, to, count);
            case long[] longs -> longs(at, stride, longs, to, count);
            case int[] ints -> ints(at, stride, ints, to, count);
            case short[] shorts -> shorts(at, stride, shorts, to, count);
            case byte[] bytes -> bytes(at, stride, bytes, to, count);
            case boolean[] flags -> {
                for (int i = 0; i < count; i++) {
                    flags[to + i] = elements.bool(at + i * stride);
                }
            }
            case Object[] objects -> objects(at, stride, objects, to, count);
            default -> throw new IllegalArgumentException("numbers cannot be stored in a "
                    + array.getClass().getTypeName());
        }
    }

    private boolean isRun(Kind wanted, int wantedSize, int stride) {
        return stride == wantedSize && type.is(wanted, wantedSize);
    }

    private ByteBuffer run(int at, int count) {
        return data.slice(at, count * type.itemSize()).order(data.order());
    }

    private void doubles(int at, int stride, double[] array, int to, int count) {
        if (isRun(Kind.FLOAT, Double.BYTES, stride)) {
            run(at, count).asDoubleBuffer().get(array, to, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            array[to + i] = elements.floating(at + i * stride);
        }
    }

    private void floats(int at, int stride, float[] array, int to, int count) {
        if (isRun(Kind.FLOAT, Float.BYTES, stride)) {
            run(at, count).asFloatBuffer().get(array, to, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            array[to + i] = elements.float32(at + i * stride);
        }
    }

    private void longs(int at, int stride, long[] array, int to, int count) {
        if (isRun(Kind.INT, Long.BYTES, stride)) {
            run(at, count).asLongBuffer().get(array, to, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            array[to + i] = elements.integer(at + i * stride);
        }
    }

    private void ints(int at, int stride, int[] array, int to, int count) {
        if (isRun(Kind.INT, Integer.BYTES, stride)) {
            run(at, count).asIntBuffer().get(array, to, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            array[to + i] = elements.int32(at + i * stride);
        }
    }

    private void shorts(int at, int stride, short[] array, int to, int count) {
        if (isRun(Kind.INT, Short.BYTES, stride)) {
            run(at, count).asShortBuffer().get(array, to, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            array[to + i] = elements.int16(at + i * stride);
        }
    }

    private void bytes(int at, int stride, byte[] array, int to, int count) {
        if (isRun(Kind.INT, 1, stride) || isRun(Kind.UINT, 1, stride)) {
            data.get(at, array, to, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            array[to + i] = elements.int8(at + i * stride);
        }
    }

    private void objects(int at, int stride, @Nullable Object[] array, int to, int count) {
        Class<?> wanted = array.getClass().getComponentType();
        for (int i = 0; i < count; i++) {
            array[to + i] = as(wanted, at + i * stride);
        }
    }

    private @Nullable Object as(Class<?> wanted, int at) {
        Object number = asNumber(wanted, at);
        return number != null ? number : asOther(wanted, at);
    }

    /** Returns an element as an object of a class of numbers or booleans; null for other classes. */
    private @Nullable Object asNumber(Class<?> wanted, int at) {
        if (wanted == Double.class) {
            return elements.floating(at);
        } else if (wanted == Float.class) {
            return elements.float32(at);
        } else if (wanted == Long.class) {
            return elements.integer(at);
        } else if (wanted == Integer.class) {
            return elements.int32(at);
        } else if (wanted == Short.class) {
            return elements.int16(at);
        } else if (wanted == Byte.class) {
            return (byte) ExactNumbers.inRange(elements.integer(at), Byte.MIN_VALUE,
                    Byte.MAX_VALUE, "a byte");
        } else if (wanted == Boolean.class) {
            return elements.bool(at);
        } else if (wanted == BigInteger.class) {
            return elements.bigInteger(at);
        } else if (wanted == Complex.class) {
            return elements.complex(at);
        }
        return null;
    }

    private @Nullable Object asOther(Class<?> wanted, int at) {
        if (wanted == String.class) {
            return elements.text(at);
        } else if (wanted == byte[].class) {
            return elements.bytes(at);
        } else if (wanted == LocalDateTime.class) {
            return elements.dateTime(at);
        } else if (wanted == LocalDate.class) {
            return elements.date(at);
        } else if (wanted == Instant.class) {
            return elements.instant(at);
        } else if (wanted == Duration.class) {
            return elements.duration(at);
        }
        Object item = elements.item(at);
        if (item != null && !wanted.isInstance(item)) {
            throw new UnsupportedOperationException("elements of dtype " + type + " cannot be"
                    + " converted to " + wanted.getTypeName());
        }
        return item;
    }
}
