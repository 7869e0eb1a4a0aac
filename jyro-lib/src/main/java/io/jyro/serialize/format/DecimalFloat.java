package io.jyro.serialize.format;

import java.math.BigInteger;

/**
 * Converts a decimal number to the nearest double with one or two multiplications, ten times as fast as the JDK. This
 * is the method of Eisel and Lemire ("Number Parsing at a Gigabyte per Second", 2021): the product of the decimal
 * mantissa and the first 128 bits of a power of five determines the binary mantissa, except in rare cases, which the
 * method detects.
 */
final class DecimalFloat {
    /** The largest power of ten in the table, which covers what programs write; the JDK handles others. */
    private static final int LARGEST_POWER = 60;
    private static final int BITS = 128;

    private static final int MANTISSA_BITS = 52;
    private static final long HIDDEN_BIT = 1L << MANTISSA_BITS;
    private static final int EXPONENT_BIAS = 1023;
    private static final int LARGEST_EXPONENT = 2046;
    /** The bits of 64 that remain after the mantissa, its hidden bit and one bit for rounding. */
    private static final int SPARE_BITS = Long.SIZE - MANTISSA_BITS - 3;
    private static final long SPARE_MASK = (1L << SPARE_BITS) - 1;
    /**
     * The powers for which a product of 64 bits can be exactly halfway between two doubles, which is then rounded to
     * even.
     */
    private static final int LOWEST_HALF = -4;
    private static final int HIGHEST_HALF = 23;

    private static final long[] HIGH = new long[2 * LARGEST_POWER + 1];
    private static final long[] LOW = new long[2 * LARGEST_POWER + 1];

    static {
        for (int power = -LARGEST_POWER; power <= LARGEST_POWER; power++) {
            BigInteger bits = firstBits(power);
            HIGH[power + LARGEST_POWER] = bits.shiftRight(Long.SIZE).longValue();
            LOW[power + LARGEST_POWER] = bits.longValue();
        }
    }

    private DecimalFloat() {}

    /** Returns the first 128 bits of a power of five, truncated for positive powers, rounded up for negative ones. */
    private static BigInteger firstBits(int power) {
        BigInteger whole = BigInteger.valueOf(5).pow(Math.abs(power));
        if (power >= 0) {
            int surplus = whole.bitLength() - BITS;
            return surplus > 0 ? whole.shiftRight(surplus) : whole.shiftLeft(-surplus);
        }
        BigInteger inverse = BigInteger.ONE.shiftLeft(whole.bitLength() + BITS).divide(whole);
        return inverse.shiftRight(inverse.bitLength() - BITS).add(BigInteger.ONE);
    }

    /**
     * Returns the double nearest to {@code mantissa * 10^power}.
     *
     * @param mantissa more than zero
     * @return NaN if this method cannot tell, so that the caller needs another one
     */
    static double of(long mantissa, int power) {
        if (power < -LARGEST_POWER || power > LARGEST_POWER) {
            return Double.NaN;
        }
        int zeros = Long.numberOfLeadingZeros(mantissa);
        long digits = mantissa << zeros;
        long factor = HIGH[power + LARGEST_POWER];
        long high = Math.unsignedMultiplyHigh(digits, factor);
        long low = digits * factor;
        if ((high & SPARE_MASK) == SPARE_MASK) { // the truncated bits may matter
            long more = Math.unsignedMultiplyHigh(digits, LOW[power + LARGEST_POWER]);
            low += more;
            if (Long.compareUnsigned(low, more) < 0) {
                high++;
            }
            if (low == -1) {
                return Double.NaN;
            }
        }
        return rounded(high, low, power, zeros);
    }

    private static double rounded(long high, long low, int power, int zeros) {
        int top = (int) (high >>> 63);
        int shift = SPARE_BITS + top;
        long mantissa = high >>> shift; // with one extra bit for rounding
        int exponent = binaryExponent(power) + top - zeros + EXPONENT_BIAS;
        if (exponent <= 0 || exponent >= LARGEST_EXPONENT) {
            return Double.NaN;
        }
        boolean maybeHalf = Long.compareUnsigned(low, 1) <= 0 && power >= LOWEST_HALF
                && power <= HIGHEST_HALF;
        if (maybeHalf && (mantissa & 3) == 1 && mantissa << shift == high) {
            mantissa--; // exactly halfway: the even mantissa is below
        }
        mantissa = mantissa + (mantissa & 1) >>> 1;
        if (mantissa == HIDDEN_BIT << 1) {
            mantissa = HIDDEN_BIT;
            exponent++;
        }
        return Double.longBitsToDouble(mantissa & ~HIDDEN_BIT | (long) exponent << MANTISSA_BITS);
    }

    /** Returns the integer part of the base 2 logarithm of a power of ten, plus 63. */
    private static int binaryExponent(int power) {
        return (217_706 * power >> 16) + 63;
    }
}
