package io.jyro.serialize;

import java.nio.ByteBuffer;
import java.util.Base64;

import org.jspecify.annotations.Nullable;

/**
 * A long text in base64, held as the bytes that it stands for: who declares bytes gets them, and nobody pays for the text
 * unless it is asked for. Immutable.
 */
final class Base64Text {
    private static final int QUANTUM = 4;
    private static final int BYTES_OF_QUANTUM = 3;

    private final byte[] decoded;

    private Base64Text(byte[] decoded) {
        this.decoded = decoded;
    }

    /** The text that stands in an array; null if it is not exactly what an encoder makes of some bytes. */
    static @Nullable Base64Text of(byte[] array, int from, int length) {
        if (length == 0 || length % QUANTUM != 0) {
            return null;
        }
        ByteBuffer decoded;
        try {
            decoded = Base64.getDecoder().decode(ByteBuffer.wrap(array, from, length));
        } catch (IllegalArgumentException e) {
            return null;
        }
        // Unused bits at the end may be set in a text, and would not come back.
        byte[] bytes = decoded.array();
        int tail = (decoded.limit() - 1) / BYTES_OF_QUANTUM * BYTES_OF_QUANTUM;
        ByteBuffer last = Base64.getEncoder()
                .encode(ByteBuffer.wrap(bytes, tail, decoded.limit() - tail));
        return decoded.limit() == bytes.length
                && last.equals(ByteBuffer.wrap(array, from + length - QUANTUM, QUANTUM))
                        ? new Base64Text(bytes)
                        : null;
    }

    /** The bytes that it stands for; not to be changed. */
    byte[] decoded() {
        return decoded;
    }

    /** The text. */
    @Override
    public String toString() {
        return Base64.getEncoder().encodeToString(decoded);
    }
}
