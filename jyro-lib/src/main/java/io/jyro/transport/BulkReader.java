package io.jyro.transport;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.jyro.wire.Bulk;
import io.jyro.wire.BulkFinder;
import io.jyro.wire.Bulks;
import io.jyro.wire.Header;
import org.jspecify.annotations.Nullable;

/**
 * Reads the long byte strings of a message into arrays of their own, so that they are not copied once more for who
 * receives them. For one thread at a time.
 *
 * <p>Memory is taken as bytes come, in steps of which each is copied into the next: a third of all is copied by that.
 * From a peer that has sent as much before on this connection nothing is, since the array is made at once.
 */
final class BulkReader {
    /** What is shorter comes with other bytes in one read, and copying it is cheaper than a read more. */
    static final int SHORTEST = 64 * 1024;

    // A call has its bytes near its beginning; looking further would cost those that have none.
    private static final int LOOKED_THROUGH = 4096;

    private final ReadBuffer buffer;
    private final ByteSource source;
    private int longest = SHORTEST;
    // A read that timed out is gone on with, so they stay until the message is complete.
    private @Nullable Search annotations;
    private @Nullable Search payload;

    BulkReader(ReadBuffer buffer, ByteSource source) {
        this.buffer = buffer;
        this.source = source;
    }

    /** Reads what it finds in the message that begins in the buffer; all else of it is left for the buffer. */
    Bulks read(Header header, int headerSize, BulkFinder inPayload) throws IOException {
        if (annotations == null) {
            annotations = new Search(headerSize, (int) header.annotationsLength());
        }
        annotations.readAll(BulkFinder.IN_ANNOTATIONS);
        if (payload == null) {
            payload = new Search(annotations.end, (int) header.payloadLength());
        }
        payload.readAll(inPayload);
        return new Bulks(annotations.bulks, payload.bulks);
    }

    /** The message is complete, or will never be. */
    void forget() {
        annotations = null;
        payload = null;
    }

    /** Through the annotations or the payload of one message. */
    private final class Search {
        private final int start;
        private final List<Bulk> bulks = new ArrayList<>(1);
        private int from;
        private int end;
        private byte @Nullable [] begun;
        private int have;
        private int length;

        Search(int start, int length) {
            this.start = start;
            from = start;
            end = start + length;
        }

        void readAll(BulkFinder finder) throws IOException {
            byte[] next = begun != null ? begun : begin(finder);
            while (next != null) {
                bulks.add(new Bulk(from - start, readRest(next)));
                begun = null;
                next = begin(finder);
            }
        }

        private byte @Nullable [] begin(BulkFinder finder) throws IOException {
            if (end - from <= SHORTEST || finder.equals(BulkFinder.NONE)) {
                return null;
            }
            int seen = from + LOOKED_THROUGH;
            buffer.fill(seen, source);
            int before = buffer.start();
            BulkFinder.Place place = finder.find(buffer.array(), before + from, before + seen,
                    SHORTEST);
            if (place == null || place.length() > end - (place.at() - before)) {
                from = end;
                return null;
            }
            from = place.at() - before;
            length = place.length();
            end -= length;
            have = Math.min(length, buffer.size() - from);
            begun = new byte[ReadBuffer.step(have, length, longest)];
            buffer.takeOut(from, begun, have);
            return begun;
        }

        private byte[] readRest(byte[] beginning) throws IOException {
            byte[] bytes = beginning;
            while (have < length) {
                if (have == bytes.length) {
                    bytes = Arrays.copyOf(bytes, ReadBuffer.step(have, length, longest));
                    begun = bytes;
                }
                int count = source.read(bytes, have, bytes.length - have);
                if (count < 0) {
                    throw buffer.endOfInput(from + have, from + length);
                }
                have += count;
            }
            longest = Math.max(longest, length);
            buffer.countApart(length);
            return bytes;
        }
    }
}
