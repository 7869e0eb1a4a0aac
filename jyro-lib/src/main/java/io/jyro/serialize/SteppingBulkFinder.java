package io.jyro.serialize;

import io.jyro.wire.BulkFinder;
import org.jspecify.annotations.Nullable;

/** Finds byte strings by stepping over one element of a format after the other, without making anything of them. */
public abstract class SteppingBulkFinder implements BulkFinder {
    /** The length of an element that the format does not have, or of which too little has come. */
    protected static final long UNKNOWN = -1;

    /** No byte string is found so near the end that its head might be cut off. */
    private static final int LONGEST_HEAD = 9;

    /** For the formats' own. */
    protected SteppingBulkFinder() {}

    @Override
    public final @Nullable Place find(byte[] bytes, int from, int to, int atLeast) {
        long p = from;
        while (p <= to - LONGEST_HEAD) {
            int at = (int) p;
            Place place = byteString(bytes, at);
            if (place != null && place.length() >= atLeast) {
                return place;
            }
            long length = length(bytes, at, to);
            if (length == UNKNOWN) {
                return null;
            }
            p += length;
        }
        return null;
    }

    /** The byte string whose element begins at an index; null if another kind of element does. */
    protected abstract @Nullable Place byteString(byte[] bytes, int at);

    /** How many bytes the element at an index has: if others stand inside, those before them. Nine bytes are there at least. */
    protected abstract long length(byte[] bytes, int at, int to);

    /** A byte string of a length that fits an array; null if it does not. */
    protected static @Nullable Place place(int at, long length) {
        return length < 0 || length > Integer.MAX_VALUE ? null : new Place(at, (int) length);
    }
}
