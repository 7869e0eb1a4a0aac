package io.jyro.types;

import java.lang.reflect.Array;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;

import io.jyro.types.DType.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Determines the shape of a nested Java array or list and the dtype that can represent all of its elements, and then
 * copies them. Memory is allocated only after everything has been examined.
 */
final class JavaElements {
    private static final int NANOS_PER_MICRO = 1000;

    /** The kinds of elements that were found; they must all be of one kind. */
    private enum Met {
        NOTHING,
        BOOL,
        NUMBER,
        TEXT,
        DATE,
        DATE_TIME,
        DURATION
    }

    private final Object source;
    private final int[] shape;

    private @Nullable DType primitive;
    private Met met = Met.NOTHING;
    private boolean hasFloats;
    private boolean hasComplex;
    private boolean hasNegatives;
    private boolean hasBeyondLong;
    private boolean hasNanos;
    private int longestText = 1;

    JavaElements(Object source) {
        this.source = source;
        this.shape = shapeOf(source);
        look(source, 0);
    }

    NdArray copy() {
        DType type = primitive != null ? primitive : typeOfObjects();
        int size = Shape.size(shape, type.itemSize());
        ByteBuffer data = ByteBuffer.allocate(size * type.itemSize())
                .order(ByteOrder.LITTLE_ENDIAN);
        if (size > 0) {
            put(source, 0, type, data);
        }
        return NdArray.wrap(data.rewind(), type, shape);
    }

    // Shape

    private static int[] shapeOf(Object source) {
        List<Integer> lengths = new ArrayList<>();
        Object level = source;
        while (level != null && isLevel(level)) {
            if (lengths.size() == Shape.MOST_DIMENSIONS) {
                throw new IllegalArgumentException("arrays nested more than "
                        + Shape.MOST_DIMENSIONS + " levels deep cannot become an array of numpy,"
                        + " nor can one that contains itself");
            }
            int length = length(level);
            lengths.add(length);
            if (length == 0) {
                // the array type tells the dimensions inside an empty array
                Class<?> inner = level.getClass().getComponentType();
                while (inner != null && inner.isArray()) {
                    lengths.add(0);
                    inner = inner.getComponentType();
                }
                break;
            }
            level = first(level);
        }
        if (lengths.isEmpty()) {
            throw new IllegalArgumentException("expected an array or list, but got a "
                    + source.getClass().getName());
        }
        return lengths.stream().mapToInt(Integer::intValue).toArray();
    }

    private static boolean isLevel(Object value) {
        return value instanceof List || value.getClass().isArray();
    }

    private static int length(Object level) {
        return level instanceof List<?> list ? list.size() : Array.getLength(level);
    }

    private static @Nullable Object first(Object level) {
        return switch (level) {
            case List<?> list -> list.get(0);
            case Object[] array -> array[0];
            default -> null;
        };
    }

    // First pass

    private void look(@Nullable Object level, int depth) {
        if (depth == shape.length) {
            element(level);
            return;
        }
        if (level == null || !isLevel(level) || length(level) != shape[depth]) {
            throw new IllegalArgumentException("the arrays at level " + depth + " are not of the"
                    + " same length: " + shape[depth] + " elements here, "
                    + (level != null && isLevel(level) ? length(level) + " there" : "none there")
                    + "; all rows of an array must have the same length");
        }
        if (level.getClass().isArray() && level.getClass().getComponentType().isPrimitive()) {
            if (depth < shape.length - 1) {
                throw new IllegalArgumentException(
                        "arrays of numbers are mixed with arrays of arrays");
            }
            primitives(ofPrimitive(level.getClass().getComponentType()));
            return;
        }
        if (level instanceof Object[] array) {
            for (Object element : array) {
                look(element, depth + 1);
            }
            if (array.length == 0) {
                emptyOf(array.getClass());
            }
            return;
        }
        for (Object element : (List<?>) level) {
            look(element, depth + 1);
        }
    }

    private void primitives(DType type) {
        if (met != Met.NOTHING || primitive != null && !primitive.equals(type)) {
            throw mixed();
        }
        primitive = type;
    }

