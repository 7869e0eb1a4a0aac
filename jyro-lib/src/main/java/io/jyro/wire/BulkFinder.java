package io.jyro.wire;

import org.jspecify.annotations.Nullable;

/**
 * Finds long byte strings in a payload, or long values among annotations, of which only the beginning has come, so that
 * they can be read to where they are wanted. Stateless; safe to share between threads.
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
     * Looks for the first byte string of at least some length. Nothing is promised about bytes that are damaged: reading
     * them will complain.
     *
     * @param bytes holds the payload, or what there is of it
     * @param from where an element of the format begins: the payload itself, or what stands behind a byte string found
     *        before
     * @param to the end of what is there
     * @return null if none begins there, as far as can be told
     */
    @Nullable
    Place find(byte[] bytes, int from, int to, int atLeast);
}
