package io.jyro.types;

import java.math.BigInteger;

/**
 * Python's Fraction: an exact quotient of integers, in lowest terms and with a positive denominator.
 *
 * @param numerator the numerator, which has the sign
 * @param denominator the denominator, at least 1
 */
public record Fraction(BigInteger numerator, BigInteger denominator)
        implements
            Comparable<Fraction> {
    /**
     * Reduces to lowest terms.
     *
     * @throws ArithmeticException if the denominator is zero
     */
    public Fraction {
        if (denominator.signum() == 0) {
            throw new ArithmeticException("a Fraction cannot have the denominator 0");
        }
        BigInteger divisor = numerator.gcd(denominator);
        if (denominator.signum() < 0) {
            divisor = divisor.negate();
        }
        numerator = numerator.divide(divisor);
        denominator = denominator.divide(divisor);
    }

    /**
     * Returns the quotient of two numbers, reduced to lowest terms.
     *
     * @throws ArithmeticException if the denominator is zero
     */
    public static Fraction of(long numerator, long denominator) {
        return new Fraction(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
    }

    /** Orders by value. */
    @Override
    public int compareTo(Fraction other) {
        return numerator.multiply(other.denominator)
                .compareTo(other.numerator.multiply(denominator));
    }

    /** Returns the text of Python's {@code str}: {@code 1/3}, or {@code 2} for a whole number. */
    @Override
    public String toString() {
        return denominator.equals(BigInteger.ONE)
                ? numerator.toString()
                : numerator + "/" + denominator;
    }
}
