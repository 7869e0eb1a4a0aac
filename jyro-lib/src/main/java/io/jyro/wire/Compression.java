package io.jyro.wire;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

import io.jyro.Dialect;
import io.jyro.MessageTooLargeException;
import org.jspecify.annotations.Nullable;

/** Payloads in zlib format, there and back (PROTOCOL.md 1.7). */
final class Compression {
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;
    private static final int INFLATE_STEP = 4096;
    private static final int DEFLATE_STEP = 512;

    private Compression() {}

    /**
     * Whether a payload of this length is worth trying, for a kind of message that is compressed at
     * all.
     */
    static boolean applies(Dialect dialect, MessageType type, int flags, int payloadLength) {
        if (dialect == Dialect.V502) {
            return payloadLength > 100;
        }
        return payloadLength >= 200 && type != MessageType.CONNECTFAIL && type != MessageType.PING
                && (flags & Flags.EXCEPTION) == 0;
    }

    /** The level that Pyro uses. */
    static int level(Dialect dialect) {
        return dialect == Dialect.V48 ? 6 : 4;
    }

    /** The bytes compressed, or null if they would not be fewer. */
    static @Nullable ByteOutput deflate(byte[] bytes, int offset, int length, int level) {
        Deflater deflater = new Deflater(level);
        try {
            deflater.setInput(bytes, offset, length);
            deflater.finish();
            ByteOutput out = new ByteOutput(Math.max(DEFLATE_STEP, length / 4));
            while (!deflater.finished()) {
                byte[] array = out.reserve(DEFLATE_STEP);
                int position = out.position();
                out.position(position + deflater.deflate(array, position, array.length - position));
                if (out.position() >= length) {
                    return null;
                }
            }
            return out;
        } finally {
            deflater.end();
        }
    }

    /**
     * The bytes decompressed. Memory is taken as the data comes, never on anything the sender says.
     *
     * @throws MessageTooLargeException if they are more than {@code maxInflatedBytes}
     * @throws MalformedMessageException if they are not exactly one zlib stream
     */
    static ByteOutput inflate(Dialect dialect, byte[] bytes, int offset, int length,
            WireLimits limits) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(bytes, offset, length);
            ByteOutput inflated = inflate(dialect, inflater, length, limits.maxInflatedBytes());
            if (inflater.getRemaining() > 0) {
                throw new MalformedMessageException(dialect,
                        "compressed payload is followed by other bytes",
                        inflater.getRemaining() + " of " + length + " bytes");
            }
            return inflated;
        } catch (DataFormatException e) {
            throw new MalformedMessageException(dialect, "compressed payload is corrupt",
                    "of " + length + " bytes", e);
        } finally {
            inflater.end();
        }
    }

    private static ByteOutput inflate(Dialect dialect, Inflater inflater, int length, long limit)
            throws DataFormatException {
        // one byte more than allowed, to tell too much from exactly enough
        int most = (int) Math.min(LARGEST_ARRAY,
                limit > 0 ? Math.min(limit, LARGEST_ARRAY) + 1 : LARGEST_ARRAY);
        byte[] array = new byte[(int) Math.min(most, Math.max(INFLATE_STEP, length * 2L))];
        int position = 0;
        while (!inflater.finished()) {
            if (position == array.length) {
                if (position == most) {
                    throw tooLarge(limit);
                }
                array = Arrays.copyOf(array, (int) Math.min(most, array.length * 2L));
            }
            int count = inflater.inflate(array, position, array.length - position);
            position += count;
            if (count == 0 && !inflater.finished()) {
                throw new MalformedMessageException(dialect,
                        inflater.needsDictionary()
                                ? "compressed payload wants a dictionary"
                                : "compressed payload is cut off",
                        position + " bytes could be decompressed of " + length);
            }
        }
        if (limit > 0 && position > limit) {
            throw tooLarge(limit);
        }
        return new ByteOutput(array, position);
    }

    private static MessageTooLargeException tooLarge(long limit) {
        return new MessageTooLargeException(limit > 0
                ? "compressed payload inflates to more than maxInflatedSize " + limit
                        + " (never more than half of maxDecodedSize); raise them or stream the data"
                : "compressed payload inflates to more than fits one array; stream the data");
    }
}
