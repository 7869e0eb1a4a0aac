package io.jyro.serialize.format;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

import io.jyro.serialize.PythonInteger;
import io.jyro.wire.ByteOutput;

/** Writes floats like Python's {@code repr}: the shortest digits that read back as the same number. */
final class PythonFloat {
    /** Below this, numbers have so few bits that one digit can be enough where Java writes two. */
    private static final double FEW_BITS_BELOW = 1e-320;
    private static final int FIRST_EXPONENT_WRITTEN = 16;
    private static final int LAST_EXPONENT_WRITTEN = -5;
    /** Between these limits a number with at most DECIMALS decimals has at most fifteen digits. */
    private static final double SMALLEST_SHORT = 1e-3;
    private static final double LARGEST_SHORT = 1e9;
    private static final int DECIMALS = 6;
    private static final int MILLION = 1_000_000;

    private PythonFloat() {}

    /** Writes any number but NaN; infinity in serpent's form, a literal that overflows. */
    static void write(double number, ByteOutput out) {
        if (Double.isInfinite(number)) {
            out.putAscii(number > 0 ? "1e30000" : "-1e30000");
            return;
        }
        if (!writeShort(number, out)) {
            writeAny(number, out);
        }
    }

    /**
     * Writes the number if it has few decimals, five times as fast. Decimal numbers of up to fifteen digits are all
     * different doubles, so the one that equals this number is also the shortest text for it.
     */
    private static boolean writeShort(double number, ByteOutput out) {
        double size = Math.abs(number);
        if (!(size >= SMALLEST_SHORT && size < LARGEST_SHORT)) {
            return false;
        }
        long millionths = (long) (size * MILLION + 0.5);
        if ((double) millionths / MILLION != size) {
            return false;
        }
        if (number < 0) {
            out.put('-');
        }
        long whole = millionths / MILLION;
        PythonInteger.write(whole, out);
        PythonInteger.writeDecimals((int) (millionths - whole * MILLION), DECIMALS, out);
        return true;
    }

    private static void writeAny(double number, ByteOutput out) {
        String text = Double.toString(number);
        int exponentAt = text.indexOf('E');
        if (exponentAt < 0) {
            out.putAscii(text); // Java and Python agree from 1e-3 to 1e7
            return;
        }
        String digits;
        int exponent;
        if (Math.abs(number) < FEW_BITS_BELOW) {
            BigDecimal shortest = shortest(Math.abs(number));
            digits = shortest.unscaledValue().toString();
            exponent = shortest.precision() - shortest.scale() - 1;
        } else {
            int first = number < 0 ? 1 : 0;
            String fraction = text.substring(first + 2, exponentAt);
            digits = text.charAt(first) + (fraction.equals("0") ? "" : fraction);
            exponent = Integer.parseInt(text, exponentAt + 1, text.length(), 10);
        }
        if (number < 0) {
            out.put('-');
        }
        write(digits, exponent, out);
    }

    private static void write(String digits, int exponent, ByteOutput out) {
        if (exponent >= FIRST_EXPONENT_WRITTEN || exponent <= LAST_EXPONENT_WRITTEN) {
            out.put(digits.charAt(0));
            if (digits.length() > 1) {
                out.put('.');
                out.putAscii(digits.substring(1));
            }
            out.putAscii(exponent < 0 ? "e-" : "e+");
            int size = Math.abs(exponent);
            out.putAscii(size < 10 ? "0" + size : Integer.toString(size));
        } else if (exponent < 0) {
            out.putAscii("0." + "0".repeat(-exponent - 1));
            out.putAscii(digits);
        } else if (digits.length() > exponent + 1) {
            out.putAscii(digits.substring(0, exponent + 1));
            out.put('.');
            out.putAscii(digits.substring(exponent + 1));
        } else {
            out.putAscii(digits);
            out.putAscii("0".repeat(exponent + 1 - digits.length()));
            out.putAscii(".0");
        }
    }

    private static BigDecimal shortest(double number) {
        BigDecimal exact = new BigDecimal(number);
        for (int digits = 1;; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (rounded.doubleValue() == number) {
                return rounded.stripTrailingZeros();
            }
        }
    }
}
