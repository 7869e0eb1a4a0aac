package io.jyro.pickle;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

import io.jyro.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * The constructors of Python's array.array, whose elements are bytes in the format of the writing machine, or a list.
 */
final class ArrayConstructors {
    private static final int BIG_ENDIAN = 1;
    private static final int UNSIGNED_BYTE = 0;
    private static final int SIGNED_BYTE = 1;
    private static final int UTF_16 = 18;
    private static final int LAST_FORMAT = 21;

    private ArrayConstructors() {}

    static void addTo(Map<String, Constructor> table) {
        table.put("array._array_reconstructor", ArrayConstructors::ofBytes);
        table.put("array.array", ArrayConstructors::ofList);
    }

    /** Takes the class, the type code, the machine format (which determines width and byte order), and the bytes. */
    private static Object ofBytes(ConstructorArguments arguments) {
        arguments.expectAlsoClasses(4, 4);
        if (!arguments.global(0).fullName().equals("array.array")) {
            throw arguments.malformed(0, "the class array.array");
        }
        int format = arguments.integer(2, 0, LAST_FORMAT);
        byte[] bytes = arguments.bytes(3);
        if (format == UNSIGNED_BYTE || format == SIGNED_BYTE) {
            return bytes.clone();
        }
        // formats come in pairs, the little-endian one first
        boolean isBig = format % 2 == BIG_ENDIAN;
        int kind = format - (isBig ? 1 : 0);
        if (kind >= UTF_16) {
            return text(bytes, kind, isBig);
        }
        if (bytes.length % width(kind) != 0) {
            throw arguments.malformed(3, "a multiple of " + width(kind) + " bytes");
        }
        return array(kind, ByteBuffer.wrap(bytes)
                .order(isBig ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN));
    }

    private static int width(int kind) {
        return switch (kind) {
            case 2, 4 -> Short.BYTES;
            case 6, 8, 14 -> Integer.BYTES;
            default -> Long.BYTES;
        };
    }

    private static Object array(int kind, ByteBuffer bytes) {
        return switch (kind) {
            case 2 -> unsignedShorts(bytes);
            case 4 -> {
                short[] array = new short[bytes.remaining() / Short.BYTES];
                bytes.asShortBuffer().get(array);
                yield array;
            }
            case 6 -> unsignedInts(bytes);
            case 8 -> {
                int[] array = new int[bytes.remaining() / Integer.BYTES];
                bytes.asIntBuffer().get(array);
                yield array;
            }
            case 10 -> unsigned(longs(bytes));
            case 12 -> longs(bytes);
            case 14 -> {
                float[] array = new float[bytes.remaining() / Float.BYTES];
                bytes.asFloatBuffer().get(array);
                yield array;
            }
            default -> {
                double[] array = new double[bytes.remaining() / Double.BYTES];
                bytes.asDoubleBuffer().get(array);
                yield array;
            }
        };
    }

    private static int[] unsignedShorts(ByteBuffer bytes) {
        int[] array = new int[bytes.remaining() / Short.BYTES];
        for (int i = 0; i < array.length; i++) {
            array[i] = Short.toUnsignedInt(bytes.getShort());
        }
        return array;
    }

    private static long[] unsignedInts(ByteBuffer bytes) {
        long[] array = new long[bytes.remaining() / Integer.BYTES];
        for (int i = 0; i < array.length; i++) {
            array[i] = Integer.toUnsignedLong(bytes.getInt());
        }
        return array;
    }

    private static long[] longs(ByteBuffer bytes) {
        long[] array = new long[bytes.remaining() / Long.BYTES];
        bytes.asLongBuffer().get(array);
        return array;
    }

    private static Object unsigned(long[] array) {
        for (long number : array) {
            if (number < 0) {
                throw new SerializationException(
                        "an array.array holds a number that does not fit a long; send a list");
            }
        }
        return array;
    }

