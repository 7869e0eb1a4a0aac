package io.jyro.serialize.bind;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.jyro.SerializationException;
import io.jyro.serialize.CodecLimits;
import io.jyro.serialize.DecodeBudget;
import io.jyro.types.ClassDict;
import io.jyro.types.Complex;
import io.jyro.types.FrozenSet;
import io.jyro.types.NamedTuple;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CountedComparisonTest {
    private final DecodeBudget budget = new DecodeBudget(CodecLimits.DEFAULT, 1_000);
    private final CountedComparison comparison = new CountedComparison(budget);

    @Test
    void agreesWithEquals() {
        List<@Nullable Object> keys = new ArrayList<>(List.of("a", "b", 1, 1L, 1.0, -0.0, 0.0,
                Double.NaN, true, BigInteger.TWO.pow(70), new BigDecimal("1.0"),
                new BigDecimal("1.00"), new Complex(1, 2), ByteBuffer.wrap(new byte[]{1}),
                ByteBuffer.wrap(new byte[]{1, 2}), Tuple.of(), Tuple.of(1), Tuple.of(1, 2),
                Tuple.of(1, Tuple.of(2)), NamedTuple.of("m.P", List.of(1, 2)), FrozenSet.of(),
                FrozenSet.of(1, 2), FrozenSet.of(0, 3), FrozenSet.of(Tuple.of(1), "a"),
                FrozenSet.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
                FrozenSet.of(9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
                FrozenSet.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 10),
                ClassDict.of("m.C", Map.of("a", 1)), ClassDict.of("m.C", Map.of("a", 2))));
        keys.add(null);
        keys.add(Tuple.of((Object) null));

        for (Object one : keys) {
            for (Object other : keys) {
                assertThat(comparison.areEqual(one, other)).as("%s and %s", one, other)
                        .isEqualTo(Objects.equals(one, other));
            }
        }
    }

    @Test
    void onlyWhatAHashMapOrdersByEqualityIsOrdered() {
        assertThat(
                List.of("a", 1, 2L, 1.5, BigInteger.TEN, new Complex(1, 2), true, Tuple.of(1, "a"),
                        Tuple.of(Tuple.of(1), ByteBuffer.wrap(new byte[1]))))
                .allMatch(CountedComparison::isOrdered);
        // a named tuple is Comparable<Tuple>, not of itself; 1.0 and 1.00 compare as equal and are not
        assertThat(List.of(NamedTuple.of("m.P", List.of(1)), FrozenSet.of(1),
                Tuple.of(FrozenSet.of(1)),
                Tuple.of(Tuple.of(FrozenSet.of(1))), ByteBuffer.wrap(new byte[1]),
                new BigDecimal("1.0"), Tuple.of(new BigDecimal("1.0")),
                ClassDict.of("m.C", Map.of()))).noneMatch(CountedComparison::isOrdered);
    }

    @Test
    void nestedElementsAreCounted() {
        Tuple one = Tuple.of(1, Tuple.of(2, 3), FrozenSet.of(4));
        Tuple same = Tuple.of(1, Tuple.of(2, 3), FrozenSet.of(4));

        comparison.areEqual(one, same);

        // three tuples and sets and four numbers, and the look-up in the set
        assertThat(budget.steps()).isEqualTo(8);
    }

    @Test
    void theFirstDifferenceEndsIt() {
        List<Object> zeros = new ArrayList<>(java.util.Collections.nCopies(500, 0));
        Tuple one = Tuple.copyOf(zeros);
        zeros.set(0, 1);

        comparison.areEqual(one, Tuple.copyOf(zeros));

        assertThat(budget.steps()).isEqualTo(2);
    }

    @Test
    void aComparisonThatGrowsWithEachLevelEndsWithTheBudget() {
        Set<@Nullable Object> level = three(1, 99, 2, 98, 3, 97);
        Set<@Nullable Object> other = three(4, 96, 5, 95, 6, 94);
        for (int i = 0; i < 20; i++) {
            level = new LinkedHashSet<>(List.of(FrozenSet.copyOf(level),
                    FrozenSet.of(FrozenSet.copyOf(level), i)));
            other = new LinkedHashSet<>(List.of(FrozenSet.copyOf(other),
                    FrozenSet.of(FrozenSet.copyOf(other), i)));
        }
        FrozenSet one = FrozenSet.copyOf(level);
        FrozenSet that = FrozenSet.copyOf(other);

        assertThat(one).hasSameHashCodeAs(that);
        long before = budget.steps();
        try {
            comparison.areEqual(one, that);
        } catch (SerializationException refused) {
            assertThat(refused).hasMessageContaining("same hash code");
        }
        assertThat(budget.steps() - before).isLessThan(600_000);
    }

    private static Set<@Nullable Object> three(int... pairs) {
        Set<@Nullable Object> sets = new LinkedHashSet<>();
        for (int i = 0; i < pairs.length; i += 2) {
            sets.add(FrozenSet.of(pairs[i], pairs[i + 1]));
        }
        return sets;
    }

    @Test
    void keysOfOneHashWithoutOrderAreComparedWithAllBeforeThem() {
        KeyComparisons comparisons = new KeyComparisons(budget);
        Map<Object, Object> dict = new HashMap<>();

        assertThatThrownBy(() -> {
            for (int i = 1; i < 5_000; i++) {
                Object key = NamedTuple.of("m.P", List.of(i, -31 * i));
                comparisons.add(key, dict.keySet());
                dict.put(key, i);
            }
        }).isInstanceOf(SerializationException.class);
        assertThat(dict).hasSizeBetween(300, 1_500);
    }

    @Test
    void textsAndNumbersOfOneClassCostNothing() {
        KeyComparisons texts = new KeyComparisons(budget);
        KeyComparisons numbers = new KeyComparisons(budget);
        Set<Object> present = new LinkedHashSet<>();
        for (int i = 0; i < 10_000; i++) {
            texts.add("k" + i, present);
            present.add("k" + i);
        }
        present.clear();
        for (int i = 0; i < 10_000; i++) {
            numbers.add(i, present);
            present.add(i);
        }

        assertThat(budget.steps()).isZero();
        assertThat(budget.bytes()).isZero();
    }
}
