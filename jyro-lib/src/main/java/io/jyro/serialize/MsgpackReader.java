package io.jyro.serialize;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.jyro.SerializationException;
import io.jyro.types.ClassDict;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;

/** Reads one msgpack payload. For one payload, by one thread. */
final class MsgpackReader {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class,
            ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class,
            ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class,
            ByteOrder.BIG_ENDIAN);
    /** Room made before the elements have come; what is really longer grows as it comes. */
    private static final int MOST_ROOM_MADE = 1024;

    private final byte[] bytes;
    private final int start;
    private final int end;
    private final CodecContext context;
    private final int maxDepth;

    private int p;
    private int depth;

    MsgpackReader(byte[] bytes, int offset, int length, CodecContext context) {
        this.bytes = bytes;
        this.start = offset;
        this.end = offset + length;
        this.context = context;
        this.maxDepth = context.limits().maxNestingDepth();
        this.p = offset;
    }

    @Nullable
    Object read() {
        Object value = value();
        checkEnd();
        return value;
    }

    CallPayload readCall() {
        if (envelopeSize() != 4) {
            throw wrongCall();
        }
        enter();
        Object objectId = name();
        Object method = name();
        Object args = value();
        Object kwargs = rawMap();
        depth--;
        checkEnd();
        if (!(objectId instanceof String id) || !(method instanceof String name)
                || !(args instanceof List<?> list)) {
            throw wrongCall();
        }
        return new CallPayload(id, name, arguments(list), keywordArguments(kwargs));
    }

    private int envelopeSize() {
        int code = code();
        return switch (code) {
            case 0xdc -> count(uint16(), 1);
            case 0xdd -> count(uint32(), 1);
            default -> (code & 0xf0) == 0x90 ? code & 15 : -1;
        };
    }

    @SuppressWarnings("unchecked") // lists made here hold objects
    private static List<@Nullable Object> arguments(List<?> list) {
        return (List<@Nullable Object>) list;
    }

    @SuppressWarnings("unchecked") // every key is looked at
    private static @Nullable Map<String, @Nullable Object> keywordArguments(
            @Nullable Object kwargs) {
        if (kwargs == null) {
            return null;
        }
        if (!(kwargs instanceof LinkedHashMap<?, ?> map)) {
            throw wrongCall();
        }
        for (Object key : map.keySet()) {
            if (!(key instanceof String)) {
                throw wrongCall();
            }
        }
        return (Map<String, @Nullable Object>) map;
    }

    private static SerializationException wrongCall() {
        return new SerializationException(
                "msgpack data is no call: an array of object id, method name, arguments and"
                        + " keyword arguments was expected");
    }

    private void checkEnd() {
        if (p < end) {
            throw new SerializationException(
                    "msgpack data goes on behind its value, at byte " + (p - start) + " of "
                            + (end - start));
        }
    }

    // Values

    private @Nullable Object value() {
        int from = p;
        int code = code();
        if (code < 0x80) {
            return code;
        }
        if (code >= 0xe0) {
            return (int) (byte) code;
        }
        if (code < 0xc0) {
            return switch (code >> 4) {
                case 8 -> map(count(code & 15, 2), true);
                case 9 -> list(count(code & 15, 1));
                default -> text(code & 31, false);
            };
        }
        return switch (code) {
            case 0xc0 -> null;
            case 0xc2 -> false;
            case 0xc3 -> true;
            case 0xc4, 0xc5, 0xc6 -> binary(size(code - 0xc4));
            case 0xc7, 0xc8, 0xc9 -> extension(size(code - 0xc7));
            case 0xca -> (double) Float.intBitsToFloat(int32());
            case 0xcb -> Double.longBitsToDouble(int64());
            case 0xcc -> uint8();
            case 0xcd -> uint16();
            case 0xce -> SerpentNumber.smallest(uint32());
            case 0xcf -> unsigned(int64());
            case 0xd0 -> (int) (byte) uint8();
            case 0xd1 -> (int) (short) uint16();
            case 0xd2 -> int32();
            case 0xd3 -> SerpentNumber.smallest(int64());
            case 0xd4, 0xd5, 0xd6, 0xd7, 0xd8 -> extension(1 << code - 0xd4);
            case 0xd9, 0xda, 0xdb -> text(size(code - 0xd9), false);
            case 0xdc -> list(count(uint16(), 1));
            case 0xdd -> list(count(uint32(), 1));
            case 0xde -> map(count(uint16(), 2), true);
            case 0xdf -> map(count(uint32(), 2), true);
            default -> throw new SerializationException(String.format(
                    "msgpack data has the unknown type 0x%02x at"
                            + " byte %d; it is damaged, or it is of another serializer",
                    code, from - start));
        };
    }

    /** A text that is likely to come again, or else any value. */
    private @Nullable Object name() {
        int code = p < end ? bytes[p] & 0xff : 0;
        if (code >> 5 == 5) {
            p++;
            return text(code & 31, true);
        }
        if (code >= 0xd9 && code <= 0xdb) {
            p++;
            return text(size(code - 0xd9), true);
        }
        return value();
    }

    /** The keyword arguments, of which a {@code __class__} would be one. */
    private @Nullable Object rawMap() {
        int code = p < end ? bytes[p] & 0xff : 0;
        if ((code & 0xf0) == 0x80) {
            p++;
            return map(count(code & 15, 2), false);
        }
        if (code == 0xde || code == 0xdf) {
            p++;
            return map(count(code == 0xde ? uint16() : uint32(), 2), false);
        }
        return value();
    }

    // Containers

    private void enter() {
        if (++depth > maxDepth) {
            throw new SerializationException(
                    "msgpack data is nested more than " + maxDepth + " levels deep at byte "
                            + (p - 1 - start) + "; raise maxNestingDepth if that is meant");
        }
    }

    private List<@Nullable Object> list(int count) {
        enter();
        List<@Nullable Object> list = new ArrayList<>(Math.min(count, MOST_ROOM_MADE));
        for (int i = 0; i < count; i++) {
            list.add(value());
        }
        depth--;
        return list;
    }

    @SuppressWarnings("NullAway") // None is a key like any other
    private @Nullable Object map(int count, boolean convert) {
        enter();
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            Object key = key(name());
            int before = map.size();
            map.put(key, value());
            if (map.size() > before && Keys.isTimeToLook(map.size())) {
                Keys.refuseFlood(map.keySet());
            }
        }
        depth--;
        return convert && map.get(ClassDict.CLASS_KEY) instanceof String name
                ? context.types().fromClassDict(name, map, context)
                : map;
    }

    /** There are no tuples here, but of what Python can hash only a tuple can have become an array. */
    private @Nullable Object key(@Nullable Object value) {
        return value instanceof String
                ? value
                : Keys.of(value instanceof List<?> list ? tuple(list) : value, p - start);
    }

    private static Tuple tuple(List<?> list) {
        @Nullable
        Object[] elements = list.toArray();
        for (int i = 0; i < elements.length; i++) {
            if (elements[i] instanceof List<?> inner) {
                elements[i] = tuple(inner);
            }
        }
        return Tuple.of(elements);
    }

    // Scalars

    private static Object unsigned(long number) {
        return number >= 0
                ? SerpentNumber.smallest(number)
                : new BigInteger(Long.toUnsignedString(number));
    }

    private byte[] binary(int length) {
        byte[] copy = Arrays.copyOfRange(bytes, p, p + length);
        p += length;
        return copy;
    }

    private Object extension(int length) {
        need(1 + length);
        int type = bytes[p++];
        int at = p;
        p += length;
        return MsgpackExtensions.read(type, bytes, at, length, start, context);
    }

    private String text(int length, boolean isName) {
        need(length);
        int from = p;
        p += length;
        return isName && length <= NameTable.LONGEST && isAscii(from, p)
                ? context.names().get(bytes, from, length)
                : Utf8.readStrictly(bytes, from, p, start);
    }

    private boolean isAscii(int from, int to) {
        int all = 0;
        for (int i = from; i < to; i++) {
            all |= bytes[i];
        }
        return all >= 0;
    }

    // Pieces

    private int code() {
        need(1);
        return bytes[p++] & 0xff;
    }

    private int uint8() {
        need(1);
        return bytes[p++] & 0xff;
    }

    private int uint16() {
        need(Short.BYTES);
        int value = (short) SHORT.get(bytes, p) & 0xffff;
        p += Short.BYTES;
        return value;
    }

    private int int32() {
        need(Integer.BYTES);
        int value = (int) INT.get(bytes, p);
        p += Integer.BYTES;
        return value;
    }

    private long uint32() {
        return Integer.toUnsignedLong(int32());
    }

    private long int64() {
        need(Long.BYTES);
        long value = (long) LONG.get(bytes, p);
        p += Long.BYTES;
        return value;
    }

    /** The size of a text, of bytes or of an extension's data, which stands in 1, 2 or 4 bytes. */
    private int size(int width) {
        return switch (width) {
            case 0 -> count(uint8(), 1);
            case 1 -> count(uint16(), 1);
            default -> count(uint32(), 1);
        };
    }

    /** A count that can be true, since each of what is counted takes some bytes at least. */
    private int count(long count, int bytesOfEach) {
        if (count * bytesOfEach > end - p) {
            throw new SerializationException(
                    "msgpack data announces " + count + " elements or bytes before byte "
                            + (p - start) + ", but only " + (end - p) + " bytes follow");
        }
        return (int) count;
    }

    private void need(int count) {
        if (end - p < count) {
            throw new SerializationException(
                    "msgpack data ends at byte " + (end - start) + " where " + count
                            + " more bytes were expected at byte " + (p - start));
        }
    }
}
