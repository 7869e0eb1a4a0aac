package io.jyro.serialize;

import java.util.LinkedHashSet;
import java.util.Set;

import io.jyro.serialize.bind.KeyComparisons;
import org.jspecify.annotations.Nullable;

/** A set being read. */
public final class GrowingSet {
    private final Set<@Nullable Object> set = new LinkedHashSet<>();
    private final DecodeBudget budget;
    private final KeyComparisons comparisons;

    /** Creates an empty set, whose memory has already been counted. */
    GrowingSet(DecodeBudget budget) {
        this.budget = budget;
        comparisons = new KeyComparisons(budget);
    }

    /** Adds a member and charges its cost. */
    public void add(@Nullable Object member) {
        budget.add(DecodeBudget.ENTRY);
        comparisons.add(member, set);
        set.add(member);
    }

    /** Returns the set with all members so far. */
    public Set<@Nullable Object> set() {
        return set;
    }
}