    /** Takes the element type of an empty array from its class: {@code int[0][]} has elements of type int. */
    private void emptyOf(Class<?> arrayType) {
        Class<?> inner = arrayType;
        while (inner.isArray()) {
            inner = inner.getComponentType();
        }
        if (inner.isPrimitive()) {
            primitives(ofPrimitive(inner));
        }
    }

    private static DType ofPrimitive(Class<?> type) {
        if (type == double.class) {
            return DType.FLOAT64;
        } else if (type == float.class) {
            return DType.FLOAT32;
        } else if (type == long.class) {
            return DType.INT64;
        } else if (type == int.class) {
            return DType.INT32;
        } else if (type == short.class) {
            return DType.INT16;
        } else if (type == byte.class) {
            return DType.INT8;
        } else if (type == boolean.class) {
            return DType.BOOL;
        }
        throw new IllegalArgumentException(
                "numpy has no arrays of single characters; make an array of Strings");
    }

    private void element(@Nullable Object element) {
        switch (element) {
            case Boolean bool -> meet(Met.BOOL);
            case Double number -> number(true);
            case Float number -> number(true);
            case Integer number -> integer(number);
            case Long number -> integer(number);
            case Short number -> integer(number);
            case Byte number -> integer(number);
            case BigInteger number -> integer(number);
            case Complex number -> {
                number(true);
                hasComplex = true;
            }
            case String text -> {
                meet(Met.TEXT);
                longestText = Math.max(longestText, text.codePointCount(0, text.length()));
            }
            case LocalDate date -> meet(Met.DATE);
            case LocalDateTime time -> time(time.get(ChronoField.NANO_OF_SECOND));
            case Instant time -> time(time.get(ChronoField.NANO_OF_SECOND));
            case Duration duration -> {
                meet(Met.DURATION);
                hasNanos |= duration.toNanosPart() % NANOS_PER_MICRO != 0;
            }
            case null -> throw new IllegalArgumentException(
                    "an element is null, for which numpy has no number");
            default -> throw new IllegalArgumentException("an element is a "
                    + element.getClass().getName()
                    + "; arrays consist of numbers, booleans, text, dates or times");
        }
    }

    private void integer(BigInteger number) {
        number(false);
        hasNegatives |= number.signum() < 0;
        hasBeyondLong |= number.bitLength() >= Long.SIZE;
        if (number.bitLength() > Long.SIZE) {
            throw new IllegalArgumentException("an integer of " + number.bitLength()
                    + " bits is too large for numpy");
        }
    }

    private void integer(Number number) {
        number(false);
        hasNegatives |= number.longValue() < 0;
    }

    private void number(boolean isFloat) {
        meet(Met.NUMBER);
        hasFloats |= isFloat;
    }

    private void time(int nano) {
        meet(Met.DATE_TIME);
        hasNanos |= nano % NANOS_PER_MICRO != 0;
    }

    private void meet(Met element) {
        if (primitive != null || met != Met.NOTHING && met != element) {
            throw mixed();
        }
        met = element;
    }

    private static IllegalArgumentException mixed() {
        return new IllegalArgumentException(
                "elements of different kinds are mixed; an array has one kind");
    }

    private DType typeOfObjects() {
        return switch (met) {
            case BOOL -> DType.BOOL;
            case NOTHING -> DType.FLOAT64; // as numpy does
            case NUMBER -> hasComplex
                    ? DType.COMPLEX128
                    : hasFloats ? DType.FLOAT64 : typeOfIntegers();
            case TEXT -> DType.parse("<U" + longestText);
            case DATE -> DType.parse("<M8[D]");
            case DATE_TIME -> DType.parse(hasNanos ? "<M8[ns]" : "<M8[us]");
            case DURATION -> DType.parse(hasNanos ? "<m8[ns]" : "<m8[us]");
        };
    }

