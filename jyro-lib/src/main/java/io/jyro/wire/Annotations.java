package io.jyro.wire;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

import io.jyro.Dialect;
import io.jyro.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * The table of annotations between header and payload, as bytes (docs/protocol.md, 1.5).
 *
 * <pre>
 * 48:   | id: 4 ASCII | length: 2, unsigned | value |  and so on
 * 502:  | id: 4 ASCII | length: 4, unsigned | value |
 * </pre>
 *
 * An id is kept as the int of its four bytes, so that comparing ids does not allocate; the order of the ints is that of
 * the texts. A repeated id overwrites the earlier one.
 */
final class Annotations {
    static final int CORR = 'C' << 24 | 'O' << 16 | 'R' << 8 | 'R';
    static final int HMAC = 'H' << 24 | 'M' << 16 | 'A' << 8 | 'C';
    static final int JYRO = 'J' << 24 | 'Y' << 16 | 'R' << 8 | 'O';

    /**
     * The most annotations of a message. More are an attack: in a map, each takes many times the eight bytes that it
     * takes here.
     */
    static final int MOST = 16_384;

    /** Marks a text that is not an id of four ASCII characters. */
    static final int NO_ID = -1;

    private static final int NOT_ASCII = 0x8080_8080;

    private Annotations() {}

    static int chunkHead(Dialect dialect) {
        return dialect == Dialect.V48 ? 6 : 8;
    }

    /** Returns the length of a chunk's value as the sender gives it, which may exceed an int. */
    static long valueLength(Dialect dialect, byte[] bytes, int chunk) {
        return dialect == Dialect.V48
                ? BigEndian.unsignedShort(bytes, chunk + 4)
                : BigEndian.unsignedInt(bytes, chunk + 4);
    }

    /**
     * Checks the chunk at an offset and returns its end. The rules of 502 are also applied to 48,
     * although Pyro4 does not check.
     *
     * @param apart the value, if it is not in the table
     */
    static int checkedEnd(Dialect dialect, byte[] bytes, int chunk, int tableEnd,
            @Nullable Bulk apart) {
        int head = chunkHead(dialect);
        if (tableEnd - chunk < head) {
            throw new MalformedMessageException(dialect,
                    "annotation parsing did not consume all annotation data",
                    tableEnd - chunk + " bytes are left over");
        }
        if ((BigEndian.signedInt(bytes, chunk) & NOT_ASCII) != 0) {
            throw new MalformedMessageException(dialect,
                    "annotation identifier must be 4 ascii characters",
                    "id 0x" + Integer.toHexString(BigEndian.signedInt(bytes, chunk)));
        }
        if (apart != null) {
            return chunk + head;
        }
        long length = valueLength(dialect, bytes, chunk);
        int remaining = tableEnd - chunk - head;
        if (length > remaining) {
            throw new MalformedMessageException(dialect,
                    "annotation chunk length exceeds remaining data",
                    "a value of " + length + " bytes where " + remaining + " remain");
        }
        return chunk + head + (int) length;
    }

    /**
     * Finds long values in a table of protocol 502; those of 48 are never long. If there is none in the given bytes,
     * the result has the index of the next annotation and no length.
     */
    static BulkFinder.@Nullable Place findLong(byte[] bytes, int from, int to, int atLeast) {
        int head = chunkHead(Dialect.V502);
        long chunk = from;
        while (chunk + head <= to) {
            long length = valueLength(Dialect.V502, bytes, (int) chunk);
            if (length >= atLeast) {
                return length > Integer.MAX_VALUE
                        ? null
                        : new BulkFinder.Place((int) chunk + head, (int) length);
            }
            chunk += head + length;
        }
        return chunk > from && chunk <= Integer.MAX_VALUE
                ? new BulkFinder.Place((int) chunk, 0)
                : null;
    }

    /** Returns the end of the chunk at an offset of a checked table. */
    static int end(Dialect dialect, byte[] bytes, int chunk) {
        return chunk + chunkHead(dialect) + (int) valueLength(dialect, bytes, chunk);
    }

    /**
     * Returns whether user code sees the annotations of this id. In 502 CORR and HMAC are ordinary
     * ids.
     */
    static boolean isForUsers(Dialect dialect, int id) {
        return id != JYRO && (dialect == Dialect.V502 || (id != CORR && id != HMAC));
    }

    /** Returns the chunks of a checked table by ascending id, the last one of each id. */
    static Iterable<Integer> inOrderOfIds(Dialect dialect, byte[] bytes, int table, int tableEnd) {
        Map<Integer, Integer> chunks = new TreeMap<>();
        for (int chunk = table; chunk < tableEnd; chunk = end(dialect, bytes, chunk)) {
            chunks.put(BigEndian.signedInt(bytes, chunk), chunk);
        }
        return chunks.values();
    }

    /** Appends one annotation of a user. */
    static void put(Dialect dialect, ByteOutput out, String id, byte[] value) {
        int number = idOf(id);
        if (number == NO_ID) {
            throw new ProtocolException((dialect == Dialect.V48 && id.length() != 4
                    ? "annotation key must be of length 4"
                    : "annotation identifier must be 4 ascii characters") + ": '" + id + "'");
        }
        if (dialect == Dialect.V48 && (number == CORR || number == HMAC)) {
            throw new ProtocolException("annotation " + id + " is made by protocol 48 itself; "
                    + (number == CORR ? "set the correlation id" : "configure the hmacKey")
                    + " instead");
        }
        put(dialect, out, number, value);
    }

    static void put(Dialect dialect, ByteOutput out, int id, byte[] value) {
        putIdAndLength(dialect, out, id, value.length);
        out.putStable(ByteBuffer.wrap(value));
    }

    /**
     * Appends the head of a chunk whose value is written later; returns the offset of the value.
     */
    static int putHead(Dialect dialect, ByteOutput out, int id, int length) {
        putIdAndLength(dialect, out, id, length);
        int value = out.position();
        out.reserve(length);
        out.position(value + length);
        return value;
    }

    private static void putIdAndLength(Dialect dialect, ByteOutput out, int id, int length) {
        int head = chunkHead(dialect);
        int chunk = out.position();
        byte[] array = out.reserve(head);
        BigEndian.putInt(array, chunk, id);
        if (dialect == Dialect.V48) {
            // cut to 16 bits if too long: the writer checks the total length
            BigEndian.putShort(array, chunk + 4, length);
        } else {
            BigEndian.putInt(array, chunk + 4, length);
        }
        out.position(chunk + head);
    }

    static int idOf(String id) {
        if (id.length() != 4) {
            return NO_ID;
        }
        int number = 0;
        for (int i = 0; i < 4; i++) {
            char c = id.charAt(i);
            if (c > 0x7f) {
                return NO_ID;
            }
            number = number << 8 | c;
        }
        return number;
    }
}
