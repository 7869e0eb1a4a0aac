package io.jyro.serialize.format;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Set;

import io.jyro.SerializationException;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.Utf8;
import io.jyro.serialize.ValueWriter;
import io.jyro.types.Complex;
import io.jyro.types.FrozenSet;
import io.jyro.wire.BigEndian;
import io.jyro.wire.ByteOutput;
import org.jspecify.annotations.Nullable;

/** Writes one msgpack payload, in exactly the form of Python's msgpack. Not thread-safe. */
final class MsgpackWriter extends ValueWriter {
    private static final int LARGEST_8 = 0xff;
    private static final int LARGEST_16 = 0xffff;
    private static final long LARGEST_32 = 0xffffffffL;
    private static final int LONGEST_HEADER = 5;
    private static final int SHORTEST_STR_8 = 32;
    private static final int SHORTEST_COUNT_16 = 16;

    MsgpackWriter(ByteOutput out, CodecContext context) {
        super(out, context);
    }

    void write(@Nullable Object value) {
        value(value);
    }

    void writeCall(CallPayload call) {
        enterCall();
        out.put(0x94);
        text(call.objectId());
        text(call.method());
        elements(Container.LIST, call.args());
        value(call.kwargs());
    }

    /** Writes dates without a converter as extensions; for other serializers they have been converted to text. */
    @Override
    protected void converted(Object value, @Nullable Object plain) {
        if (value instanceof LocalDateTime time && plain instanceof String) {
            if (context.exactTimes()) {
                extension(MsgpackExtensions.EXACT_DATETIME,
                        MsgpackExtensions.ofExactDateTime(time));
            } else {
                extension(MsgpackExtensions.DATETIME, MsgpackExtensions.ofDateTime(time));
            }
        } else if (value instanceof LocalDate date && plain instanceof String) {
            extension(MsgpackExtensions.DATE, MsgpackExtensions.ofDate(date));
        } else {
            value(plain);
        }
    }

    // Containers

    @Override
    protected void begin(Container container, int size) {
        if (container == Container.DICT) {
            if (size < SHORTEST_COUNT_16) {
                out.put(0x80 | size);
            } else {
                header(0xde, size);
            }
        } else if (size < SHORTEST_COUNT_16) {
            out.put(0x90 | size);
        } else {
            header(0xdc, size);
        }
    }

    @Override
    protected void separator() {
        // no separators: each element has its own length
    }

    @Override
    protected void colon() {
        // no separators: each element has its own length
    }

    @Override
    protected void end(Container container, int start, int count) {
        // the count precedes the elements
    }

    @Override
    protected boolean isSizeWritten() {
        return true;
    }

    @Override
    protected void set(Container kind, Set<?> set) {
        elements(Container.LIST, set);
    }

    // Keys: Python reads only text and bytes

    @Override
    protected void frozenSetAsKey(FrozenSet set) {
        throw unhashable("frozenset, which msgpack does not have");
    }

    @Override
    protected void convertedKey(Object key, @Nullable Object plain) {
        if (plain instanceof String) {
            converted(key, plain);
        } else {
            super.convertedKey(key, plain);
        }
    }

    @Override
    protected SerializationException unhashable(String type) {
        return new SerializationException(
                "one of the keys in a dict is of a type that Python cannot hash: " + type
                        + "; use text, bytes, numbers, or a Tuple of such");
    }

    // Scalars

    @Override
    protected void none() {
        out.put(0xc0);
    }

    @Override
    protected void bool(boolean value) {
        out.put(value ? 0xc3 : 0xc2);
    }

    @Override
    protected void complex(Complex number) {
        extension(MsgpackExtensions.COMPLEX, MsgpackExtensions.ofComplex(number));
    }

    @Override
    protected void integer(long number) {
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

    @Override
    protected void integer(BigInteger number) {
        if (number.bitLength() < Long.SIZE) {
            integer(number.longValue());
        } else if (number.signum() > 0 && number.bitLength() == Long.SIZE) {
            int64(0xcf, number.longValue());
        } else {
            extension(MsgpackExtensions.INTEGER, MsgpackExtensions.ofInteger(number, context));
        }
    }

    @Override
    protected void floating(double number) {
        int64(0xcb, Double.doubleToRawLongBits(number));
    }

    @Override
    protected void bytes(ByteBuffer bytes) {
        int length = bytes.remaining();
        if (length <= LARGEST_8) {
            out.put(0xc4);
            out.put(length);
        } else {
            header(0xc5, length);
        }
        out.putStable(bytes);
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

    @Override
    protected void text(String text) {
        // The size in bytes precedes the text, in as few bytes as possible; the first guess is right if the text is
        // ASCII.
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
                            "msgpack cannot carry text with an unpaired surrogate, here U+"
                                    + Integer.toHexString(c) + " at index " + i
                                    + "; use serpent, json or marshal");
                }
                i++;
            }
        }
    }

    // Pieces

    /** Writes a size in 16 bits under this code, or in 32 bits under the next code. */
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
        BigEndian.putShort(array, at + 1, number);
        out.position(at + 1 + Short.BYTES);
    }

    private void int32(int code, int number) {
        byte[] array = out.reserve(1 + Integer.BYTES);
        int at = out.position();
        array[at] = (byte) code;
        BigEndian.putInt(array, at + 1, number);
        out.position(at + 1 + Integer.BYTES);
    }

    private void int64(int code, long number) {
        byte[] array = out.reserve(1 + Long.BYTES);
        int at = out.position();
        array[at] = (byte) code;
        BigEndian.putLong(array, at + 1, number);
        out.position(at + 1 + Long.BYTES);
    }
}
