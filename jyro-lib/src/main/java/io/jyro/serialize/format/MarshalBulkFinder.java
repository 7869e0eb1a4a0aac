package io.jyro.serialize.format;

import io.jyro.wire.BulkFinder;
import io.jyro.wire.LittleEndian;
import io.jyro.wire.SteppingBulkFinder;
import org.jspecify.annotations.Nullable;

/** Steps over the objects of a marshal payload without creating them. */
final class MarshalBulkFinder extends SteppingBulkFinder {
    static final BulkFinder INSTANCE = new MarshalBulkFinder();

    /** Masks the type byte without the bit that allows references to the object. */
    private static final int KIND = 0x7f;
    private static final int DIGIT_BYTES = 2;

    private MarshalBulkFinder() {}

    @Override
    protected @Nullable Place byteString(byte[] bytes, int at) {
        return (bytes[at] & KIND) == 's' ? place(at + 5, int32(bytes, at + 1)) : null;
    }

    /** Returns the length of an object; for a container, only of its head. */
    @Override
    protected long length(byte[] bytes, int at, int to) {
        return switch (bytes[at] & KIND) {
            case '0', 'N', 'T', 'F', '.', 'S', '{' -> 1;
            case ')' -> 2;
            case 'i', 'r', 'R', '(', '[', '<', '>' -> 5;
            case 'I', 'g' -> 9;
            case 'y' -> 17;
            case 'l' -> 5 + DIGIT_BYTES * Math.abs((long) int32(bytes, at + 1));
            case 's', 'u', 't', 'a', 'A' -> 5 + Integer.toUnsignedLong(int32(bytes, at + 1));
            case 'z', 'Z', 'f' -> 2 + (bytes[at + 1] & 0xff);
            case 'x' -> twoTexts(bytes, at, to);
            default -> UNKNOWN;
        };
    }

    private static long twoTexts(byte[] bytes, int at, int to) {
        int second = at + 2 + (bytes[at + 1] & 0xff);
        return second < to ? second - at + 1 + (bytes[second] & 0xff) : UNKNOWN;
    }

    private static int int32(byte[] bytes, int at) {
        return LittleEndian.signedInt(bytes, at);
    }
}
