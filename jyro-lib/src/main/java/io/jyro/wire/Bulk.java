package io.jyro.wire;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Many bytes of a message that were read into an array of their own, where whoever receives them may keep them: a long
 * byte string of the payload, or the value of an annotation. The other bytes of the message stand together as if these
 * had never been between them.
 *
 * @param at how many of the other bytes stand before it, counted from the beginning of the payload or of the annotations
 * @param bytes all of them; they belong to the value that is made of them
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Bulk(int at, byte[] bytes) {

    /** The one that belongs at a place; null if there is none. */
    static @Nullable Bulk at(int place, List<Bulk> bulks) {
        for (int i = 0; i < bulks.size(); i++) {
            if (bulks.get(i).at == place) {
                return bulks.get(i);
            }
        }
        return null;
    }

    /** How many bytes some have together. */
    public static int length(List<Bulk> bulks) {
        int length = 0;
        for (int i = 0; i < bulks.size(); i++) {
            length += bulks.get(i).bytes.length;
        }
        return length;
    }
}
