package io.jyro.types;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;

import io.jyro.types.DType.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Access to the elements of an array by their byte offset. Conversions are exact: an integer that is out of range or
 * not exactly a floating point number causes an ArithmeticException, and so does a fraction when an integer is
 * requested.
 */
final class Elements {
    private static final int PART_FLOAT = 2 * Float.BYTES;

    private final DType type;
    private final Kind kind;
    private final int size;
    private final ByteBuffer data;

    Elements(DType type, ByteBuffer data) {
        this.type = type;
        this.kind = type.kind();
        this.size = type.itemSize();
        this.data = data;
    }

    // Single elements

    boolean bool(int at) {
        if (kind != Kind.BOOL) {
            throw none("truth values");
        }
        return data.get(at) != 0;
    }

    /** Returns an integer; for times the number of units. */
    long integer(int at) {
        switch (kind) {
            case INT, DATETIME, TIMEDELTA -> {
                return signed(at);
            }
            case UINT -> {
                long value = unsigned(at);
                if (value < 0) {
                    throw new ArithmeticException(
                            Long.toUnsignedString(value) + " does not fit a long");
                }
                return value;
            }
            case FLOAT -> {
                return whole(real(at));
            }
            default -> throw none("integers");
        }
    }

    private static long whole(double value) {
        long whole = (long) value;
        if (whole != value || whole == Long.MAX_VALUE) {
            throw new ArithmeticException(value + " is not an integer that fits a long");
        }
        return whole;
    }

    /** Returns a floating point number. */
    double floating(int at) {
        switch (kind) {
            case FLOAT -> {
                return real(at);
            }
            case INT -> {
                return exactly(signed(at));
            }
            case UINT -> {
                long value = unsigned(at);
                return value >= 0 ? exactly(value) : exactlyUnsigned(value);
            }
            default -> throw none("real numbers");
        }
    }

    private static double exactly(long value) {
        double real = value;
        if ((long) real != value || value == Long.MAX_VALUE) {
            throw new ArithmeticException(value + " cannot be represented exactly as a double");
        }
        return real;
    }

    private static double exactlyUnsigned(long value) {
        // a double has 53 significant bits
        if ((value & 0x7ff) != 0) {
            throw new ArithmeticException(Long.toUnsignedString(value) + " cannot be represented"
                    + " exactly as a double");
        }
        return (value >>> 1) * 2.0;
    }

    private float narrow(int at) {
        double value = floating(at);
        float narrow = narrow(value);
        if (kind != Kind.FLOAT && narrow != value) {
            throw new ArithmeticException(value + " cannot be represented exactly as a float");
        }
        return narrow;
    }

    private int int32(int at) {
        return (int) inRange(integer(at), Integer.MIN_VALUE, Integer.MAX_VALUE, "an int");
    }

    private short int16(int at) {
        return (short) inRange(integer(at), Short.MIN_VALUE, Short.MAX_VALUE, "a short");
    }

    /** Returns an unsigned byte unchanged, as Java's byte with the same bits. */
    private byte int8(int at) {
        if (type.is(Kind.UINT, 1)) {
            return data.get(at);
        }
        return (byte) inRange(integer(at), Byte.MIN_VALUE, Byte.MAX_VALUE, "a byte");
    }

    private static long inRange(long value, long least, long most, String name) {
        if (value < least || value > most) {
            throw new ArithmeticException(value + " does not fit " + name);
        }
        return value;
    }

    private long signed(int at) {
        return switch (size) {
            case 1 -> data.get(at);
            case 2 -> data.getShort(at);
            case 4 -> data.getInt(at);
            default -> data.getLong(at);
        };
    }

    /** Returns an unsigned number; the largest numbers of eight bytes become negative. */
    private long unsigned(int at) {
        return switch (size) {
            case 1 -> Byte.toUnsignedLong(data.get(at));
            case 2 -> Short.toUnsignedLong(data.getShort(at));
            case 4 -> Integer.toUnsignedLong(data.getInt(at));
            default -> data.getLong(at);
        };
    }

