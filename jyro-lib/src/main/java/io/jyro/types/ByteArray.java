package io.jyro.types;

import java.util.Arrays;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/**
 * Python's bytearray: bytes that may be changed, and that travel as a bytearray where the serializer has them and as
 * bytes otherwise. {@link Bytes#of} gives the bytes of this and of everything else that bytes arrive as.
 */
public final class ByteArray {
    private final byte[] bytes;

    private ByteArray(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A bytearray over these bytes; they are not copied. */
    public static ByteArray of(byte... bytes) {
        return new ByteArray(bytes);
    }

    /** The bytes themselves, not a copy. */
    public byte[] bytes() {
        return bytes;
    }

    /** Whether the other is a bytearray of the same bytes now. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ByteArray that && Arrays.equals(bytes, that.bytes);
    }

    /** Of the bytes as they are now; as a key of a map a bytearray is of no use, in Python too. */
    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** How many bytes there are, and the first of them. */
    @Override
    public String toString() {
        int shown = Math.min(bytes.length, 16);
        return "bytearray of " + bytes.length + " bytes: "
                + HexFormat.of().formatHex(bytes, 0, shown) + (shown < bytes.length ? "..." : "");
    }
}
