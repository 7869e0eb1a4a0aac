package io.jyro.serialize.format;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoField;

import io.jyro.SerializationException;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.PythonInteger;
import io.jyro.serialize.bind.PythonTime;
import io.jyro.types.Complex;
import io.jyro.wire.LittleEndian;

/**
 * The values that Pyro sends as extension types of MessagePack. Numbers inside them are little-endian, since Python
 * writes them in native byte order.
 *
 * @see "docs/protocol.md, 4 Types"
 */
final class MsgpackExtensions {
    static final int COMPLEX = 0x30;
    static final int INTEGER = 0x31;
    static final int DATETIME = 0x32;
    static final int DATE = 0x33;
    /**
     * An extension of Jyro for its own peers, since Pyro's depends on the time zone of the machine and has only
     * microseconds.
     */
    static final int EXACT_DATETIME = 0x4a;

    private static final int BYTES_OF_COMPLEX = 16;
    /** The length of {@link LocalDateTime#MAX} as text. */
    private static final int LONGEST_DATETIME = 36;
    /** The number that Python gives to 1970-01-01; 0001-01-01 is 1. */
    private static final long ORDINAL_OF_EPOCH = 719_163;
    private static final int LAST_YEAR = 9999;
    private static final int MICROS = 1_000_000;
    /** A number of seconds beyond all years of Python, but well within the range of an Instant. */
    private static final double FAR_AWAY = 1e12;

    private MsgpackExtensions() {}

    static byte[] ofComplex(Complex complex) {
        byte[] data = new byte[BYTES_OF_COMPLEX];
        LittleEndian.putLong(data, 0, Double.doubleToRawLongBits(complex.re()));
        LittleEndian.putLong(data, Long.BYTES, Double.doubleToRawLongBits(complex.im()));
        return data;
    }

    static byte[] ofInteger(BigInteger number, CodecContext context) {
        return PythonInteger.text(number, context).getBytes(StandardCharsets.US_ASCII);
    }

    /** Encodes a date and time as seconds since 1970, taken in the time zone of this machine. */
    static byte[] ofDateTime(LocalDateTime time) {
        checkYear(time.getYear(), time);
        double seconds = time.atZone(ZoneId.systemDefault()).toEpochSecond();
        int micros = time.get(ChronoField.MICRO_OF_SECOND);
        byte[] data = new byte[Long.BYTES];
        LittleEndian.putLong(data, 0,
                Double.doubleToRawLongBits(seconds + micros / (double) MICROS));
        return data;
    }

    static byte[] ofDate(LocalDate date) {
        checkYear(date.getYear(), date);
        byte[] data = new byte[Long.BYTES];
        LittleEndian.putLong(data, 0, date.toEpochDay() + ORDINAL_OF_EPOCH);
        return data;
    }

    /** Encodes a date and time as text in ISO form. */
    static byte[] ofExactDateTime(LocalDateTime time) {
        return PythonTime.of(time, true).getBytes(StandardCharsets.US_ASCII);
    }

    private static void checkYear(int year, Object time) {
        if (year < 1 || year > LAST_YEAR) {
            throw new SerializationException(
                    time + " cannot be sent: Python's dates are of the years 1 to 9999");
        }
    }

