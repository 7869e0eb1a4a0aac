package io.jyro.serialize.bind;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Charges a budget for the work of the hash table behind one dict or set: hashing each key, and comparing those with
 * the same hash code. {@link #add} is called before each key is put. For codecs, also in other modules; for one
 * container, on one thread.
 *
 * <p>A HashMap searches keys with the same hash code by their order, if all are of one class that is {@code Comparable}
 * to itself. Otherwise it compares a new key with every other one. Honest data contains such keys as well, so their
 * number is not limited; their comparisons are done here first, and counted.
 */
public final class KeyComparisons {
    /** The size of an entry in the table by hash code, and of the boxed hash code. */
    private static final int GROUPED = ConversionBudget.ENTRY + ConversionBudget.NUMBER;
    private static final Object NONE = new Object();

    private final ConversionBudget budget;
    private final boolean converts;
    /** The class of the keys as long as all are scalars of one ordered class, so that nothing has to be counted. */
    private @Nullable Class<?> only;
    /** A key for each hash code, or a group of several; null is kept as NONE. */
    private @Nullable Map<Integer, Object> byHash;

    /** Creates an instance for an empty container. */
    public KeyComparisons(ConversionBudget budget) {
        this(budget, false);
    }

    private KeyComparisons(ConversionBudget budget, boolean converts) {
        this.budget = budget;
        this.converts = converts;
    }

    /**
     * Returns an instance for an empty container of a declared type, whose memory is not limited by the size of the
     * payload.
     */
    static KeyComparisons ofConverted(ConversionBudget budget) {
        return new KeyComparisons(budget, true);
    }

    /** Returns an instance for a container whose keys have all been texts. */
    public static KeyComparisons ofTexts(ConversionBudget budget) {
        KeyComparisons comparisons = new KeyComparisons(budget);
        comparisons.only = String.class;
        return comparisons;
    }

    /**
     * Counts the cost of a key that is about to be put into the container.
     *
     * @param present the keys that the container has so far
     * @throws io.jyro.SerializationException if the budget is used up
     */
    public void add(@Nullable Object key, Collection<? extends @Nullable Object> present) {
        add(key, key, present);
    }

    /**
     * Counts the cost of a converted key that is about to be put into the container.
     *
     * @param from the value from which it was converted
     */
    void add(@Nullable Object key, @Nullable Object from,
            Collection<? extends @Nullable Object> present) {
        if (byHash == null) {
            if (CountedComparison.isOrderedScalar(key)
                    && (only == null ? present.isEmpty() : only == classOf(key))) {
                only = classOf(key);
                return;
            }
            byHash = new HashMap<>();
            for (Object earlier : present) {
                group(earlier, earlier, byHash);
            }
        }
        group(key, from, byHash);
    }

    private void addBytes(long bytes) {
        if (converts) {
            budget.addConverted(bytes);
        } else {
            budget.add(bytes);
        }
    }

    private void group(@Nullable Object key, @Nullable Object from,
            Map<Integer, Object> groups) {
        CountedComparison comparison = budget.comparison();
        long elements = comparison.hashed(key, from);
        addBytes(GROUPED);
        Integer hash = key == null ? 0 : key.hashCode();
        Object known = groups.putIfAbsent(hash, key == null ? NONE : key);
        if (known instanceof Group group) {
            group.add(key, elements, comparison);
        } else if (known != null) {
            Group group = new Group(NONE.equals(known) ? null : known);
            groups.put(hash, group);
            group.add(key, elements, comparison);
        }
    }

    private static @Nullable Class<?> classOf(@Nullable Object key) {
        return key == null ? null : key.getClass();
    }

    /** Keys with the same hash code. */
    private final class Group {
        private final List<@Nullable Object> keys = new ArrayList<>(2);
        private final @Nullable Class<?> type;
        private boolean isOrdered;

        Group(@Nullable Object first) {
            keys.add(first);
            type = classOf(first);
            isOrdered = CountedComparison.isOrdered(first);
        }

        void add(@Nullable Object key, long elements, CountedComparison comparison) {
            isOrdered = isOrdered && classOf(key) == type && CountedComparison.isOrdered(key);
            if (isOrdered) {
                // The depth of a balanced tree, plus a comparison for the list that precedes the tree.
                int comparisons = Integer.SIZE - Integer.numberOfLeadingZeros(keys.size()) + 1;
                budget.step(elements * comparisons);
            } else {
                long beyond = CountedComparison.isOpaque(key) ? elements : 0;
                for (Object earlier : keys) {
                    budget.step(beyond);
                    if (comparison.areEqual(key, earlier)) {
                        return;
                    }
                }
            }
            addBytes(ConversionBudget.ELEMENT);
            keys.add(key);
        }
    }
}
