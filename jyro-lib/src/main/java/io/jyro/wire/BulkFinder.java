package io.jyro.wire;

import org.jspecify.annotations.Nullable;

/**
 * Finds long byte strings in the beginning of a payload, or long values in a table of annotations, so that the rest can
 * be read directly into their own arrays. Stateless and thread-safe.
 */
@FunctionalInterface
public interface BulkFinder {
    /** The finder for formats that do not contain bytes unchanged; it finds none. */
    BulkFinder NONE = new BulkFinder() {
        @Override
        public @Nullable Place find(byte[] bytes, int from, int to, int atLeast) {
            return null;
        }
    };

    /** The finder for values in a table of annotations of protocol 502; those of 48 are never long. */
    BulkFinder IN_ANNOTATIONS = new BulkFinder() {
        @Override
        public @Nullable Place find(byte[] bytes, int from, int to, int atLeast) {
            return Annotations.findLong(bytes, from, to, atLeast);
        }
    };

    /**
     * Where a byte string begins, or where to look for one.
     *
     * @param at the index of its first byte, which need not be there yet
     * @param length the announced number of bytes, which has not been checked; 0 if no byte string begins before the
     *         index, where the next element of the format begins
     */
    record Place(int at, int length) {}

    /**
     * Finds the first byte string of at least some length. On malformed bytes the result is arbitrary: decoding them
     * fails later.
     *
     * @param bytes contains the payload, or its beginning
     * @param from where an element of the format begins: the start of the payload, or the end of a byte string found
     *        before
     * @param to the end of the bytes that have arrived
     * @return null if none is found in these bytes
     */
    @Nullable
    Place find(byte[] bytes, int from, int to, int atLeast);
}
