package io.jyro.wire;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A long byte string of the payload, or a long value of an annotation, read into an array of its own so that the
 * receiver can keep it without a copy. The other bytes of the message are contiguous, as if these had not been between
 * them.
 *
 * @param at how many of the other bytes precede it, counted from the beginning of the payload or of the annotations
 * @param bytes its content, which the decoded value may keep
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Bulk(int at, byte[] bytes) {

    /** Returns the bulk at a place; null if there is none. */
    static @Nullable Bulk at(int place, List<Bulk> bulks) {
        for (int i = 0; i < bulks.size(); i++) {
            if (bulks.get(i).at == place) {
                return bulks.get(i);
            }
        }
        return null;
    }

    /** Returns the total length of some bulks. */
    public static int length(List<Bulk> bulks) {
        int length = 0;
        for (int i = 0; i < bulks.size(); i++) {
            length += bulks.get(i).bytes.length;
        }
        return length;
    }
}
