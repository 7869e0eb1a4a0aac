package io.jyro.serialize;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;

import io.jyro.SerializationException;
import io.jyro.wire.ByteOutput;

/** Integers: the smallest class that holds one, their decimal digits, and a limit on the number of digits. */
public final class PythonInteger {
    private static final int MOST_DIGITS_OF_A_LONG = 19;
    private static final VarHandle PAIR = MethodHandles.byteArrayViewVarHandle(short[].class,
            ByteOrder.LITTLE_ENDIAN);
    /** The two digits of each number up to 99. */
    private static final short[] PAIRS = new short[100];
    private static final long[] POWERS = new long[MOST_DIGITS_OF_A_LONG];

    static {
        for (int i = 0; i < PAIRS.length; i++) {
            PAIRS[i] = (short) ('0' + i / 10 | '0' + i % 10 << 8);
        }
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
    }

    private PythonInteger() {}

    /** Returns an integer as an object of the smallest class that holds it. */
    public static Object smallest(long value) {
        if (value == (int) value) {
            return (int) value;
        }
        return value;
    }

    /** Returns an integer as an object of the smallest class that holds it. */
    public static Object smallest(BigInteger value) {
        return value.bitLength() < Long.SIZE ? smallest(value.longValue()) : value;
    }

    /** Writes a number that fits a long. */
    public static void write(long number, ByteOutput out) {
        if (number == Long.MIN_VALUE) {
            out.putAscii("-9223372036854775808"); // has no absolute value
            return;
        }
        byte[] array = out.reserve(MOST_DIGITS_OF_A_LONG + 1);
        int position = out.position();
        if (number >= 0 && number < 10) {
            array[position] = (byte) ('0' + number);
            out.position(position + 1);
            return;
        }
        long rest = number;
        if (number < 0) {
            array[position++] = '-';
            rest = -number;
        }
        int behind = position + digits(rest);
        int at = behind;
        while (rest >= 100) {
            long hundreds = rest / 100;
            at -= 2;
            PAIR.set(array, at, PAIRS[(int) (rest - hundreds * 100)]);
            rest = hundreds;
        }
        if (rest < 10) {
            array[at - 1] = (byte) ('0' + rest);
        } else {
            PAIR.set(array, at - 2, PAIRS[(int) rest]);
        }
        out.position(behind);
    }

    /** Writes the fraction of a number: a point and this many decimals, without trailing zeros. */
    public static void writeDecimals(int decimals, int count, ByteOutput out) {
        byte[] array = out.reserve(1 + count);
        int at = out.position();
        array[at] = '.';
        int behind = at + 2;
        int rest = decimals;
        for (int i = at + count; i > at; i--) {
            int tenths = rest / 10;
            int digit = rest - tenths * 10;
            array[i] = (byte) ('0' + digit);
            if (digit != 0 && behind <= i) {
                behind = i + 1;
            }
            rest = tenths;
        }
        out.position(behind);
    }

    private static int digits(long number) {
        // log10 from log2, times 0.301; sometimes too small by one.
        int digits = (Long.SIZE - Long.numberOfLeadingZeros(number)) * 1233 >>> 12;
        return number >= POWERS[digits] ? digits + 1 : digits;
    }

    /**
     * Returns the digits of a number of any size.
     *
     * @throws SerializationException if they are more than {@code maxIntegerDigits}, since the peer would refuse them
     */
    public static String text(BigInteger number, CodecContext context) {
        int limit = context.limits().maxIntegerDigits();
        // A digit takes 3.32 bits: up to three bits for each allowed digit are certainly few enough, and more than four
        // certainly too many, so that computing the digits is not worth the time.
        if (number.bitLength() <= 3L * limit) {
            return number.toString();
        }
        String digits = number.bitLength() > 4L * limit ? "" : number.toString();
        if (digits.isEmpty() || digits.length() - (number.signum() < 0 ? 1 : 0) > limit) {
            throw new SerializationException(
                    "an integer of " + number.bitLength() + " bits has more digits than"
                            + " maxIntegerDigits " + limit
                            + "; raise it on both sides, or use the serializer marshal");
        }
        return digits;
    }
}
