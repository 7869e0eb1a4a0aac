package io.jyro.serialize;

import java.util.LinkedHashMap;
import java.util.Map;

import io.jyro.serialize.bind.KeyComparisons;
import org.jspecify.annotations.Nullable;

/** A dict being read without a {@link DictShape}: it has too many keys, or keys that are not text. */
final class GrowingDict {
    private final Map<Object, @Nullable Object> dict = new LinkedHashMap<>();
    private final KeyComparisons comparisons;

    private GrowingDict(KeyComparisons comparisons) {
        this.comparisons = comparisons;
    }

    /**
     * Returns a dict with the keys of a shape and as many values from an index on, for a dict of which these have been
     * read.
     */
    static GrowingDict of(DictShape shape, @Nullable Object[] values, int from,
            DecodeBudget budget) {
        GrowingDict growing = new GrowingDict(shape.size() == 0
                ? new KeyComparisons(budget)
                : KeyComparisons.ofTexts(budget));
        for (int i = 0; i < shape.size(); i++) {
            growing.dict.put(shape.keys()[i], values[from + i]);
        }
        return growing;
    }

    /** Puts an entry, whose memory has already been counted. */
    @SuppressWarnings("NullAway") // None is allowed as a key
    void put(@Nullable Object key, @Nullable Object value) {
        comparisons.add(key, dict.keySet());
        dict.put(key, value);
    }

    Map<Object, @Nullable Object> dict() {
        return dict;
    }
}
