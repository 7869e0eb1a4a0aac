package io.jyro.types;

/**
 * Python's complex number. Equality and order compare the parts like {@link Double#compare}: a negative zero is not
 * equal to zero, and NaN is equal to itself.
 *
 * @param re the real part
 * @param im the imaginary part
 */
public record Complex(double re, double im) implements Comparable<Complex> {
    private static final double WRITTEN_IN_FULL_BELOW = 1e16;

    /** Orders by the real part, then by the imaginary part. */
    @Override
    public int compareTo(Complex other) {
        int order = Double.compare(re, other.re);
        return order != 0 ? order : Double.compare(im, other.im);
    }

    /** Returns Python's notation: {@code (1+2j)}, {@code 2.5j}, {@code (-0-1j)}. */
    @Override
    public String toString() {
        if (re == 0 && Double.compare(re, 0.0) == 0) {
            return part(im) + "j";
        }
        boolean signed = im < 0 || Double.compare(im, -0.0) == 0;
        return "(" + part(re) + (signed ? "" : "+") + part(im) + "j)";
    }

    private static String part(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == Math.rint(value) && Math.abs(value) < WRITTEN_IN_FULL_BELOW) {
            return value == 0 && Double.compare(value, -0.0) == 0
                    ? "-0"
                    : Long.toString((long) value);
        }
        String text = Double.toString(value);
        int exponent = text.indexOf('E');
        if (exponent < 0) {
            return text;
        }
        String digits = text.substring(0, exponent);
        int power = Integer.parseInt(text.substring(exponent + 1));
        return (digits.endsWith(".0") ? digits.substring(0, digits.length() - 2) : digits) + "e"
                + (power < 0 ? "-" : "+") + (Math.abs(power) < 10 ? "0" : "") + Math.abs(power);
    }
}
