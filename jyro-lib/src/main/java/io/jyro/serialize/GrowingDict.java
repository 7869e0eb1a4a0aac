package io.jyro.serialize;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** A dict that is being read and has no {@link DictShape}: too many keys, or keys that are no text. */
final class GrowingDict {
    private final Map<Object, @Nullable Object> dict = new LinkedHashMap<>();
    private final KeyComparisons comparisons;

    private GrowingDict(KeyComparisons comparisons) {
        this.comparisons = comparisons;
    }

    /** The dict of a shape's keys and of as many values from an index on, as far as it was read. */
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

    /** Puts an entry, whose memory is counted already. */
    @SuppressWarnings("NullAway") // None is a key like any other
    void put(@Nullable Object key, @Nullable Object value) {
        comparisons.add(key, dict.keySet());
        dict.put(key, value);
    }

    Map<Object, @Nullable Object> dict() {
        return dict;
    }
}
