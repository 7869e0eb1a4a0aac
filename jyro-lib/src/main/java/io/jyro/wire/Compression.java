package io.jyro.wire;

import java.util.zip.Deflater;

import io.jyro.Dialect;
import org.jspecify.annotations.Nullable;

/** Compresses payloads in zlib format (docs/protocol.md, 1.7); {@link Inflation} decompresses. */
final class Compression {
    private static final int DEFLATE_STEP = 512;

    private Compression() {}

    /** Returns whether Pyro compresses a payload of this length in this kind of message. */
    static boolean applies(Dialect dialect, MessageType type, int flags, int payloadLength) {
        if (dialect == Dialect.V502) {
            return payloadLength > 100;
        }
        return payloadLength >= 200 && type != MessageType.CONNECTFAIL && type != MessageType.PING
                && (flags & Flags.EXCEPTION) == 0;
    }

    /** Returns the compression level that Pyro uses. */
    static int level(Dialect dialect) {
        return dialect == Dialect.V48 ? 6 : 4;
    }

    /** Returns the compressed bytes, or null if they would not be fewer. */
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
}
