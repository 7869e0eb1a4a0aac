package io.jyro.text;

import java.math.BigInteger;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import io.jyro.RemoteCallException;
import io.jyro.types.ClassDict;
import io.jyro.types.NamedTuple;
import io.jyro.types.Tuple;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BoundedTextTest {
    private static String text(Object value) {
        return BoundedText.of(value, 100);
    }

    @Test
    void aShortTextIsThatOfToString() {
        for (Object value : List.of("a", 1, 2.5, true, List.of(1, "b"), Map.of("k", List.of()),
                Tuple.of(1, Tuple.of()), Tuple.of((Object) null), Arrays.asList(null, 1),
                NamedTuple.of("m.P", List.of(1, 2)), ClassDict.of("m.C", Map.of("a", 1)))) {
            assertThat(text(value)).isEqualTo(value.toString());
        }
    }

    @Test
    void aLongTextIsCut() {
        assertThat(text("x".repeat(101))).isEqualTo("x".repeat(100) + "...");
        assertThat(text("x".repeat(100))).isEqualTo("x".repeat(100));
        assertThat(text(List.of("x".repeat(1_000), 1))).hasSize(103).startsWith("[xxx")
                .endsWith("x...");
    }

    @Test
    void whatLiesBeyondTheEndIsNotLookedAt() {
        List<Integer> asked = new ArrayList<>();
        List<Integer> endless = new AbstractList<>() {
            @Override
            public Integer get(int index) {
                asked.add(index);
                return index;
            }

            @Override
            public int size() {
                return Integer.MAX_VALUE;
            }

            @Override
            public Iterator<Integer> iterator() {
                return listIterator(0);
            }
        };

        assertThat(text(endless)).hasSize(103);
        assertThat(asked).hasSizeLessThan(50);
    }

    @Test
    void integersOfThousandsOfDigitsAreNotPrinted() {
        BigInteger limit = BigInteger.TEN.pow(4_300).subtract(BigInteger.ONE);

        assertThat(BoundedText.of(limit, 10_000)).isEqualTo("9".repeat(4_300));
        assertThat(text(BigInteger.ONE.shiftLeft(9_000_000))).isEqualTo("int of 9000001 bits");
        assertThat(text(List.of(BigInteger.ONE.shiftLeft(20_000)))).isEqualTo(
                "[int of 20001 bits]");
    }

    @Test
    void exceptionsAreNamedByTheirType() {
        assertThat(text(new IllegalStateException("secret"))).isEqualTo(
                "java.lang.IllegalStateException");
        assertThat(text(new RemoteCallException("builtins.KeyError", List.of("k"), Map.of())))
                .isEqualTo("builtins.KeyError");
    }

    @Test
    void deepNestingEnds() {
        List<Object> nested = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            nested = new ArrayList<>(List.of(nested));
        }

        assertThat(BoundedText.of(nested, 1_000_000)).contains("...");
    }
}
