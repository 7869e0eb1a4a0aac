package io.jyro.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes of a payload: a range of an array, and long byte strings that are stored separately. Valid as long as its
 * message.
 *
 * @param array contains the other bytes; belongs to the connection
 * @param offset where the payload begins in the array
 * @param ownLength how many bytes of the array belong to it
 * @param bulks the byte strings stored separately, in order; usually none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Payload(byte[] array, int offset, int ownLength, List<Bulk> bulks) {

    /** Returns a payload whose bytes are all in the array. */
    public static Payload of(byte[] array, int offset, int length) {
        return new Payload(array, offset, length, List.of());
    }

    /** Returns a payload that fills an array. */
    static Payload of(byte[] array) {
        return of(array, 0, array.length);
    }

    /** Returns the total length in bytes. */
    public int length() {
        return ownLength + Bulk.length(bulks);
    }

    /** Returns a new cursor over the byte strings that are stored separately. */
    public BulkCursor cursor() {
        return BulkCursor.over(this);
    }

    /** Returns a payload with all bytes in one array: itself if they already are. */
    public Payload together() {
        return bulks.isEmpty() ? this : of(toBytes(), 0, length());
    }

    /** Returns all bytes in order, in an array of their own. */
    public byte[] toBytes() {
        if (bulks.isEmpty()) {
            return Arrays.copyOfRange(array, offset, offset + ownLength);
        }
        ByteBuffer all = ByteBuffer.allocate(length());
        parts().forEach(all::put);
        return all.array();
    }

    /** Returns views of all bytes, in order. */
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

    /** Copies the bytes that are not stored separately to another array and returns the payload of the copy. */
    Payload copiedTo(byte[] other, int at) {
        System.arraycopy(array, offset, other, at, ownLength);
        return new Payload(other, at, ownLength, bulks);
    }
}
