package io.jyro.transport.message;

import java.io.IOException;

import io.jyro.transport.ByteSource;

/**
 * Bytes that came over a connection and are not used yet. The buffer grows only as bytes arrive, whatever length was
 * announced, and is small while nothing comes. For one thread at a time.
 */
final class ReadBuffer {
    // Most connections of a daemon with many clients are silent, so each begins small.
    private static final int SMALL = 256;
    private static final int LARGEST_KEPT = 64 * 1024;
    // A compromise: a larger factor copies less while a large message comes, but takes more memory that may not be
    // needed.
    private static final int GROWTH = 4;

    private final ConnectionMemory memory;
    private final BufferPool buffers;
    private byte[] array = new byte[SMALL];
    private int start;
    private int end;
    private boolean filled;
    // bytes of the current message that were read into other arrays
    private int apart;
    private boolean hadSpare;

    ReadBuffer(ConnectionMemory memory) {
        this.memory = memory;
        buffers = memory.buffers();
    }

    /** Returns the array of the bytes; {@link #fill} may replace it. */
    byte[] array() {
        return array;
    }

    /** Returns the index of the first byte. */
    int start() {
        return start;
    }

    /** Returns the number of bytes. */
    int size() {
        return end - start;
    }

    boolean isEmpty() {
        return start == end;
    }

    /** Marks the first bytes as used; they stay in the array until the next read. */
    void use(int count) {
        start += count;
        apart = 0;
    }

    /** Discards all bytes. */
    void clear() {
        start = end = 0;
    }

    /** Called when all bytes are used and it may be long until more come. */
    void rest() {
        clear();
        if (array.length > LARGEST_KEPT) {
            giveBack();
        }
    }

    /** Reduces its memory to the minimum, before a long wait. */
    void shrink() {
        if (isEmpty() && array.length > SMALL) {
            clear();
            giveBack();
        }
        if (hadSpare) {
            buffers.clear();
            hadSpare = false;
        }
    }

    private void giveBack() {
        if (array.length > LARGEST_KEPT) {
            buffers.give(array);
            hadSpare = true;
        }
        replace();
        filled = false;
    }

    private void replace() {
        array = new byte[SMALL];
        memory.buffer(SMALL);
    }

    /**
     * Returns whether the array should be kept for the bytes that were used last, since they are too many to copy and
     * it contains no others.
     */
    boolean isWorthKeeping(int length) {
        return isEmpty() && length > LARGEST_KEPT && length > array.length / 2;
    }

    /** Gives the array to the owner of its bytes. */
    void abandon() {
        replace();
        clear();
    }

    /**
     * Drops the first bytes, as many as are available, and then has a small array for more bytes to drop.
     *
     * @return how many were dropped
     */
    int drop(int count) {
        int dropped = Math.min(count, size());
        start += dropped;
        apart = 0;
        if (isEmpty()) {
            clear();
            if (array.length != ConnectionMemory.FREE) {
                array = new byte[ConnectionMemory.FREE];
                memory.buffer(array.length);
            }
        }
        return dropped;
    }

    /**
     * Reads until there are this many bytes.
     *
     * @throws EndOfInputException if the peer sends no more before
     */
    void fill(int needed, ByteSource source) throws IOException {
        fill(needed, needed, source);
    }

    /**
     * Reads until there are this many bytes, when more will be needed later, so that the array grows in few steps.
     *
     * @param later how many will be needed then
     */
    void fill(int needed, int later, ByteSource source) throws IOException {
        while (size() < needed) {
            makeRoom(later);
            if (read(source) < 0) {
                throw endOfInput(size(), needed);
            }
        }
    }

    /** Returns an error for input that ends although more bytes are needed. */
    EndOfInputException endOfInput(int have, int needed) {
        return new EndOfInputException((long) apart + have, (long) apart + needed);
    }

    /** Counts bytes of the current message that were read into another array. */
    void countApart(int count) {
        apart += count;
    }

    /** Moves bytes at an offset to another array. */
    void takeOut(int behind, byte[] to, int count) {
        int from = start + behind;
        System.arraycopy(array, from, to, 0, count);
        System.arraycopy(array, from + count, array, from, end - from - count);
        end -= count;
        filled = false;
    }

    /**
     * Reads once.
     *
     * @return how many bytes came, or -1 if the peer sends no more
     */
    int read(ByteSource source) throws IOException {
        int room = array.length - end;
        int count = source.read(array, end, room);
        if (count > 0) {
            end += count;
            filled = count == room; // more bytes may wait than fit the buffer
        }
        return count;
    }

    /**
     * Makes room for more bytes, though not for all that are needed before a fourth of them has come. The buffer also
     * grows while more small messages come at once than it can hold.
     *
     * @throws io.jyro.wire.MemoryRefusedException if there is no memory for them; the buffered bytes are kept
     */
    void makeRoom(int needed) {
        byte[] from = array;
        int have = size();
        int size = array.length;
        if (filled && size < LARGEST_KEPT) {
            int larger = Math.min(LARGEST_KEPT, size * 8);
            size = memory.tryBuffer(larger) ? larger : size;
        }
        filled = false;
        if (end == array.length && needed > size) {
            array = large(size, needed, have);
        } else if (size > array.length) {
            array = new byte[size];
        } else if (start == 0 || needed <= array.length - start) {
            return;
        }
        System.arraycopy(from, start, array, 0, have);
        start = 0;
        end = have;
    }

    private byte[] large(int atLeast, int needed, int have) {
        byte[] spare = needed > LARGEST_KEPT ? buffers.take(needed) : null;
        if (spare != null && memory.mayTakeAhead(spare.length)
                && memory.tryBuffer(spare.length)) {
            hadSpare = true;
            return spare;
        }
        if (spare != null) {
            buffers.give(spare);
        }
        int length = Math.max(step(have, needed, memory.atOnce()), atLeast);
        memory.buffer(length);
        return new byte[length];
    }

    /**
     * Returns the size of an array when some of its bytes have come: the sizes grow in steps that end at the needed
     * size, so that a third of all bytes is copied again.
     *
     * @param atOnce the size that may be allocated before any byte has come
     */
    static int step(int have, int needed, int atOnce) {
        return step(have, needed, atOnce, GROWTH);
    }

    /**
     * Like {@link #step(int, int, int)}, with another factor.
     *
     * @param growth how many times as large as the received bytes the array may be
     */
    static int step(int have, int needed, int atOnce, int growth) {
        long most = Math.max(atOnce, (long) have * growth);
        long size = needed;
        while (size > most) {
            size = (size + growth - 1) / growth;
        }
        return (int) size;
    }
}