    private double real(int at) {
        return switch (size) {
            case 2 -> Float.float16ToFloat(data.getShort(at));
            case 4 -> data.getFloat(at);
            default -> data.getDouble(at);
        };
    }

    Complex complex(int at) {
        if (kind != Kind.COMPLEX) {
            return new Complex(floating(at), 0);
        }
        return size == PART_FLOAT
                ? new Complex(data.getFloat(at), data.getFloat(at + Float.BYTES))
                : new Complex(data.getDouble(at), data.getDouble(at + Double.BYTES));
    }

    /** Returns text, or ASCII bytes as text. */
    String text(int at) {
        if (kind == Kind.BYTES) {
            byte[] bytes = bytes(at);
            for (byte b : bytes) {
                if (b < 0) {
                    throw new ArithmeticException(
                            "bytes that are not ASCII cannot be read as text, since their"
                                    + " encoding is unknown; read them as byte[]");
                }
            }
            return new String(bytes, StandardCharsets.US_ASCII);
        }
        if (kind != Kind.TEXT) {
            throw none("text");
        }
        int end = at + size;
        while (end > at && data.getInt(end - Integer.BYTES) == 0) {
            end -= Integer.BYTES;
        }
        StringBuilder text = new StringBuilder((end - at) / Integer.BYTES);
        for (int i = at; i < end; i += Integer.BYTES) {
            int point = data.getInt(i);
            if (!Character.isValidCodePoint(point)) {
                throw new ArithmeticException("0x" + Integer.toHexString(point)
                        + " is not a character of Unicode");
            }
            text.appendCodePoint(point);
        }
        return text.toString();
    }

    byte[] bytes(int at) {
        if (kind != Kind.BYTES) {
            throw none("bytes");
        }
        int end = at + size;
        while (end > at && data.get(end - 1) == 0) {
            end--;
        }
        byte[] bytes = new byte[end - at];
        data.get(at, bytes);
        return bytes;
    }

    @Nullable
    LocalDateTime dateTime(int at) {
        if (kind != Kind.DATETIME) {
            throw none("dates");
        }
        long steps = data.getLong(at);
        return steps == TimeStep.NOT_A_TIME ? null : type.step().dateTime(steps);
    }

    @Nullable
    Duration duration(int at) {
        if (kind != Kind.TIMEDELTA) {
            throw none("lengths of time");
        }
        long steps = data.getLong(at);
        return steps == TimeStep.NOT_A_TIME ? null : type.step().duration(steps);
    }

    /** Returns the object as which numpy's {@code item()} would arrive as the result of a call. */
    @Nullable
    Object item(int at) {
        return switch (kind) {
            case BOOL -> bool(at);
            case INT -> smallest(signed(at));
            case UINT -> {
                long value = unsigned(at);
                yield value >= 0
                        ? smallest(value)
                        : (Object) new BigInteger(Long.toUnsignedString(value));
            }
            case FLOAT -> real(at);
            case COMPLEX -> complex(at);
            case BYTES -> bytes(at);
            case TEXT -> text(at);
            case DATETIME -> type.step().unit() == TimeStep.Unit.GENERIC
                    ? count(at)
                    : type.step().isOfDates() ? date(at) : dateTime(at);
            case TIMEDELTA -> type.step().isFixed() ? duration(at) : count(at);
        };
    }

    private @Nullable Object count(int at) {
        long steps = data.getLong(at);
        return steps == TimeStep.NOT_A_TIME ? null : smallest(steps);
    }

    private static Object smallest(long number) {
        // a conditional expression would widen the int to a long
        if (number == (int) number) {
            return (int) number;
        }
        return number;
    }

    private @Nullable LocalDate date(int at) {
        LocalDateTime time = dateTime(at);
        if (time != null && time.toLocalTime().toNanoOfDay() != 0) {
            throw new ArithmeticException(time + " has a time of day, so it is not a date");
        }
        return time == null ? null : time.toLocalDate();
    }

