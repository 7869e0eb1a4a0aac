package io.jyro.serialize;

import java.nio.ByteBuffer;
import java.util.Base64;

import org.jspecify.annotations.Nullable;

/**
 * A long base64 text, held as its decoded bytes: a receiver that declares bytes gets them directly, and the text is
 * built only on request. Immutable.
 */
public final class Base64Text {
    private static final int QUANTUM = 4;
    private static final int BYTES_OF_QUANTUM = 3;

    private final byte[] decoded;

    private Base64Text(byte[] decoded) {
        this.decoded = decoded;
    }

    /** Decodes the text in an array; returns null if encoding the bytes would not reproduce the text exactly. */
    public static @Nullable Base64Text of(byte[] array, int from, int length) {
        if (length == 0 || length % QUANTUM != 0) {
            return null;
        }
        ByteBuffer decoded;
        try {
            decoded = Base64.getDecoder().decode(ByteBuffer.wrap(array, from, length));
        } catch (IllegalArgumentException e) {
            return null;
        }
        // A text may set unused bits in its last character, which encoding would not reproduce.
        byte[] bytes = decoded.array();
        int tail = (decoded.limit() - 1) / BYTES_OF_QUANTUM * BYTES_OF_QUANTUM;
        ByteBuffer last = Base64.getEncoder()
                .encode(ByteBuffer.wrap(bytes, tail, decoded.limit() - tail));
        return decoded.limit() == bytes.length
                && last.equals(ByteBuffer.wrap(array, from + length - QUANTUM, QUANTUM))
                        ? new Base64Text(bytes)
                        : null;
    }

    /** Returns the decoded bytes; not to be changed. */
    public byte[] decoded() {
        return decoded;
    }

    /** Returns the base64 text. */
    @Override
    public String toString() {
        return Base64.getEncoder().encodeToString(decoded);
    }
}
