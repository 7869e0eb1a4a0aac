package io.jyro.serialize;

import io.jyro.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Counts what a payload becomes in memory while it is read, and stops the reading when that is too much. For codecs,
 * those of other modules too; for one payload, by one thread.
 *
 * <p>A byte of a payload can become fifty on the heap: an empty list is one instruction of a pickle. The sizes are
 * estimates for a JVM with compressed references, rather too high than too low, and include what is needed only while
 * something grows or is decoded.
 */
public final class DecodedSize {
    /** A reference in a list, a tuple or on a stack; while these grow, the old array and the new one are there. */
    public static final int ELEMENT = 12;
    /** A list or tuple beside its elements. */
    public static final int LIST = 80;
    /** A dict or set beside its entries. */
    public static final int DICT = 136;
    /** An entry of a dict or member of a set, beside key and value. */
    public static final int ENTRY = 56;
    /** A number that is no small integer. */
    public static final int NUMBER = 24;
    /** What an instance costs beside its attributes. */
    public static final int INSTANCE = 256;
    /** What an exception costs more than that, for the stack of the thread that reads it. */
    public static final int EXCEPTION = 1024;
    /** And more for each container that is read around it, which takes two or three frames. */
    public static final int FRAMES = 64;

    private static final int OBJECT = 40;
    private static final int NON_ASCII_FACTOR = 3;
    private static final int ESCAPED_FACTOR = 4;

    private final long limit;
    private long bytes;

    /** Of a payload that is about to be read. */
    public DecodedSize(CodecLimits limits) {
        limit = limits.maxDecodedBytes() == 0 ? Long.MAX_VALUE : limits.maxDecodedBytes();
    }

    /**
     * Counts some bytes more, before they are taken.
     *
     * @throws SerializationException if it is too much in all
     */
    public void add(long more) {
        bytes += more;
        if (bytes > limit) {
            throw tooMuch();
        }
    }

    /** Counts a text of one byte a character, or an array of bytes. */
    public void addBytes(int length) {
        add(OBJECT + (long) length);
    }

    /** Counts a text of so many bytes of UTF-8 that are not all ASCII. */
    public void addNonAscii(int length) {
        add(OBJECT + (long) NON_ASCII_FACTOR * length);
    }

    /** Counts a text of so many bytes with escapes. */
    public void addEscaped(int length) {
        add(OBJECT + (long) ESCAPED_FACTOR * length);
    }

    /** Counts a value that an instance has become. */
    public void addInstance(@Nullable Object instance, int depth) {
        if (instance instanceof Throwable) {
            add(EXCEPTION + (long) FRAMES * depth);
        }
    }

    private SerializationException tooMuch() {
        return new SerializationException("the payload becomes more than the " + limit
                + " bytes in memory that maxDecodedSize allows; raise it or the JVM's heap (-Xmx),"
                + " or send the data in several calls");
    }
}
