package io.jyro.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes of a payload: a range of an array, and long byte strings that stand apart. Valid as long as the message that
 * it came with.
 *
 * @param array holds all but what stands apart; belongs to the connection
 * @param offset where in the array it begins
 * @param ownLength how many bytes of the array it has
 * @param bulks what stands apart, in order; mostly nothing
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Payload(byte[] array, int offset, int ownLength, List<Bulk> bulks) {

    /** Bytes that stand together. */
    public static Payload of(byte[] array, int offset, int length) {
        return new Payload(array, offset, length, List.of());
    }

    /** Bytes that fill an array. */
    static Payload of(byte[] array) {
        return of(array, 0, array.length);
    }

    /** How many bytes it has in all. */
    public int length() {
        return ownLength + Bulk.length(bulks);
    }

    /** Where reading it is, as far as what stands apart is concerned. */
    public BulkCursor cursor() {
        return BulkCursor.over(this);
    }

    /** The same with all bytes together: itself if they are. */
    public Payload together() {
        return bulks.isEmpty() ? this : of(toBytes(), 0, length());
    }

    /** All bytes in order, in an array of their own. */
    public byte[] toBytes() {
        if (bulks.isEmpty()) {
            return Arrays.copyOfRange(array, offset, offset + ownLength);
        }
        ByteBuffer all = ByteBuffer.allocate(length());
        parts().forEach(all::put);
        return all.array();
    }

    /** Views of all bytes, in order. */
    List<ByteBuffer> parts() {
        if (bulks.isEmpty()) {
            return List.of(ByteBuffer.wrap(array, offset, ownLength));
        }
        List<ByteBuffer> parts = new ArrayList<>(2 * bulks.size() + 1);
        int from = 0;
        for (Bulk bulk : bulks) {
            parts.add(ByteBuffer.wrap(array, offset + from, bulk.at() - from));
            parts.add(ByteBuffer.wrap(bulk.bytes()));
            from = bulk.at();
        }
        parts.add(ByteBuffer.wrap(array, offset + from, ownLength - from));
        return parts;
    }

    /** The same with a copy of its own bytes in another array. */
    Payload copiedTo(byte[] other, int at) {
        System.arraycopy(array, offset, other, at, ownLength);
        return new Payload(other, at, ownLength, bulks);
    }
}
