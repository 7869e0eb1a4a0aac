package io.jyro.serialize;

import java.util.Arrays;

import io.jyro.SerializationException;
import io.jyro.wire.BulkCursor;
import io.jyro.wire.Payload;
import org.jspecify.annotations.Nullable;

/**
 * A position in the bytes of a payload, and the reading of bytes from there. Base class for codecs, also in other
 * modules. For one payload, on one thread.
 *
 * <p>The fields are accessed directly, since readers move over most bytes one by one.
 */
public abstract class PayloadCursor {
    /** The array that contains the payload. */
    protected final byte[] bytes;
    /** The index after the last byte of the payload in the array. */
    protected final int end;
    /** The limit for the cost of reading the payload. */
    protected final DecodeBudget budget;

    /** The position of the next byte to read. */
    protected int p;
    /**
     * The position of the payload's first byte, corrected for byte strings that are stored separately; for offsets in
     * messages.
     */
    protected int start;

    private final BulkCursor bulks;

    /** Begins at the first byte of a payload. */
    protected PayloadCursor(Payload payload, DecodeBudget budget) {
        this.bytes = payload.array();
        this.bulks = payload.cursor();
        this.start = payload.offset();
        this.end = start + payload.ownLength();
        this.budget = budget;
        this.p = start;
    }

    /** Returns the error for a payload that ends before all of the next bytes. */
    protected abstract SerializationException tooShort(int count);

    /**
     * Checks that the payload has more bytes.
     *
     * @throws SerializationException if it has fewer
     */
    protected final void need(int count) {
        if (end - p < count) {
            throw tooShort(count);
        }
    }

    /** Moves past the next bytes, which must exist; returns where they begin. */
    protected final int advance(int count) {
        need(count);
        int at = p;
        p += count;
        return at;
    }

    /** Reads a byte. */
    public final int unsignedByte() {
        need(1);
        return bytes[p++] & 0xff;
    }

    /** Returns a long byte string that is stored separately; null if its bytes are in the array. */
    protected final byte @Nullable [] bulk(long length) {
        byte[] bulk = bulks.take(p, length);
        if (bulk != null) {
            budget.addApart(bulk.length);
            start -= bulk.length;
        }
        return bulk;
    }

    /** Copies the next bytes, which must exist, since the payload's array is reused. */
    protected final byte[] copy(int length) {
        budget.addBytes(length);
        byte[] copy = Arrays.copyOfRange(bytes, p, p + length);
        p += length;
        return copy;
    }

    /** Returns the number of bytes that have not been read, including those that are stored separately. */
    public final int left() {
        return end - p + bulks.left();
    }
}
