package io.jyro.wire;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** Gives the long byte strings of a payload, one by one, to who reads it. For one payload, by one thread. */
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
     * The byte string that should stand at an index of the payload's array, if it stands apart.
     *
     * @param length how long it is, as the payload says
     * @return null if its bytes stand among the others
     */
    public byte @Nullable [] take(int index, long length) {
        if (next == bulks.size() || bulks.get(next).at() != index - offset
                || bulks.get(next).bytes().length != length) {
            return null;
        }
        left -= (int) length;
        return bulks.get(next++).bytes();
    }

    /** How many bytes those have that were not taken yet. */
    public int left() {
        return left;
    }
}