    private static Object text(byte[] bytes, int kind, boolean isBig) {
        ByteBuffer units = ByteBuffer.wrap(bytes)
                .order(isBig ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        if (kind == UTF_16) {
            return units.asCharBuffer().toString();
        }
        StringBuilder text = new StringBuilder(bytes.length / Integer.BYTES);
        while (units.remaining() >= Integer.BYTES) {
            int point = units.getInt();
            if (!Character.isValidCodePoint(point)) {
                throw new SerializationException(
                        "an array.array of characters holds a number that is not a character of"
                                + " Unicode");
            }
            text.appendCodePoint(point);
        }
        return text.toString();
    }

    /** Takes the arguments of Python 2 and old protocols: the type code and a list of numbers, or nothing. */
    private static Object ofList(ConstructorArguments arguments) {
        arguments.expect(1, 2);
        String code = arguments.text(0);
        Object initial = arguments.count() == 1 ? List.of() : arguments.get(1);
        if (initial instanceof String text && (code.equals("u") || code.equals("c"))) {
            return text;
        }
        if (initial instanceof byte[] characters && code.equals("c")) {
            return characters;
        }
        if (initial instanceof String || initial instanceof byte[]) {
            return ofPython26(arguments, code);
        }
        if (!(initial instanceof List<?> list)) {
            throw arguments.malformed(1, "a list");
        }
        return switch (code) {
            case "b", "B" -> bytes(arguments, list);
            case "h" -> shorts(arguments, list);
            case "H", "i" -> ints(arguments, list);
            case "I", "l", "L", "q", "Q" -> longs(arguments, list);
            case "f" -> floats(arguments, list);
            case "d" -> doubles(arguments, list);
            case "u", "w" -> text(arguments, list);
            default -> throw arguments.malformed(0, "a type code of array.array");
        };
    }

    /**
     * Takes the bytes that Python up to 2.6 writes in the format of its machine. The format is not given: it is taken
     * as little-endian, with a long of 64 bits if the length allows it.
     */
    private static Object ofPython26(ConstructorArguments arguments, String code) {
        byte[] bytes = arguments.bytes(1);
        boolean isLong = bytes.length % Long.BYTES == 0;
        int kind = switch (code) {
            case "b", "B" -> UNSIGNED_BYTE;
            case "H" -> 2;
            case "h" -> 4;
            case "I" -> 6;
            case "i" -> 8;
            case "L" -> isLong ? 10 : 6;
            case "l" -> isLong ? 12 : 8;
            case "f" -> 14;
            case "d" -> 16;
            default -> throw arguments.malformed(0, "a type code of array.array");
        };
        if (kind == UNSIGNED_BYTE) {
            return bytes.clone();
        }
        if (bytes.length % width(kind) != 0) {
            throw arguments.malformed(1, "a multiple of " + width(kind) + " bytes");
        }
        return array(kind, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    }

    private static byte[] bytes(ConstructorArguments arguments, List<?> list) {
        byte[] array = new byte[list.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = (byte) number(arguments, list.get(i), Byte.MIN_VALUE, 0xff);
        }
        return array;
    }

    private static short[] shorts(ConstructorArguments arguments, List<?> list) {
        short[] array = new short[list.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = (short) number(arguments, list.get(i), Short.MIN_VALUE, Short.MAX_VALUE);
        }
        return array;
    }

    private static int[] ints(ConstructorArguments arguments, List<?> list) {
        int[] array = new int[list.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = (int) number(arguments, list.get(i), Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        return array;
    }

    private static long[] longs(ConstructorArguments arguments, List<?> list) {
        long[] array = new long[list.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = number(arguments, list.get(i), Long.MIN_VALUE, Long.MAX_VALUE);
        }
        return array;
    }

    private static long number(ConstructorArguments arguments, @Nullable Object element, long least,
            long most) {
        long number = switch (element) {
            case Integer small -> small;
            case Long large -> large;
            case BigInteger huge -> throw new SerializationException(
                    "an array.array holds a number that does not fit a long; send a list");
            case null, default ->
                throw arguments.malformed(1, "a list of numbers that fit the type code");
        };
        if (number < least || number > most) {
            throw arguments.malformed(1, "a list of numbers that fit the type code");
        }
        return number;
    }

    private static float[] floats(ConstructorArguments arguments, List<?> list) {
        float[] array = new float[list.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = (float) floating(arguments, list.get(i));
        }
        return array;
    }

    private static double[] doubles(ConstructorArguments arguments, List<?> list) {
        double[] array = new double[list.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = floating(arguments, list.get(i));
        }
        return array;
    }

    private static double floating(ConstructorArguments arguments, @Nullable Object element) {
        if (element instanceof Number number) {
            return number.doubleValue();
        }
        throw arguments.malformed(1, "a list of numbers");
    }

    private static String text(ConstructorArguments arguments, List<?> list) {
        StringBuilder text = new StringBuilder();
        for (Object element : list) {
            if (!(element instanceof String character)) {
                throw arguments.malformed(1, "a list of characters");
            }
            text.append(character);
        }
        return text.toString();
    }
}
