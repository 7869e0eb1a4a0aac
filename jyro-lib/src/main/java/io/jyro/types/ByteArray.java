package io.jyro.types;

import java.util.Arrays;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/**
 * Python's bytearray: mutable bytes, sent as a bytearray if the serializer supports it and as bytes otherwise.
 * {@link Bytes#of} returns the bytes of this and of every other form in which bytes arrive.
 */
public final class ByteArray {
    private final byte[] bytes;

    private ByteArray(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Returns a bytearray with these bytes, which are not copied. */
    public static ByteArray of(byte... bytes) {
        return new ByteArray(bytes);
    }

    /** Returns the bytes themselves, not a copy. */
    public byte[] bytes() {
        return bytes;
    }

    /** Compares the current bytes with those of another bytearray. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ByteArray that && Arrays.equals(bytes, that.bytes);
    }

    /** Depends on the current bytes; like in Python, a bytearray is not usable as a key of a map. */
    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Returns the number of bytes and the first of them. */
    @Override
    public String toString() {
        int shown = Math.min(bytes.length, 16);
        return "bytearray of " + bytes.length + " bytes: "
                + HexFormat.of().formatHex(bytes, 0, shown) + (shown < bytes.length ? "..." : "");
    }
}
