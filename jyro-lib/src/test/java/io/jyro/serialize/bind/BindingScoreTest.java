package io.jyro.serialize.bind;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.jyro.serialize.DecodeBudget;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The first of some overloads is the one that is meant. */
class BindingScoreTest {
    @Test
    void anIntPrefersInt() {
        assertOrder(5, int.class, long.class, BigInteger.class, BigDecimal.class, double.class,
                short.class, byte.class,
                float.class, Number.class, Object.class);
    }

    @Test
    void aLargerIntPrefersLong() {
        assertOrder(1L << 40, long.class, BigInteger.class, BigDecimal.class, double.class,
                float.class);
    }

    @Test
    void anIntBeyondLongStaysAnInt() {
        assertOrder(BigInteger.ONE.shiftLeft(70), BigInteger.class, BigDecimal.class, Number.class,
                Object.class, double.class);
    }

    @Test
    void aFloatPrefersDouble() {
        assertOrder(5.0, double.class, float.class, BigDecimal.class, int.class, long.class,
                Object.class);
    }

    @Test
    void aBoolPrefersBoolean() {
        assertOrder(true, boolean.class, Object.class);
    }

    @Test
    void aStrPrefersText() {
        assertOrder("DAYS", String.class, TimeUnit.class, CharSequence.class, Object.class);
        assertOrder("2021-02-03", String.class, LocalDate.class, Object.class);
        assertOrder("x", String.class, char.class, Object.class);
    }

    @Test
    void aListPrefersList() {
        assertOrder(List.of(1), List.class, Collection.class, Object[].class, Set.class,
                Object.class);
    }

    @Test
    void aSetPrefersSet() {
        assertOrder(Set.of(1), Set.class, Collection.class, List.class, Object.class);
    }

    @Test
    void aTuplePrefersTuple() {
        assertOrder(Tuple.of(), Tuple.class, List.class);
    }

    @Test
    void theElementsDecideBetweenArrays() {
        assertOrder(List.of(1, 2), int[].class, long[].class, double[].class);
        assertOrder(List.of(1, 2.5), double[].class, Object[].class);
        assertOrder(List.of("a"), String[].class, Object[].class);
    }

    @Test
    void aDictPrefersARecordThatItFills() {
        assertOrder(Map.of("x", 1), Point.class, Map.class, Object.class);
        assertThat(score(Point.class, Map.of("y", 1))).isEqualTo(Binding.UNFIT);
    }

    @Test
    void tuplesAndListsPreferListsAndArraysToARecordThatTheyFill() {
        assertOrder(Tuple.of(1), Tuple.class, List.class, int[].class, Point.class, Set.class,
                Object.class);
        assertOrder(List.of(1), List.class, int[].class, Set.class, Point.class, Object.class);
        assertThat(score(Point.class, List.of(1, 2))).isEqualTo(Binding.UNFIT);
        assertThat(score(Point.class, Tuple.of("1"))).isEqualTo(Binding.UNFIT);
    }

    @Test
    void bytesPreferBytes() {
        assertOrder(new byte[1], byte[].class, Object.class);
        assertOrder(Map.of("data", "AQI=", "encoding", "base64"), byte[].class, Map.class);
    }

    @Test
    void noneFitsAllButPrimitives() {
        assertThat(score(int.class, null)).isEqualTo(Binding.UNFIT);
        assertThat(score(String.class, null)).isEqualTo(score(List.class, null))
                .isGreaterThan(score(Object.class, null));
    }

    private static void assertOrder(Object value, Class<?>... types) {
        List<Class<?>> byScore = Arrays.stream(types)
                .sorted(Comparator.comparingInt(type -> -score(type, value)))
                .toList();

        assertThat(byScore).containsExactly(types);
        assertThat(Arrays.stream(types).map(type -> score(type, value))).doesNotHaveDuplicates()
                .allMatch(score -> score > Binding.UNFIT);
    }

    private static int score(Type type, @Nullable Object value) {
        return Bindings.of(type).score(value, DecodeBudget.ofNoPayload());
    }

    private record Point(int x) {}
}
