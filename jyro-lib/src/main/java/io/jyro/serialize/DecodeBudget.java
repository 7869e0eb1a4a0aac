package io.jyro.serialize;

import java.util.Collection;
import java.util.List;

import io.jyro.PyroException;
import io.jyro.SerializationException;
import io.jyro.types.NdArray;
import io.jyro.wire.MemoryCharge;
import org.jspecify.annotations.Nullable;

/**
 * What reading one payload may cost: bytes of heap that it becomes; elements that it repeats, which its
 * {@link Repetition} counts; and steps of work beyond the reading itself, such as comparisons of keys that share a hash
 * code. Each count that passes its limit ends the reading. For codecs, those of other modules too; for one payload, by
 * one thread.
 *
 * <p>The limits grow with the payload, so that a message costs what its size allows and no more: a byte of a payload can
 * become fifty on the heap (an empty list is one instruction of a pickle), a reference of two bytes can stand for any
 * number of elements, and a comparison may have to visit every element of two keys. The sizes are estimates for a JVM
 * with compressed references, and include what is needed only while a container grows or a text is decoded.
 */
public final class DecodeBudget {
    /** A reference in an array of known length. */
    public static final int REFERENCE = 4;
    /** A reference in a list or on a stack that grows; while it grows, the old array and the new one exist. */
    public static final int ELEMENT = 12;
    /** A list or tuple beside its elements. */
    public static final int LIST = 40;
    /** A dict without entries. */
    public static final int DICT = 64;
    /** A set without members. */
    public static final int SET = 80;
    /** The hash table that a dict or set gets with its first entry. */
    public static final int TABLE = 80;
    /** An entry of a dict or member of a set, beside key and value. */
    public static final int ENTRY = 56;
    /** A number that is no small integer. */
    public static final int NUMBER = 24;
    /** An object of a few fields. */
    static final int OBJECT = 40;
    /** What an instance costs beside its attributes. */
    public static final int INSTANCE = 256;
    /** Additional bytes for an exception: the stack of the thread that reads it. */
    public static final int EXCEPTION = 1024;
    /** Additional bytes for an exception for each container around it, which adds two or three frames to that stack. */
    public static final int FRAMES = 64;

    /** So many characters or bytes count as one element where they are repeated, hashed or compared. */
    public static final int BYTES_PER_ELEMENT = 8;
    /** How many elements a container counts as where it is repeated, beside those in it. */
    public static final int CONTAINER = 4;
    /** How many elements an entry of a dict counts as where it is repeated, beside key and value. */
    public static final int PAIR = 6;
    /** How many elements a float counts as where it is repeated, by the length of its text; a complex number has two. */
    public static final int FLOAT = 3;
    /** Elements for a repeated byte string beside its bytes: as a key it is a buffer, whose text names its class. */
    static final int BYTE_STRING = 5;
    /** Elements for a tag of a uri or a method name of a proxy, whose sets are hashed again for each comparison. */
    static final long NAME = 4;

    /** What making an exception costs in steps, mostly for walking the stack. */
    private static final int STEPS_OF_EXCEPTION = 200;
    /** What a tag costs in steps to be checked, joined to the text of a uri and split from it. */
    private static final int STEPS_OF_NAME = 16;
    /** What the digits of an integer cost, times the root of its length in words. */
    private static final int STEPS_PER_WORD = 3;
    /** A frame of a stack trace with the names in it. */
    private static final int FRAME = 208;
    private static final int ELEMENTS_OF_EXCEPTION = 16;
    private static final int ELEMENTS_OF_ARRAY = 32;
    private static final int ELEMENTS_PER_LINE = 2;
    private static final int NON_ASCII_FACTOR = 3;
    private static final int ESCAPED_FACTOR = 4;
    private static final int STEPS_PER_BYTE = 8;

    private final CodecLimits limits;
    private final int payloadLength;
    private long bytes;
    private long next;
    private long steps;
    private MemoryCharge memory;
    // Made when they are needed, which most messages do not, so that a small call costs a small object.
    private @Nullable ChunkedCharge charge;
    private @Nullable Repetition repetition;
    private @Nullable CountedComparison comparison;

    /** Of a payload of so many bytes that is about to be read. */
    public DecodeBudget(CodecLimits limits, int payloadLength) {
        this(limits, payloadLength, MemoryCharge.NONE);
    }

    /** Of a payload of so many bytes that is about to be read, and whose memory is also counted elsewhere, in chunks. */
    public DecodeBudget(CodecLimits limits, int payloadLength, MemoryCharge memory) {
        this.limits = limits;
        this.payloadLength = payloadLength;
        this.memory = memory;
        next = Math.min(maxBytes(), memory.uncounted());
    }

    /** Of values that came in no payload, whose size would limit them. */
    public static DecodeBudget ofNoPayload() {
        return new DecodeBudget(CodecLimits.DEFAULT, Integer.MAX_VALUE);
    }

    private long maxBytes() {
        return limits.decodedBytes(payloadLength);
    }

    // Worked out when it is asked for, which the reading of most messages does not.
    private long maxSteps() {
        return limits.maxRepeated() + (long) STEPS_PER_BYTE * payloadLength;
    }

    /** The payload was read, and its values belong to a call that counts their memory from now on. */
    public void chargeTo(MemoryCharge ofCall) {
        memory = ofCall;
        if (charge != null) {
            charge.chargeTo(ofCall);
        }
    }

    /**
     * Counts some bytes more, before they are taken.
     *
     * @throws SerializationException if it is too much in all
     */
    public void add(long more) {
        bytes += more;
        if (bytes > next) {
            charge();
        }
    }

