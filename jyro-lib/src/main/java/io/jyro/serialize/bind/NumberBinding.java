package io.jyro.serialize.bind;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;

import io.jyro.TypeMismatchException;
import org.jspecify.annotations.Nullable;

/** Binding of all number types: converts any number if no information is lost. */
final class NumberBinding extends Binding {
    /** The limit of CPython; the cost of converting longer texts grows faster than their length. */
    private static final int MAX_DIGITS = 4300;
    private static final int SCORE_OF_TEXT = 300;
    /**
     * The score of an int beyond long as a float: lower than for a type that accepts anything, which keeps it an int.
     */
    private static final int SCORE_OF_HUGE_INT = ANYTHING / 2;

    /** The number types, and how well Python's int and float fit them. */
    enum Kind {
        BYTE(400, 200, Byte.SIZE),
        SHORT(500, 250, Short.SIZE),
        INT(900, 300, Integer.SIZE),
        LONG(890, 290, Long.SIZE),
        BIG_INTEGER(880, 280, 0),
        BIG_DECIMAL(700, 700, 0),
        DOUBLE(600, EXACT, 0),
        FLOAT(300, 800, 0);

        private static final Map<Class<?>, Kind> BY_TYPE = Map.ofEntries(
                Map.entry(byte.class, BYTE),
                Map.entry(Byte.class, BYTE), Map.entry(short.class, SHORT),
                Map.entry(Short.class, SHORT),
                Map.entry(int.class, INT), Map.entry(Integer.class, INT),
                Map.entry(long.class, LONG),
                Map.entry(Long.class, LONG), Map.entry(BigInteger.class, BIG_INTEGER),
                Map.entry(BigDecimal.class, BIG_DECIMAL), Map.entry(double.class, DOUBLE),
                Map.entry(Double.class, DOUBLE), Map.entry(float.class, FLOAT),
                Map.entry(Float.class, FLOAT));

        // The width of an integer type; 0 for a type with fractions or without limit.
        private final int bits;
        private final int scoreOfInt;
        private final int scoreOfFloat;

        Kind(int scoreOfInt, int scoreOfFloat, int bits) {
            this.bits = bits;
            this.scoreOfInt = scoreOfInt;
            this.scoreOfFloat = scoreOfFloat;
        }

        static @Nullable Kind of(Class<?> type) {
            return BY_TYPE.get(type);
        }
    }

    private final Kind kind;
    private final Class<?> boxed;

    NumberBinding(Class<?> type, Kind kind) {
        super(type, type);
        this.kind = kind;
        this.boxed = switch (kind) {
            case BYTE -> Byte.class;
            case SHORT -> Short.class;
            case INT -> Integer.class;
            case LONG -> Long.class;
            case BIG_INTEGER -> BigInteger.class;
            case BIG_DECIMAL -> BigDecimal.class;
            case DOUBLE -> Double.class;
            case FLOAT -> Float.class;
        };
    }

    @Override
    @Nullable
    Object convert(@Nullable Object plain, ConversionBudget budget) {
        if (boxed.isInstance(plain)) {
            return plain;
        }
        if (plain == null && !type().isPrimitive()) {
            return null;
        }
        Object number = number(plain);
        if (number == null) {
            throw refusal(plain);
        }
        return number;
    }

    private static @Nullable BigInteger integer(@Nullable Object plain) {
        return plain instanceof Number number ? integer(number) : null;
    }

    private TypeMismatchException refusal(@Nullable Object plain) {
        if (!(plain instanceof Number)) {
            return mismatch(plain);
        }
        if (kind.bits == 0 || integer(plain) == null) {
            return mismatch(describe(plain), null);
        }
        BigInteger end = BigInteger.ONE.shiftLeft(kind.bits - 1);
        return TypeMismatchException.advising(
                "Java " + this + " (" + end.negate() + " to " + end.subtract(BigInteger.ONE) + ")",
                describe(plain),
                "declare " + (kind == Kind.LONG ? "BigInteger" : "long") + " for larger numbers");
    }

    @Override
    @Nullable
    Object bindKey(@Nullable Object plain, ConversionBudget budget) {
        return plain instanceof String text ? bindText(text) : bind(plain, budget);
    }

    @Override
    int scoreKey(@Nullable Object plain, ConversionBudget budget) {
        if (!(plain instanceof String text)) {
            return score(plain, budget);
        }
        try {
            return bindText(text) == null ? UNFIT : SCORE_OF_TEXT;
        } catch (TypeMismatchException e) {
            return UNFIT;
        }
    }

    private Object bindText(String text) {
        if (text.length() <= MAX_DIGITS) {
            try {
                Object number = number(new BigDecimal(text));
                if (number != null) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw mismatch("str that is not a number", e);
            }
        }
        throw mismatch("str that is not such a number", null);
    }

