package io.jyro.serialize;

import java.util.Collection;
import java.util.List;

import io.jyro.PyroException;
import io.jyro.SerializationException;
import io.jyro.serialize.bind.ConversionBudget;
import io.jyro.serialize.bind.RepeatedValues;
import io.jyro.types.NdArray;
import io.jyro.wire.MemoryCharge;
import org.jspecify.annotations.Nullable;

/**
 * Limits the cost of reading one payload: bytes of heap that its values take; elements that it repeats, counted by its
 * {@link Repetition}; and steps of work beyond the reading itself, such as comparisons of keys with the same hash code.
 * Reading ends when one of these counts exceeds its limit. For codecs, also in other modules; for one payload, on one
 * thread.
 *
 * <p>The limits grow with the payload, so that the cost of a message is bounded by its size: a byte of a payload can
 * become fifty on the heap (an empty list is one instruction of a pickle), a reference of two bytes can refer to any
 * number of elements, and a comparison may have to visit every element of two keys. The sizes are estimates for a JVM
 * with compressed references, and include memory that is needed only while a container grows or a text is decoded.
 */
public final class DecodeBudget extends ConversionBudget {
    /** The size of an instance without its attributes. */
    public static final int INSTANCE = 256;
    /** Additional bytes for an exception: the stack of the thread that reads it. */
    public static final int EXCEPTION = 1024;
    /**
     * Additional bytes for an exception for each container around it, since decoding a container adds two or three
     * frames to that stack.
     */
    public static final int FRAMES = 64;

    /** How many elements a container counts as when it is repeated, in addition to its content. */
    public static final int CONTAINER = 4;
    /** How many elements an entry of a dict counts as when it is repeated, in addition to key and value. */
    public static final int PAIR = 6;
    /**
     * How many elements a float counts as when it is repeated, by the length of its text; a complex number counts
     * twice.
     */
    public static final int FLOAT = 3;
    /**
     * How many elements a repeated byte string counts as in addition to its bytes: as a key it is a buffer, whose text
     * contains its class name.
     */
    public static final int BYTE_STRING = 5;

    /** The steps of creating an exception, mostly for walking the stack. */
    private static final int STEPS_OF_EXCEPTION = 200;
    /** The steps of checking a tag, joining it to the text of a uri and splitting it from it. */
    private static final int STEPS_OF_NAME = 16;
    /** The steps of converting an integer to digits, to be multiplied by the length in words and the root of it. */
    private static final int STEPS_PER_WORD = 3;
    /** The size of a frame of a stack trace with its names. */
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
    // Created on demand, since few payloads need them, so that the budget of a small call is a small object.
    private @Nullable ChunkedCharge charge;
    private @Nullable Repetition repetition;

    /** Creates a budget for a payload of this size. */
    public DecodeBudget(CodecLimits limits, int payloadLength) {
        this(limits, payloadLength, MemoryCharge.NONE);
    }

    /** Creates a budget for a payload of this size, whose memory is also charged elsewhere, in chunks. */
    public DecodeBudget(CodecLimits limits, int payloadLength, MemoryCharge memory) {
        this.limits = limits;
        this.payloadLength = payloadLength;
        this.memory = memory;
        next = Math.min(maxBytes(), memory.uncounted());
    }

    /** Returns a budget for values that did not come in a payload, so that no payload size limits them. */
    public static DecodeBudget ofNoPayload() {
        return new DecodeBudget(CodecLimits.DEFAULT, Integer.MAX_VALUE);
    }

    @Override
    public long maxDecodedBytes() {
        return limits.maxDecodedBytes();
    }

    @Override
    public int maxNestingDepth() {
        return limits.maxNestingDepth();
    }

    private long maxBytes() {
        return limits.decodedBytes(payloadLength);
    }

    // Computed on demand, since most messages do not need it.
    private long maxSteps() {
        return limits.maxRepeated() + (long) STEPS_PER_BYTE * payloadLength;
    }

    /** Continues to charge the memory of the values to their call, after the payload has been read. */
    public void chargeTo(MemoryCharge ofCall) {
        memory = ofCall;
        if (charge != null) {
            charge.chargeTo(ofCall);
        }
    }

    /**
     * Counts more bytes, before they are allocated.
     *
     * @throws SerializationException if the total is too large
     */
    @Override
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

    @Override
    public void addConverted(long more) {
        ChunkedCharge chunks = chunks();
        chunks.addBeside(more);
        chunks.count(bytes);
    }

    /** Counts a byte string that was read into an array of its own and has been counted with the message. */
    public void addApart(int length) {
        chunks().addBeside(-length);
        addBytes(length);
    }

    /** Counts a text with one byte a character, or an array of bytes. */
    public void addBytes(int length) {
        add(OBJECT + (long) length);
    }

    /** Counts a text of this many bytes of UTF-8 that are not all ASCII. */
    public void addNonAscii(int length) {
        add(OBJECT + (long) NON_ASCII_FACTOR * length);
    }

    /** Counts a text of this many bytes with escapes. */
    public void addEscaped(int length) {
        add(OBJECT + (long) ESCAPED_FACTOR * length);
    }

    /**
     * Counts an integer in binary form. Converting it to digits, whenever it is printed, takes time that grows faster
     * than its size; integers that arrive as digits are limited by maxIntegerDigits instead.
     *
     * @return how many elements it counts as when it is repeated
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

    /** Returns how many elements an integer of this many bits counts as when it is repeated. */
    public static long elementsOfInteger(long bits) {
        long words = bits / Long.SIZE;
        return 1 + (long) (STEPS_PER_WORD * (double) words * Math.sqrt((double) words));
    }

    /** Counts the object that an instance has become. */
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
            for (String piece : received.remoteTraceback()) { // the text was searched for frames
                addBytes(piece.length());
                step(piece.length());
            }
            if (!received.remoteTraceback().isEmpty()) {
                add((long) FRAME * received.getStackTrace().length);
            }
        }
    }

    /** Counts the copies of tags and names that a uri or proxy keeps, which may be repeated in the payload. */
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

    /**
     * Returns how many additional elements an instance counts as when it is repeated, because of the form in which it
     * is written.
     */
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
        return 2 * elements; // the traceback is written under two names
    }

    /** Returns the counts of repeated values, for codecs whose payloads can refer to values again. */
    public Repetition repetition() {
        Repetition known = repetition;
        if (known == null) {
            known = new Repetition(limits, payloadLength, this);
            repetition = known;
        }
        return known;
    }

    @Override
    public @Nullable RepeatedValues repeatedValues() {
        return repetition == null ? null : repetition.values();
    }

    /**
     * Counts steps of work, such as elements that are hashed or compared, before they are done.
     *
     * @throws SerializationException if the total is too large
     */
    @Override
    public void step(long more) {
        steps += more;
        if (steps > maxSteps() || steps < 0) {
            throw new SerializationException("reading the payload takes more than the " + maxSteps()
                    + " steps that its size allows: too many keys of a dict or members of a set have"
                    + " the same hash code, or numbers or tracebacks are too long; send the data in several calls");
        }
    }

    /** Returns how many bytes of heap have been counted. */
    public long bytes() {
        return bytes;
    }

    /** Returns how many steps have been counted. */
    public long steps() {
        return steps;
    }

    private SerializationException tooManyBytes() {
        return new SerializationException("the decoded payload takes more than the " + maxBytes()
                + " bytes of memory that its size or maxDecodedSize allows; set maxDecodedSize,"
                + " raise the JVM's heap (-Xmx), or send the data in several calls");
    }
}
