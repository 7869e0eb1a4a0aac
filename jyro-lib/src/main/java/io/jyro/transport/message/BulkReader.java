package io.jyro.transport.message;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.jyro.transport.ByteSource;
import io.jyro.wire.Bulk;
import io.jyro.wire.BulkFinder;
import io.jyro.wire.Bulks;
import io.jyro.wire.Header;
import org.jspecify.annotations.Nullable;

/**
 * Reads the long byte strings of a message into arrays of their own, so that they are not copied again for their
 * receiver. For one thread at a time.
 *
 * <p>Memory is taken as bytes come: an array grows in steps, and each step copies the bytes received so far. While at
 * least half of the budget stays free, the steps are larger, and a fifteenth of all bytes is copied; otherwise a third.
 * If the peer has already sent one at least as long on this connection and half of the budget stays free, the array is
 * created in full size at once and nothing is copied.
 */
final class BulkReader {
    /** Shorter byte strings come with other bytes in one read, and copying them is cheaper than another read. */
    static final int SHORTEST = 64 * 1024;

    // A call has its bytes near its beginning; a longer search would slow down messages without long byte strings.
    private static final int LOOKED_THROUGH = 4096;
    private static final int GROWTH_WHILE_FREE = 16;

    private final ReadBuffer buffer;
    private final ByteSource source;
    private final ConnectionMemory memory;
    private int longest = SHORTEST;
    // These stay until the message is complete, since a read that timed out is continued later.
    private @Nullable Search annotations;
    private @Nullable Search payload;

    BulkReader(ReadBuffer buffer, ByteSource source, ConnectionMemory memory) {
        this.buffer = buffer;
        this.source = source;
        this.memory = memory;
    }

    /**
     * Reads the long byte strings of the message that begins in the buffer; the rest of the message is left to the
     * buffer.
     */
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

    /** Returns how many bytes of the message were read into other arrays than the buffer. */
    int apart() {
        return (annotations == null ? 0 : annotations.apart())
                + (payload == null ? 0 : payload.apart());
    }

    /** Returns whether bytes of its annotations were read into other arrays than the buffer. */
    boolean hasAnnotationsApart() {
        return annotations != null && annotations.apart() > 0;
    }

    /** Called when the message is complete or given up. */
    void forget() {
        annotations = null;
        payload = null;
    }

    /** The search through the annotations or the payload of one message. */
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

        int apart() {
            return Bulk.length(bulks) + (begun == null ? 0 : have);
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
            while (end - from > SHORTEST && !finder.equals(BulkFinder.NONE)) {
                BulkFinder.Place place = find(finder);
                if (place == null || place.length() > end - place.at()) {
                    break;
                }
                from = place.at();
                if (place.length() > 0) {
                    return begin(place.length());
                }
            }
            from = end;
            return null;
        }

        // Positions are counted from the beginning of the message.
        private BulkFinder.@Nullable Place find(BulkFinder finder) throws IOException {
            int seen = from + LOOKED_THROUGH;
            buffer.fill(seen, seen <= SHORTEST ? seen : end, source);
            int start = buffer.start();
            BulkFinder.Place found = finder.find(buffer.array(), start + from, start + seen,
                    SHORTEST);
            return found == null ? null : new BulkFinder.Place(found.at() - start, found.length());
        }

        private byte[] begin(int claimed) {
            length = claimed;
            end -= length;
            int came = Math.min(length, buffer.size() - from);
            byte[] first = new byte[length <= longest && isTakenAhead(length)
                    ? length
                    : larger(0, came)];
            begun = first;
            have = came;
            buffer.takeOut(from, first, have);
            return first;
        }

        // Returns the size of the next array, and counts it against the budget.
        private int larger(int counted, int came) {
            int high = ReadBuffer.step(came, length, ConnectionMemory.FREE, GROWTH_WHILE_FREE);
            if (isTakenAhead(high - counted)) {
                return high;
            }
            int low = ReadBuffer.step(came, length, ConnectionMemory.FREE);
            memory.take(low - counted);
            return low;
        }

        private boolean isTakenAhead(int bytes) {
            return memory.mayTakeAhead(bytes) && memory.tryTake(bytes);
        }

        private byte[] readRest(byte[] beginning) throws IOException {
            byte[] bytes = beginning;
            while (have < length) {
                if (have == bytes.length) {
                    bytes = Arrays.copyOf(bytes, larger(have, have));
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
