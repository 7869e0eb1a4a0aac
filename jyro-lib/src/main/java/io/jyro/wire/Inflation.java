package io.jyro.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import io.jyro.Dialect;
import io.jyro.MessageTooLargeException;

/**
 * Decompresses one payload, into pieces that are joined when the length is known. That briefly takes twice the memory.
 * If the budget does not allow it, the pieces are dropped and the payload is inflated again into an array of the right
 * length, which takes twice the time.
 */
final class Inflation {
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;
    private static final int SMALLEST_PIECE = 4096;
    private static final int LARGEST_PIECE = 1 << 20;
    private static final int USUAL_RATIO = 4;

    private final Dialect dialect;
    private final byte[] compressed;
    private final int offset;
    private final int length;
    private final long limit;
    private final boolean ofHandshake;
    private final MemoryCharge memory;
    private final Inflater inflater = new Inflater();

    private final List<byte[]> pieces = new ArrayList<>();
    private long charged;
    private long inflated;

    private Inflation(Dialect dialect, byte[] compressed, int offset, int length,
            WireLimits limits, MemoryCharge memory) {
        this.dialect = dialect;
        this.compressed = compressed;
        this.offset = offset;
        this.length = length;
        limit = limits.maxInflatedBytes();
        ofHandshake = limits.inflatedIsHandshake();
        this.memory = memory;
    }

    /**
     * Decompresses a payload. Memory is allocated as data is produced, never because of a length that the sender
     * claims.
     *
     * @param memory counts the pieces before they are allocated; in the end only the result remains counted
     * @throws MessageTooLargeException if they are more than {@code maxInflatedBytes}
     * @throws MalformedMessageException if they are not exactly one zlib stream
     * @throws MemoryRefusedException if there is no memory for them
     */
    static byte[] inflate(Dialect dialect, byte[] compressed, int offset, int length,
            WireLimits limits, MemoryCharge memory) {
        Inflation inflation = new Inflation(dialect, compressed, offset, length, limits, memory);
        try {
            return inflation.bytes();
        } catch (DataFormatException e) {
            throw new MalformedMessageException(dialect, "compressed payload is corrupt",
                    "of " + length + " bytes", e);
        } finally {
            inflation.inflater.end();
        }
    }

    private byte[] bytes() throws DataFormatException {
        inflater.setInput(compressed, offset, length);
        while (!inflater.finished()) {
            inflatePiece();
        }
        if (inflater.getRemaining() > 0) {
            throw new MalformedMessageException(dialect,
                    "compressed payload is followed by other bytes",
                    inflater.getRemaining() + " of " + length + " bytes");
        }
        if (pieces.size() == 1 && pieces.getFirst().length == inflated) {
            return pieces.getFirst();
        }
        return charged == 0 || memory.tryTake(inflated) ? together() : again();
    }

    private void inflatePiece() throws DataFormatException {
        long most = limit > 0 ? Math.min(limit, LARGEST_ARRAY) : LARGEST_ARRAY;
        long wanted = Math.max(inflated, Math.max(SMALLEST_PIECE, (long) USUAL_RATIO * length));
        // one byte more than allowed, to detect that the limit is exceeded
        int size = (int) Math.min(Math.min(wanted, LARGEST_PIECE), most + 1 - inflated);
        if (inflated + size > memory.uncounted()) { // small messages are not counted
            memory.take(inflated + size - charged);
            charged = inflated + size;
        }
        byte[] piece = new byte[size];
        pieces.add(piece);
        inflated += fill(piece);
        if (inflated > most) {
            throw tooLarge();
        }
    }

    private int fill(byte[] array) throws DataFormatException {
        int position = 0;
        while (position < array.length && !inflater.finished()) {
            int count = inflater.inflate(array, position, array.length - position);
            position += count;
            if (count == 0 && !inflater.finished()) {
                throw new MalformedMessageException(dialect,
                        inflater.needsDictionary()
                                ? "compressed payload wants a dictionary"
                                : "compressed payload is cut off",
                        inflated + position + " bytes could be decompressed of " + length);
            }
        }
        return position;
    }

    private byte[] together() {
        byte[] all = new byte[(int) inflated];
        int position = 0;
        for (byte[] piece : pieces) {
            int count = Math.min(piece.length, all.length - position);
            System.arraycopy(piece, 0, all, position, count);
            position += count;
        }
        pieces.clear();
        if (charged > 0) {
            memory.give(charged);
        }
        return all;
    }

    private byte[] again() throws DataFormatException {
        pieces.clear();
        memory.give(charged - inflated);
        inflater.reset();
        inflater.setInput(compressed, offset, length);
        byte[] all = new byte[(int) inflated];
        inflated = 0;
        fill(all);
        return all;
    }

    private MessageTooLargeException tooLarge() {
        if (ofHandshake) {
            return new MessageTooLargeException("compressed handshake inflates to more than"
                    + " MAX_HANDSHAKE_SIZE " + limit + "; raise it or send the data in a call");
        }
        return new MessageTooLargeException(limit > 0
                ? "compressed payload inflates to more than maxInflatedSize " + limit
                        + " (never more than half of maxDecodedSize); raise them or stream the data"
                : "compressed payload inflates to more than fits one array; stream the data");
    }
}
