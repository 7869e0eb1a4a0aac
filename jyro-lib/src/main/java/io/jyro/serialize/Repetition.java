package io.jyro.serialize;

import io.jyro.SerializationException;
import io.jyro.serialize.bind.RepeatedValues;
import org.jspecify.annotations.Nullable;

/**
 * Counts the elements that one payload repeats by references to earlier values, also weighted by their nesting, and
 * remembers the repeated values. Reading ends when a count exceeds its limit. For codecs whose payloads have
 * references, also in other modules; for one payload, on one thread.
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

    // Elements that are not repeated count at most once for each level of nesting.
    private long maxNested() {
        return LEVELS * (long) limits.maxRepeated()
                + (long) limits.maxNestingDepth() * payloadLength;
    }

    /** Remembers that a value is repeated, in case it is converted to a declared type. */
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
     * Counts repeated elements, which a writer without references would write again.
     *
     * @throws SerializationException if the total is too large
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
     * Counts the elements of a container, including nested ones. They count again for each container around them, since
     * its text contains theirs.
     *
     * @throws SerializationException if the total is too large
     */
    public void nest(long elements) {
        nested += elements;
        if (nested > maxNested()) {
            throw new SerializationException("the payload repeats too many elements, too deep"
                    + " within other containers, by referring to the same values again and again;"
                    + " send the data in several calls");
        }
    }

    /** Returns how many repeated elements have been counted. */
    public long repeated() {
        return repeated;
    }

    /** Returns the repeated values; null if there are none. */
    @Nullable
    RepeatedValues values() {
        return values;
    }
}