    /**
     * Decodes an extension.
     *
     * @param at where its data begins
     * @param start the beginning of the payload, to which offsets in errors are relative
     * @throws SerializationException if the type is not one of Pyro's, or the data does not match it
     */
    static Object read(int type, byte[] bytes, int at, int length, int start,
            CodecContext context) {
        return switch (type) {
            case COMPLEX -> {
                checkLength(length == BYTES_OF_COMPLEX, "a complex number", length, at - start);
                yield new Complex(Double.longBitsToDouble(LittleEndian.signedLong(bytes, at)),
                        Double.longBitsToDouble(LittleEndian.signedLong(bytes, at + Long.BYTES)));
            }
            case INTEGER -> integer(bytes, at, length, start, context);
            case DATETIME -> {
                checkLength(length == Double.BYTES, "a date and time", length, at - start);
                yield dateTime(Double.longBitsToDouble(LittleEndian.signedLong(bytes, at)),
                        at - start);
            }
            case DATE -> {
                checkLength(length == Integer.BYTES || length == Long.BYTES, "a date", length,
                        at - start);
                yield date(length == Integer.BYTES
                        ? LittleEndian.signedInt(bytes, at)
                        : LittleEndian.signedLong(bytes, at), at - start);
            }
            case EXACT_DATETIME -> {
                checkLength(length <= LONGEST_DATETIME, "a date and time", length, at - start);
                yield exactDateTime(new String(bytes, at, length, StandardCharsets.ISO_8859_1),
                        at - start);
            }
            default -> throw new SerializationException("msgpack data has the extension type "
                    + type + " at byte "
                    + (at - start)
                    + ", which is none of Pyro's: 48 (complex), 49 (integer), 50 (datetime), 51 (date)");
        };
    }

    private static void checkLength(boolean isRight, String what, int length, int offset) {
        if (!isRight) {
            throw new SerializationException(
                    "msgpack data has " + what + " of " + length + " bytes at byte " + offset
                            + ", which is not a size that it can have");
        }
    }

    private static Object integer(byte[] bytes, int at, int length, int start,
            CodecContext context) {
        int first = length > 0 && bytes[at] == '-' ? at + 1 : at;
        int digits = at + length - first;
        for (int i = first; i < at + length; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                throw notAnInteger(at - start);
            }
        }
        if (digits == 0) {
            throw notAnInteger(at - start);
        }
        int limit = context.limits().maxIntegerDigits();
        if (digits > limit) {
            throw new SerializationException(
                    "an integer of " + digits + " digits at byte " + (first - start)
                            + " exceeds maxIntegerDigits " + limit
                            + "; raise it, or use the serializer marshal");
        }
        return PythonInteger.smallest(
                new BigInteger(new String(bytes, at, length, StandardCharsets.ISO_8859_1)));
    }

    private static SerializationException notAnInteger(int offset) {
        return new SerializationException(
                "msgpack data has a number as text at byte " + offset + " that is not an"
                        + " integer; Python writes fractions in this form, but cannot read them"
                        + " either");
    }

    /** Converts a timestamp, rounded to microseconds like in Python, to the time zone of this machine, like Python. */
    private static LocalDateTime dateTime(double timestamp, int offset) {
        if (!(Math.abs(timestamp) < FAR_AWAY)) {
            throw outOfRange("a date and time", offset);
        }
        long whole = (long) timestamp;
        long micros = (long) Math.rint((timestamp - whole) * MICROS);
        Instant instant = Instant.ofEpochSecond(whole, micros * 1000);
        LocalDateTime time = LocalDateTime.ofInstant(instant, ZoneId.systemDefault());
        if (time.getYear() < 1 || time.getYear() > LAST_YEAR) {
            throw outOfRange("a date and time", offset);
        }
        return time;
    }

    private static LocalDateTime exactDateTime(String text, int offset) {
        try {
            return LocalDateTime.parse(text);
        } catch (DateTimeException e) {
            throw new SerializationException("msgpack data has a date and time as text at byte "
                    + offset + " that is not in ISO form", e);
        }
    }

    private static LocalDate date(long ordinal, int offset) {
        if (ordinal < 1
                || ordinal > LocalDate.of(LAST_YEAR, 12, 31).toEpochDay() + ORDINAL_OF_EPOCH) {
            throw outOfRange("a date", offset);
        }
        return LocalDate.ofEpochDay(ordinal - ORDINAL_OF_EPOCH);
    }

    private static SerializationException outOfRange(String what, int offset) {
        return new SerializationException("msgpack data has " + what + " at byte " + offset
                + " that is outside the years 1 to 9999");
    }
}
