package io.jyro.types;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Extracts bytes from the different forms in which they arrive. Serpent, the default serializer, sends bytes as the
 * dict {@code {'data': base64, 'encoding': 'base64'}} and leaves it to the receiver to decode it; binary serializers
 * deliver {@code byte[]}.
 */
public final class Bytes {
    private static final String DATA = "data";
    private static final String ENCODING = "encoding";
    private static final String BASE64 = "base64";

    private Bytes() {}

    /** A base64 dict whose bytes were decoded when it was read. For the packages of Jyro. */
    public interface Decoded {
        /** Returns the bytes, which must not be changed; null if the dict is not a base64 dict, or has been changed. */
        byte @Nullable [] decodedBytes();
    }

    /**
     * Returns the bytes of a value that arrived untyped; a {@code byte[]} is returned itself, not a copy.
     *
     * @param value {@code byte[]}, {@link ByteArray}, {@link ByteBuffer} (its remaining bytes), or serpent's base64
     * dict
     * @throws IllegalArgumentException if it is none of them, or the base64 text is invalid
     */
    public static byte[] of(@Nullable Object value) {
        byte[] decoded = decoded(value);
        if (decoded != null) {
            return decoded.clone();
        }
        return switch (value) {
            case byte[] bytes -> bytes;
            case ByteArray array -> array.bytes();
            case ByteBuffer buffer -> remaining(buffer);
            case Map<?, ?> dict when isBase64(dict) -> decoded(dict);
            case null, default ->
                throw new IllegalArgumentException("expected bytes, a ByteBuffer or serpent's"
                        + " dict {'data': ..., 'encoding': 'base64'}, but got " + name(value));
        };
    }

    /** Returns whether {@link #of} accepts a value; the base64 text is not checked. */
    public static boolean isBytes(@Nullable Object value) {
        return value instanceof byte[] || value instanceof ByteArray || value instanceof ByteBuffer
                || decoded(value) != null
                || (value instanceof Map<?, ?> dict && isBase64(dict));
    }

    private static byte @Nullable [] decoded(@Nullable Object value) {
        return value instanceof Decoded dict ? dict.decodedBytes() : null;
    }

    private static boolean isBase64(Map<?, ?> dict) {
        return BASE64.equals(dict.get(ENCODING)) && dict.get(DATA) instanceof String;
    }

    private static byte[] decoded(Map<?, ?> dict) {
        try {
            return Base64.getDecoder().decode(String.valueOf(dict.get(DATA)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the 'data' of a base64 dict is not base64 text: " + e.getMessage(), e);
        }
    }

    private static byte[] remaining(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(buffer.position(), bytes);
        return bytes;
    }

    private static String name(@Nullable Object value) {
        return value == null ? "null" : "a " + value.getClass().getName();
    }
}
