package io.jyro.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;

import io.jyro.MessageTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * A growing array of bytes in which messages are built. Not thread-safe.
 *
 * <p>Large byte strings can be referred to instead of copied into the array: see {@link #putStable}. A sender therefore
 * asks for the {@link #parts}; the {@link #size} includes such byte strings, the position does not.
 *
 * <p>Codecs that write many small pieces take the array itself: {@link #reserve} room, write into {@link #array}, and
 * set the {@link #position(int) position} to the end of the written bytes.
 */
public final class ByteOutput {
    private static final int LARGEST = Integer.MAX_VALUE - 8;
    /** Free space after a large piece, so that a few bytes that follow do not make the array grow again. */
    private static final int ROOM_BEHIND = 64 * 1024;
    /** More than any codec reserves for a small piece of unknown size. */
    private static final int UNUSED = 1024;
    /** Copying a smaller byte string costs less than a write of its own. */
    private static final int SMALLEST_REFERRED = 64 * 1024;

    private byte[] array;
    private int position;
    private boolean refers;
    // The byte strings that are referred to, by ascending position in the array, and the sum of their lengths.
    private final List<Referred> referred = new ArrayList<>(0);
    private int referredBytes;
    private long most = LARGEST;
    private @Nullable LongFunction<MessageTooLargeException> refusal; // null: tooLarge

    private record Referred(int at, ByteBuffer bytes) {}

    /** Creates an empty output with an initial capacity. */
    public ByteOutput(int initialBytes) {
        array = new byte[Math.max(16, initialBytes)];
    }

    /** Creates an output on an array that already contains some bytes. */
    ByteOutput(byte[] array, int position) {
        this.array = array;
        this.position = position;
    }

    /**
     * Makes sure that this many more bytes fit after the position.
     *
     * @return the array, which may have been replaced
     * @throws MessageTooLargeException if the whole would be larger than an array can be
     */
    public byte[] reserve(int bytes) {
        if (bytes > array.length - position) {
            grow(bytes);
        }
        return array;
    }

    /** Returns the array that contains the bytes; replaced whenever it grows. */
    public byte[] array() {
        return array;
    }

    /** Returns the number of bytes in the array, which is where the next byte goes. */
    public int position() {
        return position;
    }

    /** Moves the position: forward over bytes written into the array, or back to drop bytes. */
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
     * Writes the bytes from a buffer's position to its limit; the buffer's position does not change. The bytes must not
     * be changed until this output is sent, since large ones may be sent without a copy.
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

    /** Appends a copy of another output's bytes. */
    public void put(ByteOutput other) {
        reserve(other.size());
        for (ByteBuffer part : other.parts()) {
            int length = part.remaining();
            part.get(part.position(), array, position, length);
            position += length;
        }
    }

    /** Returns the total number of bytes: those in the array and those referred to. */
    public int size() {
        return position + referredBytes;
    }

    /** Returns views of all bytes in order; a single one if all are in the array. */
    public List<ByteBuffer> parts() {
        return parts(0);
    }

    /** Returns views of the bytes from a position on. */
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

    /** Returns whether all bytes are in the array. */
    public boolean isWhole() {
        return referred.isEmpty();
    }

    private void addOwn(List<ByteBuffer> parts, int from, int to) {
        if (to > from) {
            parts.add(ByteBuffer.wrap(array, from, to - from));
        }
    }

    /** Writes text whose characters must all be ASCII; others are cut to their low byte. */
    @SuppressWarnings("deprecation") // copies without an intermediate array; the text is ASCII
    public void putAscii(String text) {
        int length = text.length();
        text.getBytes(0, length, reserve(length), position);
        position += length;
    }

    /** Drops all bytes, and replaces an array larger than some size. */
    void clear(int largestKept, int initialBytes) {
        position = 0;
        referred.clear();
        referredBytes = 0;
        if (array.length > largestKept) {
            array = new byte[initialBytes];
        }
    }

    /** Sets whether large byte strings are referred to instead of copied; by default they are copied. */
    void referToLarge(boolean refer) {
        refers = refer;
    }

    /** Drops all bytes from a position on. The first byte after the position must be in the array. */
    void cutOff(int from) {
        position = from;
        while (!referred.isEmpty() && referred.getLast().at > from) {
            referredBytes -= referred.removeLast().bytes.remaining();
        }
    }

    /**
     * Limits the size, so that a value that is too large is refused before all of it is written. The limit has some
     * slack for bytes that codecs reserve and do not use; the caller has to check the final size.
     *
     * @param refusal creates the exception to throw, given the requested size
     */
    void limit(long bytes, LongFunction<MessageTooLargeException> refusal) {
        most = Math.min(LARGEST, bytes + UNUSED);
        this.refusal = refusal;
    }

    /** Removes the limit, except for the largest size of an array. */
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
