package io.jyro.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;

import io.jyro.MessageTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * A growing array of bytes that messages are built in. One thread at a time.
 *
 * <p>Large bytes of others may stand between those of the array without being copied: see {@link #putStable}. Who sends
 * the whole asks for its {@link #parts}; its {@link #size} is more than the position then.
 *
 * <p>Codecs that write many small pieces take the array itself: {@link #reserve} room, write into
 * {@link #array}, and set the {@link #position(int) position} behind what was written.
 */
public final class ByteOutput {
    private static final int LARGEST = Integer.MAX_VALUE - 8;
    /** Room for what follows a large piece, so that it is not copied once more for a few bytes. */
    private static final int ROOM_BEHIND = 64 * 1024;
    /** More than any codec reserves for a small piece of which it does not know the size. */
    private static final int UNUSED = 1024;
    /** Copying what is smaller costs less than a write of its own. */
    private static final int SMALLEST_REFERRED = 64 * 1024;

    private byte[] array;
    private int position;
    private boolean refers;
    // Bytes of others by where they stand in the array, ascending, and the sum of their lengths.
    private final List<Referred> referred = new ArrayList<>(0);
    private int referredBytes;
    private long most = LARGEST;
    private @Nullable LongFunction<MessageTooLargeException> refusal; // null: tooLarge

    private record Referred(int at, ByteBuffer bytes) {}

    /** Empty, with room for some bytes before it has to grow. */
    public ByteOutput(int initialBytes) {
        array = new byte[Math.max(16, initialBytes)];
    }

    /** Over an array that holds some bytes already. */
    ByteOutput(byte[] array, int position) {
        this.array = array;
        this.position = position;
    }

    /**
     * Makes sure that as many more bytes fit behind the position.
     *
     * @return the array, which may be another one than before
     * @throws MessageTooLargeException if the whole would be larger than an array can be
     */
    public byte[] reserve(int bytes) {
        if (bytes > array.length - position) {
            grow(bytes);
        }
        return array;
    }

    /** The array that holds the bytes; replaced whenever it grows. */
    public byte[] array() {
        return array;
    }

    /** How many bytes were written, and where the next goes. */
    public int position() {
        return position;
    }

    /** Moves the position: forward over bytes written into the array, or back to cut off. */
    public void position(int newPosition) {
        position = newPosition;
    }

    /** Writes one byte. */
    public void put(int value) {
        reserve(1)[position++] = (byte) value;
    }

    /** Writes a piece of an array. */
    public void put(byte[] bytes, int offset, int length) {
        System.arraycopy(bytes, offset, reserve(length), position, length);
        position += length;
    }

    /** Writes all of an array. */
    public void put(byte[] bytes) {
        put(bytes, 0, bytes.length);
    }

    /**
     * Writes the bytes from a buffer's position to its limit; the buffer stays as it is. They must not be changed until
     * this output is sent, since large ones may be sent from where they are.
     *
     * @throws MessageTooLargeException if the whole would be larger than an array can be
     */
    public void putStable(ByteBuffer bytes) {
        int length = bytes.remaining();
        if (refers && length >= SMALLEST_REFERRED) {
            checkSize(length);
            referred.add(new Referred(position, bytes.slice()));
            referredBytes += length;
            return;
        }
        bytes.get(bytes.position(), reserve(length), position, length);
        position += length;
    }

    /** Appends all that another output holds, as a copy. */
    public void put(ByteOutput other) {
        reserve(other.size());
        for (ByteBuffer part : other.parts()) {
            int length = part.remaining();
            part.get(part.position(), array, position, length);
            position += length;
        }
    }

    /** How many bytes were written in all: those of the array and those of others between them. */
    public int size() {
        return position + referredBytes;
    }

    /** Views of all that was written, in order; one of the array alone if nothing of others stands in it. */
    public List<ByteBuffer> parts() {
        return parts(0);
    }

    /** Views of what was written from a position on. */
    List<ByteBuffer> parts(int start) {
        if (referred.isEmpty()) {
            return List.of(ByteBuffer.wrap(array, start, position - start));
        }
        List<ByteBuffer> parts = new ArrayList<>(2 * referred.size() + 1);
        int from = start;
        for (Referred next : referred) {
            if (next.at >= start) {
                addOwn(parts, from, next.at);
                parts.add(next.bytes.duplicate());
                from = next.at;
            }
        }
        addOwn(parts, from, position);
        return parts;
    }

    /** Whether all that was written stands in the array. */
    public boolean isWhole() {
        return referred.isEmpty();
    }

    private void addOwn(List<ByteBuffer> parts, int from, int to) {
        if (to > from) {
            parts.add(ByteBuffer.wrap(array, from, to - from));
        }
    }

    /** Writes text of which every character is ASCII; others are cut to their low byte. */
    @SuppressWarnings("deprecation") // copies without an array between; the text is ASCII
    public void putAscii(String text) {
        int length = text.length();
        text.getBytes(0, length, reserve(length), position);
        position += length;
    }

    /** Forgets all bytes, and an array of more than some size too. */
    void clear(int largestKept, int initialBytes) {
        position = 0;
        referred.clear();
        referredBytes = 0;
        if (array.length > largestKept) {
            array = new byte[initialBytes];
        }
    }

    /** Whether large bytes of others are sent from where they are, from now on; at first they are copied. */
    void referToLarge(boolean refer) {
        refers = refer;
    }

    /** Forgets what was written from a position on, behind which something of the array's own stands first. */
    void cutOff(int from) {
        position = from;
        while (!referred.isEmpty() && referred.getLast().at > from) {
            referredBytes -= referred.removeLast().bytes.remaining();
        }
    }

    /**
     * Sets how large the whole may grow, so that a value that is too large is refused before all of it is written. What
     * is larger by less than what codecs reserve and do not use has to be found by its position.
     *
     * @param refusal makes what to throw, given the size that was wanted
     */
    void limit(long bytes, LongFunction<MessageTooLargeException> refusal) {
        most = Math.min(LARGEST, bytes + UNUSED);
        this.refusal = refusal;
    }

    /** Lets it grow as large as an array can be. */
    void unlimit() {
        most = LARGEST;
        refusal = null;
    }

    private static MessageTooLargeException tooLarge(long needed) {
        return new MessageTooLargeException(
                "a message of " + needed + " bytes does not fit an array; stream the data");
    }

    private void checkSize(int more) {
        long needed = (long) size() + more;
        if (needed > most) {
            throw refusal == null ? tooLarge(needed) : refusal.apply(needed);
        }
    }

    private void grow(int bytes) {
        checkSize(bytes);
        long needed = (long) position + bytes;
        long larger = Math.max(bytes > ROOM_BEHIND ? needed + ROOM_BEHIND : needed,
                array.length * 2L);
        array = Arrays.copyOf(array, (int) Math.min(most, larger));
    }
}