    private DType typeOfIntegers() {
        if (hasBeyondLong && hasNegatives) {
            throw new IllegalArgumentException(
                    "integers of more than 63 bits are mixed with negative ones; no array of"
                            + " numpy holds both");
        }
        return hasBeyondLong ? DType.UINT64 : DType.INT64;
    }

    // Copying

    private void put(@Nullable Object level, int depth, DType type, ByteBuffer data) {
        if (depth == shape.length) {
            putElement(level, type, data);
            return;
        }
        switch (level) {
            case Object[] array -> {
                for (Object element : array) {
                    put(element, depth + 1, type, data);
                }
            }
            case List<?> list -> {
                for (Object element : list) {
                    put(element, depth + 1, type, data);
                }
            }
            case null -> throw changed();
            default -> putRow(level, data);
        }
    }

    private void putRow(Object row, ByteBuffer data) {
        switch (row) {
            case double[] array -> {
                data.asDoubleBuffer().put(array);
                skip(data, array.length * Double.BYTES);
            }
            case float[] array -> {
                data.asFloatBuffer().put(array);
                skip(data, array.length * Float.BYTES);
            }
            case long[] array -> {
                data.asLongBuffer().put(array);
                skip(data, array.length * Long.BYTES);
            }
            case int[] array -> {
                data.asIntBuffer().put(array);
                skip(data, array.length * Integer.BYTES);
            }
            case short[] array -> {
                data.asShortBuffer().put(array);
                skip(data, array.length * Short.BYTES);
            }
            case byte[] array -> data.put(array);
            case boolean[] array -> {
                for (boolean flag : array) {
                    data.put((byte) (flag ? 1 : 0));
                }
            }
            default -> throw changed();
        }
    }

    private static void skip(ByteBuffer data, int bytes) {
        data.position(data.position() + bytes);
    }

    private static void putElement(@Nullable Object element, DType type, ByteBuffer data) {
        switch (element) {
            case Boolean bool -> data.put((byte) (bool ? 1 : 0));
            case Complex number -> data.putDouble(number.re()).putDouble(number.im());
            case BigInteger number when type.kind() == Kind.UINT -> data.putLong(
                    number.longValue());
            case Number number -> putNumber(number, type, data);
            case String text -> {
                int end = data.position() + type.itemSize();
                text.codePoints().forEach(data::putInt);
                data.position(end);
            }
            case LocalDate date -> data.putLong(date.toEpochDay());
            case LocalDateTime time -> putTime(
                    Duration.ofSeconds(time.toEpochSecond(ZoneOffset.UTC),
                            time.get(ChronoField.NANO_OF_SECOND)),
                    type,
                    data);
            case Instant time -> putTime(
                    Duration.ofSeconds(time.getEpochSecond(), time.getNano()), type, data);
            case Duration duration -> putTime(duration, type, data);
            case null, default -> throw changed();
        }
    }

    private static void putNumber(Number number, DType type, ByteBuffer data) {
        if (type.kind() == Kind.INT || type.kind() == Kind.UINT) {
            data.putLong(number.longValue());
            return;
        }
        double real = number.doubleValue();
        if (!(number instanceof Double) && !(number instanceof Float)
                && (number instanceof BigInteger || (long) real != number.longValue()
                        || number.longValue() == Long.MAX_VALUE)) {
            throw new IllegalArgumentException("the integer " + number
                    + " is mixed with floating point numbers, but cannot be represented exactly"
                    + " as a double");
        }
        data.putDouble(real);
        if (type.kind() == Kind.COMPLEX) {
            data.putDouble(0);
        }
    }

    private static void putTime(Duration since, DType type, ByteBuffer data) {
        long perSecond = type.unit().equals("ns") ? 1_000_000_000 : 1_000_000;
        try {
            data.putLong(Math.addExact(Math.multiplyExact(since.getSeconds(), perSecond),
                    since.getNano() / (1_000_000_000 / perSecond)));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "a time is too far from 1970 for numpy to count in " + type.unit(), e);
        }
    }

    private static IllegalStateException changed() {
        return new IllegalStateException("the array changed while it was copied");
    }
}
