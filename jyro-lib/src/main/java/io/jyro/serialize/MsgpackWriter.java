package io.jyro.serialize;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.jyro.SerializationException;
import io.jyro.types.ClassDict;
import io.jyro.types.Complex;
import io.jyro.types.FrozenSet;
import io.jyro.types.Tuple;
import io.jyro.wire.ByteOutput;
import org.jspecify.annotations.Nullable;

/** Writes one msgpack payload, in exactly the form in which Python's msgpack writes it. One thread at a time. */
final class MsgpackWriter {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class,
            ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class,
            ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class,
            ByteOrder.BIG_ENDIAN);
    private static final int LARGEST_8 = 0xff;
    private static final int LARGEST_16 = 0xffff;
    private static final long LARGEST_32 = 0xffffffffL;
    private static final int LONGEST_HEADER = 5;
    private static final int SHORTEST_STR_8 = 32;
    private static final int SHORTEST_COUNT_16 = 16;

    private final ByteOutput out;
    private final CodecContext context;
    private final int maxDepth;
    private int depth;
    private int converting;

    MsgpackWriter(ByteOutput out, CodecContext context) {
        this.out = out;
        this.context = context;
        this.maxDepth = context.limits().maxNestingDepth();
    }

    void write(@Nullable Object value) {
        value(value);
    }

    void writeCall(CallPayload call) {
        depth = 1; // inside the array that a call is
        out.put(0x94);
        text(call.objectId());
        text(call.method());
        array(call.args());
        Map<String, @Nullable Object> kwargs = call.kwargs();
        if (kwargs == null) {
            out.put(0xc0);
        } else {
            map(kwargs);
        }
    }

    private void value(@Nullable Object value) {
        switch (value) {
            case null -> out.put(0xc0);
            case String text -> text(text);
            case Integer number -> integer(number);
            case Boolean bool -> out.put(bool ? 0xc3 : 0xc2);
            case Double number -> floating(number);
            case Long number -> integer(number);
            case Map<?, ?> map -> map(map);
            case Collection<?> collection -> array(collection);
            case byte[] bytes -> bytes(ByteBuffer.wrap(bytes));
            case ByteBuffer bytes -> bytes(bytes);
            case BigInteger number -> integer(number);
            case Short number -> integer(number);
            case Byte number -> integer(number);
            case Float number -> floating(number);
            case Character character -> text(character.toString());
            case CharSequence text -> text(text.toString());
            case Complex complex ->
                extension(MsgpackExtensions.COMPLEX, MsgpackExtensions.ofComplex(complex));
            case ClassDict instance -> map(instance.toDict());
            default -> unusual(value);
        }
    }

    private void unusual(Object value) {
        switch (value) {
            case int[] array -> integers(array);
            case double[] array -> floats(array);
            case Object array when array.getClass().isArray() -> value(PlainArrays.plain(array));
            default -> {
                converting = PlainValues.enter(converting, value, context);
                converted(value, PlainValues.of(value, context));
                converting--;
            }
        }
    }

    /** Dates that nobody registered a converter for became text, as all other serializers want them. */
    private void converted(Object value, @Nullable Object plain) {
        if (value instanceof LocalDateTime time && plain instanceof String) {
            extension(MsgpackExtensions.DATETIME, MsgpackExtensions.ofDateTime(time));
        } else if (value instanceof LocalDate date && plain instanceof String) {
            extension(MsgpackExtensions.DATE, MsgpackExtensions.ofDate(date));
        } else {
            value(plain);
        }
    }

    // Containers

    private void enter(Object container) {
        if (++depth > maxDepth) {
            throw Nesting.tooDeep(container, maxDepth);
        }
    }

    private void array(Collection<?> elements) {
        enter(elements);
        int at = out.position();
        int size = elements.size();
        arrayHeader(size);
        int count = 0;
        for (Object element : elements) {
            value(element);
            count++;
        }
        depth--;
        if (count != size) {
            out.position(at);
            array(snapshot(elements));
        }
    }

    /** The elements that one walk gives: of a collection that other threads change the size may be another. */
    private static List<@Nullable Object> snapshot(Collection<?> elements) {
        List<@Nullable Object> snapshot = new ArrayList<>();
        for (Object element : elements) {
            snapshot.add(element);
        }
        return snapshot;
    }

    private void integers(int[] array) {
        enter(array);
        arrayHeader(array.length);
        for (int number : array) {
            integer(number);
        }
        depth--;
    }

    private void floats(double[] array) {
        enter(array);
        arrayHeader(array.length);
        for (double number : array) {
            floating(number);
        }
        depth--;
    }

    private void map(Map<?, ?> map) {
        enter(map);
        int at = out.position();
        int size = map.size();
        if (size < SHORTEST_COUNT_16) {
            out.put(0x80 | size);
        } else {
            header(0xde, size);
        }
        int count = 0;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            key(entry.getKey());
            value(entry.getValue());
            count++;
        }
        depth--;
        if (count != size) {
            out.position(at);
            map(snapshot(map));
        }
    }

    @SuppressWarnings("NullAway") // None is a key like any other
    private static Map<Object, @Nullable Object> snapshot(Map<?, ?> map) {
        Map<Object, @Nullable Object> snapshot = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            snapshot.put(entry.getKey(), entry.getValue());
        }
        return snapshot;
    }

    /** A key of a map, which Python must be able to hash; Python reads it only if it is text or bytes. */
    private void key(@Nullable Object key) {
        switch (key) {
            case String text -> text(text);
            case Tuple tuple -> {
                enter(tuple);
                arrayHeader(tuple.size());
                for (Object element : tuple) {
                    key(element);
                }
                depth--;
            }
            case FrozenSet set -> throw unhashable("frozenset, which msgpack does not have");
            case Collection<?> collection -> throw unhashable(collection.getClass().getName());
            case Map<?, ?> map -> throw unhashable(map.getClass().getName());
            case ClassDict instance -> throw unhashable(instance.className());
            case byte[] bytes -> value(bytes);
            case Object array when array.getClass().isArray() ->
                throw unhashable(array.getClass().getTypeName());
            case null -> value(null);
            default -> {
                if (isScalar(key)) {
                    value(key);
                } else {
                    converting = PlainValues.enter(converting, key, context);
                    Object plain = PlainValues.of(key, context);
                    if (plain instanceof String) {
                        converted(key, plain);
                    } else {
                        key(plain);
                    }
                    converting--;
                }
            }
        }
    }

    private static boolean isScalar(Object key) {
        return switch (key) {
            case Integer i -> true;
            case Long l -> true;
            case Boolean b -> true;
            case Double d -> true;
            case BigInteger b -> true;
            case Short s -> true;
            case Byte b -> true;
            case Float f -> true;
            case Character c -> true;
            case CharSequence s -> true;
            case Complex c -> true;
            case ByteBuffer b -> true;
            default -> false;
        };
    }

    private static SerializationException unhashable(String type) {
        return new SerializationException(
                "one of the keys in a dict is of a type that Python cannot hash: " + type
                        + "; use text, bytes, numbers, or a Tuple of such");
    }

    private void arrayHeader(int size) {
        if (size < SHORTEST_COUNT_16) {
            out.put(0x90 | size);
        } else {
            header(0xdc, size);
        }
    }

    // Scalars

    private void integer(long number) {
        if (number >= -32 && number < 128) {
            out.put((int) number);
        } else if (number >= 0) {
            positive(number);
        } else {
            negative(number);
        }
    }

    private void positive(long number) {
        if (number <= LARGEST_8) {
            out.put(0xcc);
            out.put((int) number);
        } else if (number <= LARGEST_16) {
            int16(0xcd, (int) number);
        } else if (number <= LARGEST_32) {
            int32(0xce, (int) number);
        } else {
            int64(0xcf, number);
        }
    }

    private void negative(long number) {
        if (number == (byte) number) {
            out.put(0xd0);
            out.put((int) number);
        } else if (number == (short) number) {
            int16(0xd1, (int) number);
        } else if (number == (int) number) {
            int32(0xd2, (int) number);
        } else {
            int64(0xd3, number);
        }
    }

    private void integer(BigInteger number) {
        if (number.bitLength() < Long.SIZE) {
            integer(number.longValue());
        } else if (number.signum() > 0 && number.bitLength() == Long.SIZE) {
            int64(0xcf, number.longValue());
        } else {
            extension(MsgpackExtensions.INTEGER, MsgpackExtensions.ofInteger(number, context));
        }
    }

    private void floating(double number) {
        int64(0xcb, Double.doubleToRawLongBits(number));
    }

    private void bytes(ByteBuffer bytes) {
        int length = bytes.remaining();
        if (length <= LARGEST_8) {
            out.put(0xc4);
            out.put(length);
        } else {
            header(0xc5, length);
        }
        byte[] array = out.reserve(length);
        bytes.get(bytes.position(), array, out.position(), length);
        out.position(out.position() + length);
    }

    private void extension(int type, byte[] data) {
        int length = data.length;
        if (Integer.bitCount(length) == 1 && length <= 16) {
            out.put(0xd4 + Integer.numberOfTrailingZeros(length));
        } else if (length <= LARGEST_8) {
            out.put(0xc7);
            out.put(length);
        } else {
            header(0xc8, length);
        }
        out.put(type);
        out.put(data);
    }

    private void text(String text) {
        // The size in bytes stands in front, in as few bytes as it needs: right at once if the text is ASCII.
        int length = text.length();
        int at = out.position();
        int headerSize = textHeaderSize(length);
        out.reserve((int) Math.min(Integer.MAX_VALUE, (long) LONGEST_HEADER + length));
        out.position(at + headerSize);
        Utf8.put(text, out);
        int size = out.position() - at - headerSize;
        if (size != length) {
            refuseLoneSurrogates(text);
            int neededSize = textHeaderSize(size);
            if (neededSize != headerSize) {
                byte[] array = out.reserve(LONGEST_HEADER);
                System.arraycopy(array, at + headerSize, array, at + neededSize, size);
                headerSize = neededSize;
            }
        }
        out.position(at);
        textHeader(size);
        out.position(at + headerSize + size);
    }

    private static int textHeaderSize(int size) {
        return size < SHORTEST_STR_8
                ? 1
                : size <= LARGEST_8 ? 2 : size <= LARGEST_16 ? 3 : LONGEST_HEADER;
    }

    private void textHeader(int size) {
        if (size < SHORTEST_STR_8) {
            out.put(0xa0 | size);
        } else if (size <= LARGEST_8) {
            out.put(0xd9);
            out.put(size);
        } else {
            header(0xda, size);
        }
    }

    private static void refuseLoneSurrogates(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (!Character.isSurrogatePair(c,
                        i + 1 < text.length() ? text.charAt(i + 1) : ' ')) {
                    throw new SerializationException(
                            "msgpack cannot carry text with a surrogate that stands alone,"
                                    + " here U+" + Integer.toHexString(c) + " at index " + i
                                    + "; use serpent, json or marshal");
                }
                i++;
            }
        }
    }

    // Pieces

    /** A size in 16 bits under this code, or in 32 under the next. */
    private void header(int code, int size) {
        if (size <= LARGEST_16) {
            int16(code, size);
        } else {
            int32(code + 1, size);
        }
    }

    private void int16(int code, int number) {
        byte[] array = out.reserve(1 + Short.BYTES);
        int at = out.position();
        array[at] = (byte) code;
        SHORT.set(array, at + 1, (short) number);
        out.position(at + 1 + Short.BYTES);
    }

    private void int32(int code, int number) {
        byte[] array = out.reserve(1 + Integer.BYTES);
        int at = out.position();
        array[at] = (byte) code;
        INT.set(array, at + 1, number);
        out.position(at + 1 + Integer.BYTES);
    }

    private void int64(int code, long number) {
        byte[] array = out.reserve(1 + Long.BYTES);
        int at = out.position();
        array[at] = (byte) code;
        LONG.set(array, at + 1, number);
        out.position(at + 1 + Long.BYTES);
    }
}
