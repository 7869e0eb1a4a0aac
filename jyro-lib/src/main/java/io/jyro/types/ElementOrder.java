package io.jyro.types;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** The order of values of any classes, as {@link Tuple#compareTo} describes it. */
final class ElementOrder {
    private static final int NULL = 0;
    private static final int BOOLEAN = 1;
    private static final int NUMBER = 2;
    private static final int TEXT = 3;
    private static final int BYTES = 4;
    private static final int COMPLEX = 5;
    private static final int LIST = 6;
    private static final int OTHER = 7;

    private static final double TWO_TO_63 = 0x1p63;

    private ElementOrder() {}

    static int compareLists(List<?> a, List<?> b) {
        int common = Math.min(a.size(), b.size());
        for (int i = 0; i < common; i++) {
            int order = compare(a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.size(), b.size());
    }

    @SuppressWarnings("ReferenceEquality") // skips comparing an object with itself
    private static int compare(@Nullable Object a, @Nullable Object b) {
        if (a == b) {
            return 0;
        }
        if (a == null || b == null) {
            return Integer.compare(kind(a), kind(b));
        }
        int kind = kind(a);
        int order = Integer.compare(kind, kind(b));
        if (order != 0) {
            return order;
        }
        return switch (kind) {
            case BOOLEAN -> ((Boolean) a).compareTo((Boolean) b);
            case NUMBER -> compareNumbers((Number) a, (Number) b);
            case TEXT -> ((String) a).compareTo((String) b);
            case BYTES -> bytes(a).compareTo(bytes(b));
            case COMPLEX -> ((Complex) a).compareTo((Complex) b);
            case LIST -> compareLists((List<?>) a, (List<?>) b);
            default -> compareOthers(a, b);
        };
    }

    private static int kind(@Nullable Object value) {
        return switch (value) {
            case null -> NULL;
            case Boolean b -> BOOLEAN;
            case Number n -> NUMBER;
            case String s -> TEXT;
            case byte[] b -> BYTES;
            case ByteBuffer b -> BYTES;
            case Complex c -> COMPLEX;
            case List<?> l -> LIST;
            default -> OTHER;
        };
    }

    private static ByteBuffer bytes(Object value) {
        return value instanceof ByteBuffer buffer ? buffer : ByteBuffer.wrap((byte[]) value);
    }

    private static int compareNumbers(Number a, Number b) {
        int order;
        if (isSmall(a) && isSmall(b)) {
            order = Long.compare(a.longValue(), b.longValue());
        } else if (isFloat(a) && isFloat(b)) {
            order = compareFloats(a.doubleValue(), b.doubleValue());
        } else if (isFloat(a)) {
            order = compareWithFloat(a.doubleValue(), b);
        } else if (isFloat(b)) {
            order = -compareWithFloat(b.doubleValue(), a);
        } else if (isLarge(a) && isLarge(b)) {
            order = ((BigInteger) a).compareTo((BigInteger) b);
        } else {
            order = exact(a).compareTo(exact(b));
        }
        if (order != 0 || a.getClass() == b.getClass()) {
            return order != 0 ? order : Double.compare(a.doubleValue(), b.doubleValue());
        }
        return a.getClass().getName().compareTo(b.getClass().getName());
    }

    private static boolean isSmall(Number number) {
        return number instanceof Integer || number instanceof Long || number instanceof Short
                || number instanceof Byte;
    }

    private static boolean isLarge(Number number) {
        return number instanceof BigInteger;
    }

    private static boolean isFloat(Number number) {
        return number instanceof Double || number instanceof Float;
    }

    /**
     * Compares two floats; zero and negative zero are equal, as they are when compared with integers, and NaN comes
     * last.
     */
    private static int compareFloats(double a, double b) {
        return a == b ? 0 : Double.compare(a, b);
    }

    private static int compareWithFloat(double a, Number b) {
        if (Double.isNaN(a) || Double.isInfinite(a)) {
            return a < 0 ? -1 : 1;
        }
        if (isSmall(b)) {
            if (a >= TWO_TO_63 || a < -TWO_TO_63) {
                return a < 0 ? -1 : 1;
            }
            // Compares the integer part first: converting b to a double would round it.
            int order = Long.compare((long) a, b.longValue());
            return order != 0 ? order : fractionSign(a);
        }
        return new BigDecimal(a).compareTo(exact(b));
    }

    private static int fractionSign(double a) {
        double fraction = a - (long) a;
        return fraction > 0 ? 1 : fraction < 0 ? -1 : 0;
    }

    private static BigDecimal exact(Number number) {
        if (isSmall(number)) {
            return BigDecimal.valueOf(number.longValue());
        }
        return switch (number) {
            case BigInteger integer -> new BigDecimal(integer);
            case BigDecimal decimal -> decimal;
            default -> BigDecimal.valueOf(number.longValue());
        };
    }

    @SuppressWarnings("unchecked") // both are of the same comparable class, so they can be compared with each other
    private static int compareOthers(Object a, Object b) {
        if (a.getClass() != b.getClass()) {
            return a.getClass().getName().compareTo(b.getClass().getName());
        }
        if (a instanceof Comparable<?> comparable) {
            return ((Comparable<Object>) comparable).compareTo(b);
        }
        if (a instanceof Object[] array) {
            return compareLists(Arrays.asList(array), Arrays.asList((Object[]) b));
        }
        return Integer.compare(a.hashCode(), b.hashCode());
    }
}
