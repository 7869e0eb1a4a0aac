package io.jyro.serialize;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Charges a budget for what the keys of one dict, or members of one set, cost the hash table into which they are put:
 * hashing each, and comparing those that share a hash code. Told of each key before it is put. For codecs, those of
 * other modules too; for one container, by one thread.
 *
 * <p>A HashMap finds its way among keys of one hash code by their order, if all are of one class that is
 * {@code Comparable} of itself. Otherwise it compares a new key with every other one. Honest data has such keys as well,
 * so there is no limit to their number; their comparisons are made here first, and counted.
 */
public final class KeyComparisons {
    /** An entry of the table by hash code, and the boxed hash code. */
    private static final int GROUPED = DecodeBudget.ENTRY + DecodeBudget.NUMBER;
    private static final Object NONE = new Object();

    private final DecodeBudget budget;
    private final boolean converts;
    /** While all keys are scalars of one ordered class, there is nothing to count. */
    private @Nullable Class<?> only;
    /** A key by hash code, or a group of several; null is kept as NONE. */
    private @Nullable Map<Integer, Object> byHash;

    /** Of a container that is empty. */
    public KeyComparisons(DecodeBudget budget) {
        this(budget, false);
    }

    private KeyComparisons(DecodeBudget budget, boolean converts) {
        this.budget = budget;
        this.converts = converts;
    }

    /** Of an empty container of a declared type, whose memory the size of the payload does not limit. */
    static KeyComparisons ofConverted(DecodeBudget budget) {
        return new KeyComparisons(budget, true);
    }

    /** Of a container whose keys are texts so far. */
    static KeyComparisons ofTexts(DecodeBudget budget) {
        KeyComparisons comparisons = new KeyComparisons(budget);
        comparisons.only = String.class;
        return comparisons;
    }

    /**
     * Counts what a key costs that is about to be put into the container.
     *
     * @param present the keys that the container has so far
     * @throws io.jyro.SerializationException if the budget is used up
     */
    public void add(@Nullable Object key, Collection<? extends @Nullable Object> present) {
        add(key, key, present);
    }

    /**
     * The same for a key that was converted.
     *
     * @param from what it was converted from
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

    /** Keys of one hash code. */
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
                // The path through a balanced tree, and the few keys of a list before there is a tree.
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
            addBytes(DecodeBudget.ELEMENT);
            keys.add(key);
        }
    }
}
