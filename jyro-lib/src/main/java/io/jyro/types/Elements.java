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
 * Reads single elements of an array by their byte offset. Conversions are exact: an integer that is out of range or not
 * exactly a floating point number causes an ArithmeticException, and so does a fraction when an integer is requested.
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
                return ExactNumbers.whole(real(at));
            }
            default -> throw none("integers");
        }
    }

    /** Returns an integer, which may be an unsigned one above those of a long. */
    BigInteger bigInteger(int at) {
        return kind == Kind.UINT
                ? new BigInteger(Long.toUnsignedString(unsigned(at)))
                : BigInteger.valueOf(integer(at));
    }

    /** Returns a floating point number. */
    double floating(int at) {
        switch (kind) {
            case FLOAT -> {
                return real(at);
            }
            case INT -> {
                return ExactNumbers.exactly(signed(at));
            }
            case UINT -> {
                long value = unsigned(at);
                return value >= 0
                        ? ExactNumbers.exactly(value)
                        : ExactNumbers.exactlyUnsigned(value);
            }
            default -> throw none("real numbers");
        }
    }

    /** Returns a number of 32 bits, to which only floating point numbers are rounded. */
    float float32(int at) {
        double value = floating(at);
        float narrow = ExactNumbers.narrow(value);
        if (kind != Kind.FLOAT && narrow != value) {
            throw new ArithmeticException(value + " cannot be represented exactly as a float");
        }
        return narrow;
    }

    int int32(int at) {
        return (int) ExactNumbers.inRange(integer(at), Integer.MIN_VALUE, Integer.MAX_VALUE,
                "an int");
    }

    short int16(int at) {
        return (short) ExactNumbers.inRange(integer(at), Short.MIN_VALUE, Short.MAX_VALUE,
                "a short");
    }

    /** Returns an unsigned byte unchanged, as Java's byte with the same bits. */
    byte int8(int at) {
        if (type.is(Kind.UINT, 1)) {
            return data.get(at);
        }
        return (byte) ExactNumbers.inRange(integer(at), Byte.MIN_VALUE, Byte.MAX_VALUE, "a byte");
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
    long unsigned(int at) {
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

    /** Returns a point in time, taken as UTC. */
    @Nullable
    Instant instant(int at) {
        LocalDateTime time = dateTime(at);
        return time == null ? null : time.toInstant(ZoneOffset.UTC);
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
                yield value >= 0 ? smallest(value) : bigInteger(at);
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

    @Nullable
    LocalDate date(int at) {
        LocalDateTime time = dateTime(at);
        if (time != null && time.toLocalTime().toNanoOfDay() != 0) {
            throw new ArithmeticException(time + " has a time of day, so it is not a date");
        }
        return time == null ? null : time.toLocalDate();
    }

    /** Returns the error for elements of another kind. */
    UnsupportedOperationException none(String wanted) {
        return new UnsupportedOperationException("the elements of dtype " + type + " are not "
                + wanted);
    }

    // Bytes

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