    private void charge() {
        if (bytes > maxBytes()) {
            throw tooManyBytes();
        }
        ChunkedCharge chunks = chunks();
        chunks.count(bytes);
        next = Math.min(maxBytes(), chunks.counted());
    }

    private ChunkedCharge chunks() {
        ChunkedCharge known = charge;
        if (known == null) {
            known = new ChunkedCharge(memory);
            charge = known;
        }
        return known;
    }

    /**
     * Counts what values take that are converted to a declared type. The memory of the daemon limits it, but not the size
     * of the payload, since the user chooses the type.
     *
     * @throws io.jyro.wire.MemoryRefusedException if it is not available
     */
    void addConverted(long more) {
        ChunkedCharge chunks = chunks();
        chunks.addBeside(more);
        chunks.count(bytes);
    }

    /** Counts a byte string that was read into an array of its own, as a part of the message. */
    public void addApart(int length) {
        chunks().addBeside(-length);
        addBytes(length);
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

    /**
     * Counts an integer that came in binary form. Its decimal digits take time that grows faster than its size, and
     * may be asked for whenever it is printed; integers that come as digits are limited by maxIntegerDigits instead.
     *
     * @return how many elements it counts as where it is repeated
     */
    public long addInteger(long bits) {
        add(OBJECT + 2 * bits / Byte.SIZE);
        long elements = elementsOfInteger(bits);
        steps += elements;
        if (steps > maxSteps()) {
            throw new SerializationException("an integer of " + bits + " bits takes longer to print"
                    + " than the size of its payload allows; send it as bytes");
        }
        return elements;
    }

    /** How many elements an integer of so many bits counts as where it is repeated. */
    public static long elementsOfInteger(long bits) {
        long words = bits / Long.SIZE;
        return 1 + (long) (STEPS_PER_WORD * (double) words * Math.sqrt((double) words));
    }

    /** Counts a value that an instance has become. */
    public void addInstance(@Nullable Object instance, int depth) {
        if (instance instanceof WrappedException wrapped) {
            addInstance(wrapped.exception(), depth);
        }
        if (instance instanceof Throwable) {
            add(EXCEPTION + (long) FRAMES * depth);
            step(STEPS_OF_EXCEPTION);
        }
        if (instance instanceof PyroException received) {
            add((long) ENTRY * received.remoteAttributes().size()
                    + (long) REFERENCE * received.remoteArguments().size());
            for (String piece : received.remoteTraceback()) { // its frames were looked for
                addBytes(piece.length());
                step(piece.length());
            }
            if (!received.remoteTraceback().isEmpty()) {
                add((long) FRAME * received.getStackTrace().length);
            }
        }
    }

    /** Counts what a uri or proxy keeps of the tags and names in its state, which may be repeated ones. */
    void addNames(@Nullable Object state) {
        if (state instanceof List<?> items) {
            for (Object item : items) {
                if (item instanceof Collection<?> names) {
                    add((long) (ENTRY + OBJECT) * names.size());
                    step((long) STEPS_OF_NAME * names.size());
                }
            }
        }
    }

    /** How many elements an instance counts as more where it is repeated, by what it is written as. */
    public static long elementsOfForm(@Nullable Object instance) {
        return switch (instance) {
            case PyroException received -> ELEMENTS_OF_EXCEPTION + elementsOfTraceback(received);
            case WrappedException wrapped -> elementsOfForm(wrapped.exception());
            case NdArray array -> ELEMENTS_OF_ARRAY;
            case null, default -> 0;
        };
    }

    private static long elementsOfTraceback(PyroException received) {
        long elements = 0;
        for (String piece : received.remoteTraceback()) {
            elements += piece.length() / BYTES_PER_ELEMENT
                    + ELEMENTS_PER_LINE * piece.chars().filter(c -> c == '\n').count();
        }
        return 2 * elements; // under two names
    }

    /** What the payload repeats, for codecs whose payloads can refer to values again. */
    public Repetition repetition() {
        Repetition known = repetition;
        if (known == null) {
            known = new Repetition(limits, payloadLength, this);
            repetition = known;
        }
        return known;
    }

    /** The values that the payload repeats; null if there are none. */
    @Nullable
    RepeatedValues repeatedValues() {
        return repetition == null ? null : repetition.values();
    }

    /**
     * Counts steps of work before they are done: elements that are hashed or compared.
     *
     * @throws SerializationException if there are too many in all
     */
    public void step(long more) {
        steps += more;
        if (steps > maxSteps() || steps < 0) {
            throw new SerializationException("reading the payload takes more than the " + maxSteps()
                    + " steps that its size allows: too many keys of a dict or members of a set have"
                    + " the same hash code, or numbers or tracebacks are too long; send the data in several calls");
        }
    }

    /** Compares keys of this payload and counts the steps. */
    CountedComparison comparison() {
        CountedComparison known = comparison;
        if (known == null) {
            known = new CountedComparison(this);
            comparison = known;
        }
        return known;
    }

    /** How many bytes of heap were counted so far. */
    public long bytes() {
        return bytes;
    }

    /** How many steps were counted so far. */
    public long steps() {
        return steps;
    }

    private SerializationException tooManyBytes() {
        return new SerializationException("the payload becomes more than the " + maxBytes()
                + " bytes in memory that are allowed for its size or by maxDecodedSize; set"
                + " maxDecodedSize, raise the JVM's heap (-Xmx), or send the data in several calls");
    }
}