    private UnsupportedOperationException none(String wanted) {
        return new UnsupportedOperationException("the elements of dtype " + type + " are not "
                + wanted);
    }

    // Runs of elements

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
                    flags[to + i] = bool(at + i * stride);
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
        return data.slice(at, count * size).order(data.order());
    }

    private void doubles(int at, int stride, double[] array, int to, int count) {
        if (isRun(Kind.FLOAT, Double.BYTES, stride)) {
            run(at, count).asDoubleBuffer().get(array, to, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            array[to + i] = floating(at + i * stride);
        }
    }

    private void floats(int at, int stride, float[] array, int to, int count) {
        if (isRun(Kind.FLOAT, Float.BYTES, stride)) {
            run(at, count).asFloatBuffer().get(array, to, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            array[to + i] = narrow(at + i * stride);
        }
    }

    private void longs(int at, int stride, long[] array, int to, int count) {
        if (isRun(Kind.INT, Long.BYTES, stride)) {
            run(at, count).asLongBuffer().get(array, to, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            array[to + i] = integer(at + i * stride);
        }
    }

    private void ints(int at, int stride, int[] array, int to, int count) {
        if (isRun(Kind.INT, Integer.BYTES, stride)) {
            run(at, count).asIntBuffer().get(array, to, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            array[to + i] = int32(at + i * stride);
        }
    }

    private void shorts(int at, int stride, short[] array, int to, int count) {
        if (isRun(Kind.INT, Short.BYTES, stride)) {
            run(at, count).asShortBuffer().get(array, to, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            array[to + i] = int16(at + i * stride);
        }
    }

    private void bytes(int at, int stride, byte[] array, int to, int count) {
        if (isRun(Kind.INT, 1, stride) || isRun(Kind.UINT, 1, stride)) {
            data.get(at, array, to, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            array[to + i] = int8(at + i * stride);
        }
    }

    private void objects(int at, int stride, @Nullable Object[] array, int to, int count) {
        Class<?> wanted = array.getClass().getComponentType();
        for (int i = 0; i < count; i++) {
            array[to + i] = as(wanted, at + i * stride);
        }
    }

    private @Nullable Object as(Class<?> wanted, int at) {
        if (wanted == Double.class) {
            return floating(at);
        } else if (wanted == Float.class) {
            return narrow(at);
        } else if (wanted == Long.class) {
            return integer(at);
        } else if (wanted == Integer.class) {
            return int32(at);
        } else if (wanted == Short.class) {
            return int16(at);
        } else if (wanted == Byte.class) {
            return (byte) inRange(integer(at), Byte.MIN_VALUE, Byte.MAX_VALUE, "a byte");
        } else if (wanted == Boolean.class) {
            return bool(at);
        } else if (wanted == BigInteger.class && kind == Kind.UINT) {
            return new BigInteger(Long.toUnsignedString(unsigned(at)));
        } else if (wanted == BigInteger.class) {
            return BigInteger.valueOf(integer(at));
        } else if (wanted == Complex.class) {
            return complex(at);
        } else if (wanted == String.class) {
            return text(at);
        } else if (wanted == byte[].class) {
            return bytes(at);
        } else if (wanted == LocalDateTime.class) {
            return dateTime(at);
        } else if (wanted == LocalDate.class) {
            if (kind != Kind.DATETIME) {
                throw none("dates");
            }
            return date(at);
        } else if (wanted == Instant.class) {
            LocalDateTime time = dateTime(at);
            return time == null ? null : time.toInstant(ZoneOffset.UTC);
        } else if (wanted == Duration.class) {
            return duration(at);
        }
        Object item = item(at);
        if (item != null && !wanted.isInstance(item)) {
            throw new UnsupportedOperationException("elements of dtype " + type + " cannot be"
                    + " converted to " + wanted.getTypeName());
        }
        return item;
    }

    /** Writes elements at equal distances as those of another type; text and bytes only as the same type. */
    void convert(int at, int stride, DType wanted, ByteBuffer out, int count) {
        for (int i = 0; i < count; i++) {
            convert(at + i * stride, wanted, out);
        }
    }

    private void convert(int at, DType wanted, ByteBuffer out) {
        switch (wanted.kind()) {
            case BOOL -> out.put((byte) (bool(at) ? 1 : 0));
            case INT -> putInteger(integer(at), wanted.itemSize(), out);
            case UINT -> putUnsigned(kind == Kind.UINT ? unsigned(at) : natural(integer(at)),
                    wanted.itemSize(), out);
            case FLOAT -> {
                switch (wanted.itemSize()) {
                    case 2 -> out.putShort(half(floating(at)));
                    case 4 -> out.putFloat(narrow(at));
                    default -> out.putDouble(floating(at));
                }
            }
            case COMPLEX -> {
                Complex number = complex(at);
                if (wanted.itemSize() == PART_FLOAT) {
                    out.putFloat(narrow(number.re())).putFloat(narrow(number.im()));
                } else {
                    out.putDouble(number.re()).putDouble(number.im());
                }
            }
            case DATETIME, TIMEDELTA -> {
                if (kind != Kind.INT && !type.withByteOrder(wanted.byteOrder()).equals(wanted)) {
                    throw none("numbers of units of " + wanted);
                }
                out.putLong(integer(at));
            }
            case BYTES -> out.put(data.slice(at, size));
            case TEXT -> {
                for (int i = at; i < at + size; i += Integer.BYTES) {
                    out.putInt(data.getInt(i));
                }
            }
        }
    }

    private static long natural(long value) {
        if (value < 0) {
            throw new ArithmeticException(value + " is negative, which an unsigned type cannot"
                    + " hold");
        }
        return value;
    }

    private static void putInteger(long value, int width, ByteBuffer out) {
        switch (width) {
            case 1 -> out.put((byte) inRange(value, Byte.MIN_VALUE, Byte.MAX_VALUE, "i1"));
            case 2 -> out.putShort(
                    (short) inRange(value, Short.MIN_VALUE, Short.MAX_VALUE, "i2"));
            case 4 -> out.putInt(
                    (int) inRange(value, Integer.MIN_VALUE, Integer.MAX_VALUE, "i4"));
            default -> out.putLong(value);
        }
    }

    private static void putUnsigned(long value, int width, ByteBuffer out) {
        switch (width) {
            case 1 -> out.put((byte) inRange(value, 0, 0xff, "u1"));
            case 2 -> out.putShort((short) inRange(value, 0, 0xffff, "u2"));
            case 4 -> out.putInt((int) inRange(value, 0, 0xffff_ffffL, "u4"));
            default -> out.putLong(value);
        }
    }

    private static short half(double value) {
        float narrow = narrow(value);
        short half = Float.floatToFloat16(narrow);
        if (Float.isInfinite(Float.float16ToFloat(half)) && !Float.isInfinite(narrow)) {
            throw new ArithmeticException(value + " does not fit f2");
        }
        return half;
    }

    private static float narrow(double value) {
        float narrow = (float) value;
        if (Float.isInfinite(narrow) && !Double.isInfinite(value)) {
            throw new ArithmeticException(value + " does not fit a float");
        }
        return narrow;
    }

    /** Copies the bytes of elements at equal distances. */
    void copyBytes(int at, int stride, byte[] array, int to, int count) {
        if (stride == size) {
            data.get(at, array, to, count * size);
            return;
        }
        for (int i = 0; i < count; i++) {
            data.get(at + i * stride, array, to + i * size, size);
        }
    }

    /** Returns a hash code that depends only on the bytes of the element. */
    int hash(int at) {
        byte[] element = new byte[size];
        data.get(at, element);
        return Arrays.hashCode(element);
    }
}
