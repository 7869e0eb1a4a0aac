package io.jyro.types;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatComparable;
import static org.assertj.core.api.Assertions.assertThatList;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TupleTest {
    @Test
    void isEqualToAnyListOfEqualElements() {
        Tuple tuple = Tuple.of(1, "a", null);

        assertThatList(tuple).isEqualTo(Arrays.asList(1, "a", null))
                .isEqualTo(Tuple.of(1, "a", null));
        assertThat(Arrays.asList(1, "a", null)).isEqualTo(tuple);
        assertThatList(tuple).hasSameHashCodeAs(Arrays.asList(1, "a", null));
        assertThatList(tuple).isNotEqualTo(Tuple.of(1, "a"));
    }

    @Test
    void cannotBeChanged() {
        Object[] elements = {1, 2};
        Tuple tuple = Tuple.of(elements);

        elements[0] = 99;
        tuple.toArray()[1] = 99;

        assertThatList(tuple).containsExactly(1, 2);
        assertThatThrownBy(() -> tuple.add(3)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> tuple.set(0, 3)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void takesAPartOfAnArray() {
        assertThatList(Tuple.ofRange(new Object[]{0, 1, 2, 3}, 1, 3)).isEqualTo(Tuple.of(1, 2));
        assertThat(Tuple.ofRange(new String[]{"a"}, 0, 1).toArray())
                .isExactlyInstanceOf(Object[].class);
    }

    @Test
    void copiesACollectionButNotAnotherTuple() {
        Tuple tuple = Tuple.of(1);

        assertThatList(Tuple.copyOf(List.of(1, 2))).isEqualTo(Tuple.of(1, 2));
        assertThatList(Tuple.copyOf(tuple)).isSameAs(tuple);
    }

    @Test
    void readsAsInPython() {
        assertThatList(Tuple.of()).hasToString("()");
        assertThatList(Tuple.of(1)).hasToString("(1,)");
        assertThatList(Tuple.of(1, Tuple.of(2, "x"))).hasToString("(1, (2, x))");
    }

    @Test
    void isOrderedByTheFirstElementsThatDiffer() {
        assertThatComparable(Tuple.of(1, 2)).isLessThan(Tuple.of(1, 3)).isGreaterThan(Tuple.of(1))
                .isGreaterThan(Tuple.of(0, 9));
        assertThatComparable(Tuple.of()).isLessThan(Tuple.of((Object) null));
    }

    @Test
    void numbersAreOrderedByExactValueWhateverTheirClass() {
        assertThatComparable(Tuple.of(1)).isLessThan(Tuple.of(1.5)).isLessThan(Tuple.of(2L));
        assertThatComparable(Tuple.of(Long.MAX_VALUE)).isLessThan(Tuple.of(0x1p63));
        assertThatComparable(Tuple.of((1L << 53) + 1)).isGreaterThan(Tuple.of(0x1p53));
        assertThatComparable(Tuple.of(BigInteger.TEN.pow(400)))
                .isLessThan(Tuple.of(Double.POSITIVE_INFINITY));
        assertThatComparable(Tuple.of(new BigDecimal("0.1"))).isLessThan(Tuple.of(0.1));
        assertThatComparable(Tuple.of(Double.NaN))
                .isGreaterThan(Tuple.of(Double.POSITIVE_INFINITY));
    }

    @Test
    void orderOfElementsOfManyClassesIsTotal() {
        List<Object> elements = new ArrayList<>(
                Arrays.asList(null, false, true, 0, 0L, 0.0, -0.0, 1, 1L, 1.0, 1.5f,
                        Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY,
                        Long.MIN_VALUE, Long.MAX_VALUE, 0x1p63,
                        -0x1p63, BigInteger.ONE.shiftLeft(63), BigInteger.ONE.shiftLeft(2000),
                        new BigDecimal("0.5"), (short) 1,
                        (byte) 1, "", "a", "b", new byte[]{1}, ByteBuffer.wrap(new byte[]{2}),
                        new Complex(0, 1),
                        new Complex(0, -1), Tuple.of(), Tuple.of(1), List.of(1, 2), LocalDate.EPOCH,
                        Thread.State.NEW));
        List<Tuple> tuples = new ArrayList<>();
        elements.forEach(element -> tuples.add(Tuple.of(element)));

        for (Tuple a : tuples) {
            for (Tuple b : tuples) {
                assertThat(Integer.signum(a.compareTo(b))).as("%s, %s", a, b)
                        .isEqualTo(-Integer.signum(b.compareTo(a)));
                assertThat(a.compareTo(b) == 0).as("%s, %s", a, b).isEqualTo(a.equals(b));
                for (Tuple c : tuples) {
                    if (a.compareTo(b) < 0 && b.compareTo(c) < 0) {
                        assertThat(a.compareTo(c)).as("%s, %s, %s", a, b, c).isNegative();
                    }
                }
            }
        }
        Collections.shuffle(tuples, new Random(1));
        Collections.sort(tuples);
        assertThatList(tuples.getFirst()).isEqualTo(Tuple.of((Object) null));
    }

    @Test
    void collidingKeysAreFoundQuickly() {
        // 2^16 tuples of one hash code: (31 a + b) is the same for (a, b) and (a + 1, b - 31). Without an order this takes
        // so long that nobody would wait for the end of the test.
        Map<Tuple, Integer> map = new HashMap<>();

        for (int i = 0; i < 65_536; i++) {
            map.put(Tuple.of(i, -31 * i), i);
        }

        assertThatList(Tuple.of(0, 0)).hasSameHashCodeAs(Tuple.of(65_535, -31 * 65_535));
        assertThat(map.get(Tuple.of(4_711, -31 * 4_711))).isEqualTo(4_711);
    }

    @Test
    void aTupleOfElementsThatDoNotChangeComputesItsHashOnce() {
        CountedHash element = new CountedHash(7);
        Tuple tuple = Tuple.of("a", Tuple.of(element, FrozenSet.of(1)));
        Map<Object, Integer> map = new HashMap<>();

        map.put(tuple, 1);
        map.put(Tuple.of(tuple, 2), 2);
        map.get(tuple);

        assertThat(element.hashed()).isEqualTo(1);
    }

    @Test
    void aTupleOfElementsThatMayChangeFollowsThem() {
        List<Object> list = new ArrayList<>(List.of(1));
        Tuple tuple = Tuple.of("a", Tuple.of(list));
        int before = tuple.hashCode();

        list.add(2);

        assertThat(tuple.hashCode()).isNotEqualTo(before)
                .isEqualTo(List.of("a", List.of(List.of(1, 2))).hashCode());
    }

    @Test
    void theSameElementIsNotLookedThroughToFindTheOrder() {
        Tuple shared = Tuple.of(1);
        for (int i = 0; i < 60; i++) {
            shared = Tuple.of(shared, shared); // looked through, these are 2^60 elements
        }

        assertThatComparable(Tuple.of(shared, 1)).isLessThan(Tuple.of(shared, 2));
    }
}
