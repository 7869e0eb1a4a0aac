package io.jyro.wire;

import org.jspecify.annotations.Nullable;

/** Finds byte strings by stepping over one element of a format after another, without creating them. */
public abstract class SteppingBulkFinder implements BulkFinder {
    /** The length of an element that is invalid, or not complete enough to tell. */
    protected static final long UNKNOWN = -1;

    /** The longest head of an element; the search ends this far before the end, where a head might be cut off. */
    private static final int LONGEST_HEAD = 9;

    /** For subclasses, one for each format. */
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

    /** Returns the byte string whose element begins at an index; null if it is another kind of element. */
    protected abstract @Nullable Place byteString(byte[] bytes, int at);

    /**
     * Returns the length of the element at an index, for a container only of its head. At least nine bytes are
     * available.
     */
    protected abstract long length(byte[] bytes, int at, int to);

    /** Returns a byte string's place if its length fits an array, otherwise null. */
    protected static @Nullable Place place(int at, long length) {
        return length < 0 || length > Integer.MAX_VALUE ? null : new Place(at, (int) length);
    }
}
