package io.jyro.wire;

import org.jspecify.annotations.Nullable;

/**
 * Finds long byte strings in the beginning of a payload, or long values in a table of annotations, so that the rest can
 * be read directly into their own arrays. Stateless and thread-safe.
 */
@FunctionalInterface
public interface BulkFinder {
    /** Of formats in which bytes do not stand as they are. */
    BulkFinder NONE = new BulkFinder() {
        @Override
        public @Nullable Place find(byte[] bytes, int from, int to, int atLeast) {
            return null;
        }
    };

    /** Of values in a table of annotations; those of protocol 48 are never long. */
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
     * @param length how many bytes it claims to have, which nobody has checked; 0 if none begins before that index, and the
     *        next element of the format begins there
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