    private @Nullable Object number(@Nullable Object plain) {
        if (kind == Kind.BIG_DECIMAL && plain instanceof String text) {
            return decimal(text);
        }
        if (!(plain instanceof Number number)) {
            return null;
        }
        return switch (kind) {
            case BYTE -> inRange(number, Byte.MIN_VALUE, Byte.MAX_VALUE)
                    ? (Object) number.byteValue()
                    : null;
            case SHORT -> inRange(number, Short.MIN_VALUE, Short.MAX_VALUE)
                    ? (Object) number.shortValue()
                    : null;
            case INT -> inRange(number, Integer.MIN_VALUE, Integer.MAX_VALUE)
                    ? (Object) number.intValue()
                    : null;
            case LONG -> inRange(number, Long.MIN_VALUE, Long.MAX_VALUE)
                    ? (Object) number.longValue()
                    : null;
            case BIG_INTEGER -> integer(number);
            case BIG_DECIMAL -> decimal(number);
            case DOUBLE -> toDouble(number);
            case FLOAT -> toFloat(number);
        };
    }

    private static boolean inRange(Number number, long least, long most) {
        long value;
        if (number instanceof Integer || number instanceof Long || number instanceof Short
                || number instanceof Byte) {
            value = number.longValue();
        } else {
            BigInteger integer = integer(number);
            if (integer == null || integer.bitLength() >= Long.SIZE) {
                return false;
            }
            value = integer.longValue();
        }
        return value >= least && value <= most;
    }

    /** Returns the number as an integer; null if it has a fraction, or is disproportionately large. */
    private static @Nullable BigInteger integer(Number number) {
        if (number instanceof BigInteger integer) {
            return integer;
        }
        if (number instanceof Integer || number instanceof Long || number instanceof Short
                || number instanceof Byte) {
            return BigInteger.valueOf(number.longValue());
        }
        BigDecimal decimal = decimal(number);
        if (decimal == null || (long) decimal.precision() - decimal.scale() > MAX_DIGITS
                || decimal.scale() > MAX_DIGITS) {
            return null;
        }
        try {
            return decimal.toBigIntegerExact();
        } catch (ArithmeticException e) {
            return null; // it has a fraction
        }
    }

    private static @Nullable BigDecimal decimal(Number number) {
        return switch (number) {
            case BigDecimal decimal -> decimal;
            case BigInteger integer -> new BigDecimal(integer);
            case Double real -> Double.isFinite(real) ? BigDecimal.valueOf(real) : null;
            // converted by its shortest text, so that 0.1f means 0.1
            case Float real -> Float.isFinite(real) ? new BigDecimal(real.toString()) : null;
            case Integer integer -> BigDecimal.valueOf(integer);
            case Long integer -> BigDecimal.valueOf(integer);
            case Short integer -> BigDecimal.valueOf(integer);
            case Byte integer -> BigDecimal.valueOf(integer);
            default -> null;
        };
    }

    private static @Nullable BigDecimal decimal(String text) {
        if (text.length() > MAX_DIGITS) {
            return null;
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Double toDouble(Number number) {
        double value = number.doubleValue();
        return switch (number) {
            case Double same -> same;
            case Float real -> value;
            case Integer integer -> value;
            case Short integer -> value;
            case Byte integer -> value;
            case Long integer ->
                (long) value == integer && integer != Long.MAX_VALUE ? (Double) value : null;
            case BigInteger integer -> isExactly(value, integer) ? (Double) value : null;
            // a Decimal has its own precision; users expect the nearest double
            case BigDecimal decimal -> Double.isFinite(value) ? (Double) value : null;
            default -> null;
        };
    }

    private static boolean isExactly(double value, BigInteger integer) {
        return Double.isFinite(value) && new BigDecimal(value).toBigInteger().equals(integer);
    }

    private static @Nullable Float toFloat(Number number) {
        float value = number.floatValue();
        if (number instanceof Double real) {
            return Float.isInfinite(value) && !Double.isInfinite(real) ? null : (Float) value;
        }
        if (number instanceof BigDecimal) {
            return Float.isFinite(value) ? (Float) value : null;
        }
        BigInteger integer = integer(number);
        return integer != null && isExactly(value, integer) ? (Float) value : null;
    }

    private static String describe(@Nullable Object plain) {
        return switch (plain) {
            case Integer number -> "int " + number;
            case Long number -> "int " + number;
            case BigInteger number -> "int of " + number.bitLength() + " bits";
            case Double number -> "float " + number;
            case Float number -> "float " + number;
            case null, default -> PythonNames.of(plain);
        };
    }

    @Override
    int fit(@Nullable Object plain, ConversionBudget budget) {
        if (plain == null) {
            return type().isPrimitive() ? UNFIT : NONE;
        }
        if (boxed.isInstance(plain)) {
            return EXACT;
        }
        if (number(plain) == null) {
            return UNFIT;
        }
        if (plain instanceof BigInteger && (kind == Kind.DOUBLE || kind == Kind.FLOAT)) {
            return SCORE_OF_HUGE_INT;
        }
        return plain instanceof Double || plain instanceof Float
                ? kind.scoreOfFloat
                : kind.scoreOfInt;
    }
}
