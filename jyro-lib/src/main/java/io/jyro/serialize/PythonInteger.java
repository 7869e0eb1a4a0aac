package io.jyro.serialize;

import java.math.BigInteger;

import io.jyro.SerializationException;
import io.jyro.wire.ByteOutput;

/** Integers as decimal digits, and whether there are more of these than a limit. */
final class PythonInteger {
    private static final int MOST_DIGITS_OF_A_LONG = 19;

    private PythonInteger() {}

    /** Writes a number that fits a long. */
    static void write(long number, ByteOutput out) {
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
        do {
            long next = rest / 10;
            array[--at] = (byte) ('0' + rest - next * 10);
            rest = next;
        } while (rest != 0);
        out.position(behind);
    }

    private static int digits(long number) {
        int digits = 1;
        long power = 10;
        while (digits < MOST_DIGITS_OF_A_LONG && number >= power) {
            power *= 10;
            digits++;
        }
        return digits;
    }

    /**
     * The digits of a number of any size.
     *
     * @throws SerializationException if they are more than {@code maxIntegerDigits}, since the other side would refuse
     *         them
     */
    static String text(BigInteger number, CodecContext context) {
        int limit = context.limits().maxIntegerDigits();
        // A digit is worth 3.32 bits: a number of less than three bits for each has not too many, and one of more
        // than four has, so that its digits are not worth the time to find them.
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
