package io.jyro.transport;

import java.io.IOException;

/**
 * Bytes that came over a connection and are not used yet. It grows only as bytes arrive, whatever was announced, and is
 * small while nothing comes. For one thread at a time.
 */
final class ReadBuffer {
    // Most connections of a daemon that many clients hold open are silent, so each begins small.
    private static final int SMALL = 256;
    private static final int LARGEST_KEPT = 64 * 1024;
    // Little is copied again while a large message comes, and little memory is taken that it may not need.
    private static final int GROWTH = 4;

    private final ConnectionMemory memory;
    private final SpareArrays spares;
    private byte[] array = new byte[SMALL];
    private int start;
    private int end;
    private boolean filled;
    // of the message that is being read
    private int apart;
    private boolean hadSpare;

    ReadBuffer(ConnectionMemory memory) {
        this.memory = memory;
        spares = memory.spares();
    }

    /** The array in which they stand; another one after {@link #fill}. */
    byte[] array() {
        return array;
    }

    /** Where the first of them stands. */
    int start() {
        return start;
    }

    /** How many there are. */
    int size() {
        return end - start;
    }

    boolean isEmpty() {
        return start == end;
    }

    /** The first of them are used, and stay where they are until the next read. */
    void use(int count) {
        start += count;
        apart = 0;
    }

    /** Throws all away. */
    void clear() {
        start = end = 0;
    }

    /** All are used, and it may be long until more come. */
    void rest() {
        clear();
        if (array.length > LARGEST_KEPT) {
            giveBack();
        }
    }

    /** Takes as little memory as it can, before a long wait. */
    void shrink() {
        if (isEmpty() && array.length > SMALL) {
            clear();
            giveBack();
        }
        if (hadSpare) {
            spares.clear();
            hadSpare = false;
        }
    }

    private void giveBack() {
        if (array.length > LARGEST_KEPT) {
            spares.give(array);
            hadSpare = true;
        }
        replace();
        filled = false;
    }

    private void replace() {
        array = new byte[SMALL];
        memory.buffer(SMALL);
    }

    /** Whether bytes that end where these begin are so large that they had better keep the array. */
    boolean isWorthKeeping(int length) {
        return isEmpty() && length > LARGEST_KEPT && length > array.length / 2;
    }

    /** Leaves the array to whoever has used its bytes. */
    void abandon() {
        replace();
        clear();
    }

    /**
     * Drops the first of them, as many as are here, and then has a small array for more to be dropped.
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
     * Reads until there are so many.
     *
     * @throws EndOfInputException if the peer sends no more before
     */
    void fill(int needed, ByteSource source) throws IOException {
        fill(needed, needed, source);
    }

    /**
     * The same where more will be needed later, so that it grows in steps that are worth their copying.
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

    /** An error for when no more bytes come, though more are needed. */
    EndOfInputException endOfInput(int have, int needed) {
        return new EndOfInputException((long) apart + have, (long) apart + needed);
    }

    /** So many bytes of the message that is being read stand elsewhere. */
    void countApart(int count) {
        apart += count;
    }

    /** Moves bytes that stand behind some others to another array. */
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
            filled = count == room; // there is more than the buffer is made for
        }
        return count;
    }

    /**
     * Makes room for more bytes, though not for all that are needed before a fourth of them is there. It grows, too, while
     * more small messages come at once than it takes.
     *
     * @throws io.jyro.wire.MemoryRefusedException if there is no memory for them; what is there stays
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
        byte[] spare = needed > LARGEST_KEPT ? spares.take(needed) : null;
        if (spare != null && memory.mayTakeAhead(spare.length)
                && memory.tryBuffer(spare.length)) {
            hadSpare = true;
            return spare;
        }
        if (spare != null) {
            spares.give(spare);
        }
        int length = Math.max(step(have, needed, memory.atOnce()), atLeast);
        memory.buffer(length);
        return new byte[length];
    }

    /**
     * How large an array may be of which some bytes have come: steps that end with all that are needed, so that what is
     * copied once more is a third of them in all.
     *
     * @param atOnce how many may be taken memory for before any of them came
     */
    static int step(int have, int needed, int atOnce) {
        return step(have, needed, atOnce, GROWTH);
    }

    /**
     * The same with steps of another height.
     *
     * @param growth by how much the array may be larger than what has come
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
