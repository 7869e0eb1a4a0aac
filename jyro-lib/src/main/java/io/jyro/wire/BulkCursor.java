package io.jyro.wire;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** Hands the long byte strings of a payload to its reader, one by one. For one payload, on one thread. */
public final class BulkCursor {
    private static final BulkCursor NONE = new BulkCursor(List.of(), 0);

    private final List<Bulk> bulks;
    private final int offset;
    private int next;
    private int left;

    private BulkCursor(List<Bulk> bulks, int offset) {
        this.bulks = bulks;
        this.offset = offset;
        left = Bulk.length(bulks);
    }

    static BulkCursor over(Payload payload) {
        return payload.bulks().isEmpty()
                ? NONE
                : new BulkCursor(payload.bulks(), payload.offset());
    }

    /**
     * Returns the byte string that belongs at an index of the payload's array, if it is stored separately.
     *
     * @param length its length, as the payload says
     * @return null if its bytes are in the array
     */
    public byte @Nullable [] take(int index, long length) {
        if (next == bulks.size() || bulks.get(next).at() != index - offset
                || bulks.get(next).bytes().length != length) {
            return null;
        }
        left -= (int) length;
        return bulks.get(next++).bytes();
    }

    /** Returns how many bytes have not been taken yet. */
    public int left() {
        return left;
    }
}
