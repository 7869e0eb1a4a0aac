package io.jyro.serialize;

import io.jyro.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * What one payload repeats by referring to the same values again: how many elements, how many of them once more for
 * each container around them, and which values. Each count that passes its limit ends the reading. For codecs whose
 * payloads have references, those of other modules too; for one payload, by one thread.
 */
public final class Repetition {
    private static final int REPEATED_PER_BYTE = 4;
    private static final int LEVELS = 8;

    private final CodecLimits limits;
    private final int payloadLength;
    private final DecodeBudget budget;
    private long repeated;
    private long nested;
    private @Nullable RepeatedValues values;

    Repetition(CodecLimits limits, int payloadLength, DecodeBudget budget) {
        this.limits = limits;
        this.payloadLength = payloadLength;
        this.budget = budget;
    }

    private long maxRepeated() {
        return limits.maxRepeated() + (long) REPEATED_PER_BYTE * payloadLength;
    }

    // What is not repeated is within its own depth.
    private long maxNested() {
        return LEVELS * (long) limits.maxRepeated()
                + (long) limits.maxNestingDepth() * payloadLength;
    }

    /** Remembers that a value is repeated, for when it is converted to a declared type. */
    public void remember(@Nullable Object value) {
        if (value != null && RepeatedValues.isWorthwhile(value)) {
            RepeatedValues known = values;
            if (known == null) {
                known = new RepeatedValues();
                values = known;
            }
            if (known.add(value)) {
                budget.add(RepeatedValues.ENTRY);
            }
        }
    }

    /**
     * Counts elements that are repeated, as a writer without references would write them.
     *
     * @throws SerializationException if there are too many in all
     */
    public void repeat(long elements) {
        repeated += elements;
        if (repeated > maxRepeated()) {
            throw new SerializationException("the payload repeats more than the " + maxRepeated()
                    + " elements that its size allows by referring to the same values again and"
                    + " again; send the data in several calls");
        }
    }

    /**
     * Counts the elements of a container, those of containers in it too, once more for each container around them: its
     * text is copied into the text of each.
     *
     * @throws SerializationException if there are too many in all
     */
    public void nest(long elements) {
        nested += elements;
        if (nested > maxNested()) {
            throw new SerializationException("the payload repeats too many elements, too deep"
                    + " within other containers, by referring to the same values again and again;"
                    + " send the data in several calls");
        }
    }

    /** How many repeated elements were counted so far. */
    public long repeated() {
        return repeated;
    }

    /** The values that are repeated; null if there are none. */
    @Nullable
    RepeatedValues values() {
        return values;
    }
}
