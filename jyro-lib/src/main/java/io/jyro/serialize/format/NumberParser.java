package io.jyro.serialize.format;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

import io.jyro.SerializationException;
import io.jyro.serialize.PythonInteger;
import io.jyro.types.Complex;

/** Reads an unsigned number in any of Python's notations. */
final class NumberParser {
    private static final int MANTISSA_DIGITS = 18;
    /**
     * Up to here every integer, and every power of ten, is an exact double, so one product or quotient of them is
     * correctly rounded.
     */
    private static final long EXACT_MANTISSA = 1L << 53;
    private static final int EXACT_POWER = 22;
    /** All numbers with this many digits are exact, too. */
    static final int EXACT_DIGITS = 15;
    private static final double[] POWERS_OF_TEN = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9,
            1e10, 1e11, 1e12,
            1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    /** Far beyond infinity or zero, so larger exponents need not be distinguished. */
    private static final int LARGEST_EXPONENT = 100_000_000;

    private final byte[] bytes;
    private final int start;
    private final int end;
    private final int maxDigits;

    private int p;
    private long mantissa;
    private int digits;
    private int underscores;

    NumberParser(byte[] bytes, int start, int end, int maxDigits) {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
        this.maxDigits = maxDigits;
    }

    /** Returns the end of the number. */
    int position() {
        return p;
    }

    Object read(int from) {
        p = from;
        int radix = radix();
        Object number = radix == 10 ? decimal(from) : ofRadix(from, radix);
        int next = peek();
        if (next < 0 ? p < end : next == '_' || isLetterOrDigit(next)) {
            throw bad(from);
        }
        return number;
    }

    private int radix() {
        if (peek() != '0' || p + 1 >= end) {
            return 10;
        }
        return switch (bytes[p + 1]) {
            case 'x', 'X' -> 16;
            case 'o', 'O' -> 8;
            case 'b', 'B' -> 2;
            default -> 10;
        };
    }

    private Object ofRadix(int from, int radix) {
        p += 2;
        int bits = Integer.numberOfTrailingZeros(radix);
        if (peek() == '_') {
            p++;
        }
        int first = p;
        int count = 0;
        int separated = 0;
        while (p < end) {
            int digit = SerpentText.hexDigit(bytes[p]);
            if (digit >= 0 && digit < radix) {
                count++;
                p++;
            } else if (bytes[p] == '_' && p > first && bytes[p - 1] != '_') {
                separated++;
                p++;
            } else {
                break;
            }
        }
        if (count == 0 || bytes[p - 1] == '_') {
            throw bad(from);
        }
        checkDigits(count, from);
        if (count * bits < Long.SIZE) {
            return PythonInteger.smallest(Long.parseLong(text(first, p, separated), radix));
        }
        return PythonInteger.smallest(new BigInteger(text(first, p, separated), radix));
    }

    private Object decimal(int from) {
        int wholeDigits = digitRun(from);
        boolean isFloat = false;
        int scale = 0;
        if (peek() == '.') {
            isFloat = true;
            p++;
            int fraction = digitRun(from);
            if (wholeDigits + fraction == 0) {
                throw bad(from);
            }
            scale = -fraction;
        }
        if ((peek() | 0x20) == 'e') {
            isFloat = true;
            scale += exponent(from);
        }
        int to = p;
        boolean imaginary = (peek() | 0x20) == 'j';
        if (imaginary) {
            p++;
            return new Complex(0.0, floating(from, to, scale));
        }
        return isFloat ? (Object) floating(from, to, scale) : integer(from, to, wholeDigits);
    }

    /** Moves past digits with single underscores between them and returns the number of digits. */
    private int digitRun(int from) {
        int count = 0;
        int first = p;
        while (p < end) {
            int c = bytes[p];
            if (c >= '0' && c <= '9') {
                count++;
                if (digits < MANTISSA_DIGITS) {
                    mantissa = mantissa * 10 + c - '0';
                }
                if (mantissa != 0) {
                    digits++; // leading zeros do not count
                }
            } else if (c == '_' && p > first && bytes[p - 1] != '_') {
                underscores++;
            } else {
                break;
            }
            p++;
        }
        if (p > first && bytes[p - 1] == '_') {
            throw bad(from);
        }
        return count;
    }

    private int exponent(int from) {
        p++;
        int sign = peek();
        if (sign == '+' || sign == '-') {
            p++;
        }
        int first = p;
        int value = 0;
        while (p < end) {
            int c = bytes[p];
            if (c >= '0' && c <= '9') {
                value = Math.min(LARGEST_EXPONENT, value * 10 + c - '0');
            } else if (c == '_' && p > first && bytes[p - 1] != '_') {
                underscores++;
            } else {
                break;
            }
            p++;
        }
        if (p == first || bytes[p - 1] == '_') {
            throw bad(from);
        }
        return sign == '-' ? -value : value;
    }

    private double floating(int from, int to, int scale) {
        if (digits <= MANTISSA_DIGITS && mantissa <= EXACT_MANTISSA) {
            if (mantissa == 0) {
                return 0.0;
            }
            if (scale >= 0 && scale <= EXACT_POWER) {
                return mantissa * POWERS_OF_TEN[scale];
            }
            if (scale < 0 && scale >= -EXACT_POWER) {
                return mantissa / POWERS_OF_TEN[-scale];
            }
        }
        if (digits <= MANTISSA_DIGITS) {
            double nearest = DecimalFloat.of(mantissa, scale);
            if (!Double.isNaN(nearest)) {
                return nearest;
            }
        }
        return Double.parseDouble(text(from, to, underscores));
    }

    private Object integer(int from, int to, int count) {
        if (bytes[from] == '0') {
            if (mantissa != 0) {
                throw bad(from); // as in Python, where leading zeros once meant octal
            }
            return 0;
        }
        if (count <= MANTISSA_DIGITS) {
            return PythonInteger.smallest(mantissa);
        }
        checkDigits(count, from);
        return PythonInteger.smallest(new BigInteger(text(from, to, underscores)));
    }

    private void checkDigits(int count, int from) {
        if (count > maxDigits) {
            throw new SerializationException(
                    "an integer of " + count + " digits at byte " + (from - start)
                            + " exceeds maxIntegerDigits " + maxDigits
                            + "; raise it, or use a binary serializer");
        }
    }

    private String text(int from, int to, int underscoresIn) {
        String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        return underscoresIn == 0 ? text : text.replace("_", "");
    }

    /** Returns a number of at most {@link #EXACT_DIGITS} digits with some of them after the decimal point. */
    static double quotient(long digits, int decimals) {
        return digits / POWERS_OF_TEN[decimals];
    }

    private int peek() {
        return p < end ? bytes[p] : -1;
    }

    private static boolean isLetterOrDigit(int c) {
        return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
    }

    private SerializationException bad(int from) {
        return new SerializationException("serpent data: the number that begins at byte "
                + (from - start) + " is not a number of Python");
    }
}
