package io.jyro.types;

/**
 * Conversions of numbers that lose nothing. Each throws an ArithmeticException for a number that the other type does not
 * have; only the conversion to narrower floating point numbers rounds.
 */
final class ExactNumbers {
    private ExactNumbers() {}

    /** Returns a floating point number that is an integer. */
    static long whole(double value) {
        long whole = (long) value;
        if (whole != value || whole == Long.MAX_VALUE) {
            throw new ArithmeticException(value + " is not an integer that fits a long");
        }
        return whole;
    }

    /** Returns an integer as the same floating point number. */
    static double exactly(long value) {
        double real = value;
        if ((long) real != value || value == Long.MAX_VALUE) {
            throw new ArithmeticException(value + " cannot be represented exactly as a double");
        }
        return real;
    }

    /** Returns an unsigned number above those of a long as the same floating point number. */
    static double exactlyUnsigned(long value) {
        // a double has 53 significant bits
        if ((value & 0x7ff) != 0) {
            throw new ArithmeticException(Long.toUnsignedString(value) + " cannot be represented"
                    + " exactly as a double");
        }
        return (value >>> 1) * 2.0;
    }

    /** Returns a number that has been checked to fit the type that the message names. */
    static long inRange(long value, long least, long most, String name) {
        if (value < least || value > most) {
            throw new ArithmeticException(value + " does not fit " + name);
        }
        return value;
    }

    /** Returns a number that is not negative. */
    static long natural(long value) {
        if (value < 0) {
            throw new ArithmeticException(value + " is negative, which an unsigned type cannot"
                    + " hold");
        }
        return value;
    }

    /** Returns the bits of the nearest number of 16 bits. */
    static short half(double value) {
        float narrow = narrow(value);
        short half = Float.floatToFloat16(narrow);
        if (Float.isInfinite(Float.float16ToFloat(half)) && !Float.isInfinite(narrow)) {
            throw new ArithmeticException(value + " does not fit f2");
        }
        return half;
    }

    /** Returns the nearest number of 32 bits. */
    static float narrow(double value) {
        float narrow = (float) value;
        if (Float.isInfinite(narrow) && !Double.isInfinite(value)) {
            throw new ArithmeticException(value + " does not fit a float");
        }
        return narrow;
    }
}
