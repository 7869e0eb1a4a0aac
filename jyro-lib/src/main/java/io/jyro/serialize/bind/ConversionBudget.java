package io.jyro.serialize.bind;

import org.jspecify.annotations.Nullable;

/**
 * Limits the cost of converting the values of one payload to declared types: bytes of heap, and steps of work such as
 * comparisons of keys with the same hash code. This is the part of a payload's budget that bindings use. For one
 * payload, on one thread.
 */
public abstract class ConversionBudget {
    /** The size of a reference in an array of known length. */
    public static final int REFERENCE = 4;
    /** The size of a reference in a growing list or stack; while it grows, the old and the new array exist. */
    public static final int ELEMENT = 12;
    /** The size of a list or tuple without its elements. */
    public static final int LIST = 40;
    /** The size of an empty dict. */
    public static final int DICT = 64;
    /** The size of an empty set. */
    public static final int SET = 80;
    /** The size of the hash table that a dict or set allocates with its first entry. */
    public static final int TABLE = 80;
    /** The size of an entry of a dict or member of a set, without key and value. */
    public static final int ENTRY = 56;
    /** The size of a number, unless it is a small integer. */
    public static final int NUMBER = 24;
    /** The size of an object with a few fields. */
    public static final int OBJECT = 40;

    /** How many characters or bytes count as one element when they are repeated, hashed or compared. */
    public static final int BYTES_PER_ELEMENT = 8;
    /**
     * How many elements a tag of a uri or a method name of a proxy counts as; their sets are hashed again for each
     * comparison.
     */
    static final long NAME = 4;

    // Created on demand, since few payloads need it, so that the budget of a small call is a small object.
    private @Nullable CountedComparison comparison;

    /** Creates a budget of which nothing is used yet. */
    public ConversionBudget() {}

    /**
     * Counts more bytes, before they are allocated.
     *
     * @throws io.jyro.SerializationException if the total is too large
     */
    public abstract void add(long more);

    /**
     * Counts the memory of values that are converted to a declared type. It is limited by the daemon's memory budget,
     * but not by the size of the payload, since the user chooses the type.
     *
     * @throws io.jyro.wire.MemoryRefusedException if it is not available
     */
    public abstract void addConverted(long more);

    /**
     * Counts steps of work, such as elements that are hashed or compared, before they are done.
     *
     * @throws io.jyro.SerializationException if the total is too large
     */
    public abstract void step(long more);

    /** Returns how many bytes of heap a payload of any size may take at most; 0 is unlimited. */
    public abstract long maxDecodedBytes();

    /** Returns how deep containers may be nested. */
    public abstract int maxNestingDepth();

    /** Returns the values that the payload repeats; null if there are none. */
    public abstract @Nullable RepeatedValues repeatedValues();

    /** Returns the comparison of this payload's keys, which counts its steps. */
    final CountedComparison comparison() {
        CountedComparison known = comparison;
        if (known == null) {
            known = new CountedComparison(this);
            comparison = known;
        }
        return known;
    }
}
