package io.jyro.serialize.format;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.jyro.SerializationException;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.DecodeBudget;
import io.jyro.serialize.DictShape;
import io.jyro.serialize.HashableKeys;
import io.jyro.serialize.PayloadReader;
import io.jyro.serialize.Utf8;
import io.jyro.types.Tuple;
import io.jyro.wire.BigEndian;
import io.jyro.wire.Payload;
import org.jspecify.annotations.Nullable;

/** Reads one msgpack payload. For one payload, on one thread. */
final class MsgpackReader extends PayloadReader {
    MsgpackReader(Payload payload, CodecContext context, DecodeBudget budget) {
        super("msgpack", payload, context, budget);
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
        return call(objectId, method, args, kwargs);
    }

    private int envelopeSize() {
        int code = unsignedByte();
        return switch (code) {
            case 0xdc -> count(uint16(), 1);
            case 0xdd -> count(uint32(), 1);
            default -> (code & 0xf0) == 0x90 ? code & 15 : -1;
        };
    }

    @Override
    protected SerializationException wrongCall() {
        return new SerializationException(
                "msgpack data is not a call: an array of object id, method name, arguments and"
                        + " keyword arguments was expected");
    }

    // Values

    private @Nullable Object value() {
        int from = p;
        int code = unsignedByte();
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
            case 0xc4, 0xc5, 0xc6 -> bytes(size(code - 0xc4));
            case 0xc7, 0xc8, 0xc9 -> extension(length(code - 0xc7));
            case 0xca -> floating(Float.intBitsToFloat(int32()));
            case 0xcb -> floating(Double.longBitsToDouble(int64()));
            case 0xcc -> integer(unsignedByte());
            case 0xcd -> integer(uint16());
            case 0xce -> integer(uint32());
            case 0xcf -> unsigned(int64());
            case 0xd0 -> (int) (byte) unsignedByte();
            case 0xd1 -> integer((short) uint16());
            case 0xd2 -> integer(int32());
            case 0xd3 -> integer(int64());
            case 0xd4, 0xd5, 0xd6, 0xd7, 0xd8 -> extension(1 << code - 0xd4);
            case 0xd9, 0xda, 0xdb -> text(length(code - 0xd9), false);
            case 0xdc -> list(count(uint16(), 1));
            case 0xdd -> list(count(uint32(), 1));
            case 0xde -> map(count(uint16(), 2), true);
            case 0xdf -> map(count(uint32(), 2), true);
            default -> throw new SerializationException(String.format(
                    "msgpack data has the unknown type 0x%02x at"
                            + " byte %d; it is damaged, or was written by another serializer",
                    code, from - start));
        };
    }

    /** Reads a value; a text is looked up among the connection's names, since it is likely to come again. */
    private @Nullable Object name() {
        int code = p < end ? bytes[p] & 0xff : 0;
        if (code >> 5 == 5) {
            p++;
            return text(code & 31, true);
        }
        if (code >= 0xd9 && code <= 0xdb) {
            p++;
            return text(length(code - 0xd9), true);
        }
        return value();
    }

    /** Reads the keyword arguments, where {@code __class__} is an ordinary name. */
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

    private List<@Nullable Object> list(int count) {
        enter();
        budget.add(DecodeBudget.LIST + (long) DecodeBudget.REFERENCE * count);
        List<@Nullable Object> list = new ArrayList<>(count);
        awaited += count;
        for (int i = 0; i < count; i++) {
            awaited--;
            list.add(value());
        }
        depth--;
        return list;
    }

    private @Nullable Object map(int count, boolean convert) {
        enter();
        DictShape shape = beginDict();
        int from = waiting();
        for (int i = 0; i < count; i++) {
            DictShape likely = shape.likely();
            if (likely != null && isNext(likely)) {
                shape = entry(likely, value());
            } else {
                Object key = key(name());
                shape = entry(shape, from, key, value());
            }
        }
        depth--;
        Map<Object, @Nullable Object> map = endDict(shape, from);
        return convert ? instanceOrDict(shape, map) : map;
    }

    /** Returns whether the last key of a shape is next; if so, moves past it. */
    private boolean isNext(DictShape shape) {
        int behind = shape.endOfKey(bytes, p + 1, end);
        if (behind < 0 || (bytes[p] & 0xff) != (0xa0 | behind - p - 1) || behind - p > 32) {
            return false;
        }
        p = behind;
        return true;
    }

    /** Returns the key for a value. An array can only have been a tuple, since Python cannot hash other sequences. */
    private @Nullable Object key(@Nullable Object value) {
        return value instanceof String
                ? value
                : HashableKeys.of(value instanceof List<?> list ? tuple(list) : value, p - start);
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

    private Object unsigned(long number) {
        if (number >= 0) {
            return integer(number);
        }
        budget.add(2 * DecodeBudget.NUMBER);
        return new BigInteger(Long.toUnsignedString(number));
    }

    private Object extension(int length) {
        need(1 + length);
        int type = bytes[p++];
        int at = p;
        p += length;
        budget.addNonAscii(length);
        return MsgpackExtensions.read(type, bytes, at, length, start, context);
    }

    private byte[] bytes(long length) {
        byte[] bulk = bulk(length);
        return bulk != null ? bulk : copy(count(length, 1));
    }

    private String text(int length, boolean isName) {
        need(length);
        int from = p;
        p += length;
        if (!Utf8.isAscii(bytes, from, p)) {
            budget.addNonAscii(length);
            return Utf8.readStrictly(bytes, from, p, start);
        }
        if (isName) {
            return name(from, p);
        }
        budget.addBytes(length);
        return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    }

    // Pieces

    private int uint16() {
        return BigEndian.unsignedShort(bytes, advance(Short.BYTES));
    }

    private int int32() {
        return BigEndian.signedInt(bytes, advance(Integer.BYTES));
    }

    private long uint32() {
        return Integer.toUnsignedLong(int32());
    }

    private long int64() {
        return BigEndian.signedLong(bytes, advance(Long.BYTES));
    }

    /** Reads the size of a text or of an extension's data. */
    private int length(int width) {
        return count(size(width), 1);
    }

    /** Reads a size in bytes, stored in 1, 2 or 4 bytes. */
    private long size(int width) {
        return switch (width) {
            case 0 -> unsignedByte();
            case 1 -> uint16();
            default -> uint32();
        };
    }

    /**
     * Returns a count after checking it: each item takes at least some bytes, and so do the elements that outer
     * containers still expect.
     */
    private int count(long count, int bytesOfEach) {
        if (count * bytesOfEach > end - p - awaited) {
            throw new SerializationException(
                    "msgpack data announces " + count + " elements or bytes before byte "
                            + (p - start) + ", but only " + (end - p) + " bytes follow");
        }
        return (int) count;
    }
}
