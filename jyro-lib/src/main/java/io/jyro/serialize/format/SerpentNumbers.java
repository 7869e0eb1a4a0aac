package io.jyro.serialize.format;

import java.math.BigInteger;

import io.jyro.serialize.CodecContext;
import io.jyro.serialize.DecodeBudget;
import io.jyro.serialize.PythonInteger;
import io.jyro.types.Complex;
import io.jyro.wire.Payload;
import org.jspecify.annotations.Nullable;

/** Reads the numbers of a serpent payload: literals, complex sums of them, and scalars as numpy prints them. */
abstract class SerpentNumbers extends SerpentScanner {
    SerpentNumbers(Payload payload, CodecContext context, DecodeBudget budget) {
        super(payload, context, budget);
    }

    /** Reads a value in parentheses, or a tuple. */
    abstract @Nullable Object parenthesised();

    // Numbers

    final Object number() {
        long value = 0;
        int q = p;
        int last = Math.min(end, p + 18); // this many digits always fit a long
        while (q < last) {
            int digit = bytes[q] - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            value = value * 10 + digit;
            q++;
        }
        if (q > p && q < end && bytes[q] == '.') {
            return decimals(value, q);
        }
        boolean goesOn = q < end && (bytes[q] == '.' || isNamePart(bytes[q]));
        if (goesOn || q == p || (bytes[p] == '0' && value != 0)) {
            return number(p, end);
        }
        p = q;
        return integer(value);
    }

    /**
     * Reads a float with so few digits that they and the power of ten are exact, as in most floats; leaves other
     * numbers to the slower way.
     */
    private Object decimals(long whole, int point) {
        long value = whole;
        int q = point + 1;
        int last = Math.min(end, p + 1 + NumberParser.EXACT_DIGITS);
        while (q < last) {
            int digit = bytes[q] - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            value = value * 10 + digit;
            q++;
        }
        if (q >= last || isNamePart(bytes[q])) {
            return number(p, end);
        }
        p = q;
        return floating(NumberParser.quotient(value, q - point - 1));
    }

    final Object signed(int sign) {
        int from = p;
        p++;
        skipBlanks();
        Object number = unsigned(from);
        if (sign == '+') {
            return number;
        }
        return switch (number) {
            case Integer i -> negated(i);
            case Long l -> negated(l);
            case Double d -> -d;
            case Complex c -> new Complex(-c.re(), -c.im());
            case BigInteger b -> PythonInteger.smallest(b.negate());
            default -> throw wanted("a number after the sign", from);
        };
    }

    private static Object negated(long value) {
        // Only a sign before a negative number in parentheses leads here with the smallest long.
        return value == Long.MIN_VALUE
                ? BigInteger.valueOf(value).negate()
                : PythonInteger.smallest(-value);
    }

    /** Reads the number after a sign. */
    private Object unsigned(int from) {
        int c = peek();
        if ((c >= '0' && c <= '9') || c == '.') {
            return number();
        }
        if (c == '(' || c == 'n') {
            Object value = c == '(' ? parenthesised() : numpyScalar();
            if (value instanceof Number || value instanceof Complex) {
                return value;
            }
        }
        throw wanted("a number after the sign", from);
    }

    /** Returns the number, or a complex number if a sign and an imaginary number follow. */
    final Object sum(Object number) {
        int c = peek();
        if (c == ',' || c == ')' || c == ':' || c == '}' || c == ']') {
            return number;
        }
        skipBlanks();
        c = peek();
        // Serpent omits the plus before a negative imaginary part, but numpy's begins with a name.
        if ((c != '+' && c != '-' && c != 'n') || number instanceof Complex) {
            return number;
        }
        int from = p;
        if (c != 'n') {
            p++;
            skipBlanks();
        }
        if (unsigned(from) instanceof Complex imaginary && imaginary.re() == 0) {
            // Not by adding, which would lose the sign of -0.0.
            return new Complex(real(number, from), c == '-' ? -imaginary.im() : imaginary.im());
        }
        throw wanted("an imaginary number after the sign", from);
    }

    private double real(Object number, int from) {
        double real = ((Number) number).doubleValue();
        if (Double.isInfinite(real) && !(number instanceof Double)) {
            throw wanted("a number that fits a complex number", from);
        }
        return real;
    }

    // Scalars of numpy

    /**
     * Reads a scalar as numpy 2 prints it, {@code np.float64(0.1)}, which serpent writes for scalars that are Python
     * floats; the imaginary part of a complex number has its {@code j} after the parenthesis.
     */
    final Object numpyScalar() {
        int from = p;
        String name = nameAt(from);
        NumpyScalar kind = NumpyScalar.of(name);
        p += name.length();
        if (kind == NumpyScalar.TRUE || kind == NumpyScalar.FALSE) {
            return kind == NumpyScalar.TRUE;
        }
        if (kind == NumpyScalar.NONE || peek() != '(') {
            throw noLiteral(from);
        }
        p++;
        enter();
        Object value = switch (kind) {
            case TEXT, BYTES -> string();
            case COMPLEX -> quoted() ? quotedNumber(kind) : complex();
            default -> quoted() ? quotedNumber(kind) : part();
        };
        if (peek() != ')') {
            throw wanted("the ')' of " + name);
        }
        p++;
        depth--;
        if (!kind.hasValue(value)) {
            throw wanted("another value of " + name, from);
        }
        if (value instanceof Number number && peek() == 'j') {
            p++;
            return new Complex(0, number.doubleValue());
        }
        return value;
    }

    private Object string() {
        int c = peek();
        if (c != '\'' && c != '"' && c != 'b') {
            throw wanted("the text or bytes of a scalar");
        }
        return strings(false);
    }

    private boolean quoted() {
        return peek() == '\'';
    }

    /** Reads the number in the quotes that numpy writes around digits that do not fit C's double. */
    private Object quotedNumber(NumpyScalar kind) {
        p++;
        Object number = kind == NumpyScalar.COMPLEX ? complex() : part();
        if (peek() != '\'') {
            throw wanted("the closing quote of a number");
        }
        p++;
        return number;
    }

    private Object complex() {
        int from = p;
        Object first = part();
        int c = peek();
        if (first instanceof Complex || (c != '+' && c != '-')) {
            return first;
        }
        if (part() instanceof Complex imaginary) {
            return new Complex(real(first, from), imaginary.im());
        }
        throw wanted("an imaginary number", from);
    }

    /** Reads a signed number, which may be infinite or NaN. */
    private Object part() {
        int sign = peek();
        if (sign == '-' || sign == '+') {
            int next = p + 1 < end ? bytes[p + 1] : END;
            if (next != 'i' && next != 'n') {
                return signed(sign);
            }
            p++;
        }
        int c = peek();
        if ((c >= '0' && c <= '9') || c == '.') {
            return number();
        }
        if (c != 'i' && c != 'n') {
            throw wanted("a number");
        }
        skipWord(c == 'i' ? "inf" : "nan", 'j');
        double value = c == 'n'
                ? Double.NaN
                : sign == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        if (peek() == 'j') {
            p++;
            return new Complex(0, value);
        }
        return floating(value);
    }
}
