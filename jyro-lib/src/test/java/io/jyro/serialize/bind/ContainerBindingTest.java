package io.jyro.serialize.bind;

import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

import io.jyro.SerializationException;
import io.jyro.TypeMismatchException;
import io.jyro.TypeRef;
import io.jyro.serialize.CodecLimits;
import io.jyro.serialize.DecodeBudget;
import io.jyro.types.ClassDict;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ContainerBindingTest {
    @Test
    void elementsBecomeTheDeclaredType() {
        assertThat(bind(new TypeRef<List<Long>>() {}, List.of(1, 2))).isEqualTo(List.of(1L, 2L));
        assertThat(bind(new TypeRef<Set<TimeUnit>>() {}, List.of("DAYS")))
                .isEqualTo(Set.of(TimeUnit.DAYS));
        assertThat(bind(new TypeRef<List<List<Double>>>() {}, List.of(List.of(1))))
                .isEqualTo(List.of(List.of(1.0)));
        assertThat(bind(new TypeRef<List<Optional<String>>>() {}, Arrays.asList("x", null)))
                .isEqualTo(List.of(Optional.of("x"), Optional.empty()));
    }

    @Test
    void aListThatNeedsNoChangeIsTakenItself() {
        List<Object> list = new ArrayList<>(List.of("a", "b"));

        assertThat(bind(new TypeRef<List<String>>() {}, list)).isSameAs(list);
        assertThat(bind(new TypeRef<Collection<?>>() {}, list)).isSameAs(list);
        assertThat(bind(List.class, list)).isSameAs(list);
    }

    @Test
    void elementsBeforeTheFirstThatChangesAreKept() {
        assertThat(bind(new TypeRef<List<Number>>() {}, List.of(1, 2.5)))
                .isEqualTo(List.of(1, 2.5));
        assertThat(bind(new TypeRef<List<Double>>() {}, List.of(0.5, 1, 2.5)))
                .isEqualTo(List.of(0.5, 1.0, 2.5));
    }

    @Test
    void theElementThatDoesNotFitIsNamed() {
        assertThatThrownBy(() -> bind(new TypeRef<List<List<Integer>>>() {},
                List.of(List.of(), List.of(1, "x"))))
                .isInstanceOf(TypeMismatchException.class)
                .hasMessage("[1][1]: expected Integer, but got str");
    }

    @Test
    void collectionsOfEveryKindAreMade() {
        assertThat(bind(SortedSet.class, List.of(2, 1)).toString()).isEqualTo("[1, 2]");
        assertThat(bind(new TypeRef<Queue<Integer>>() {}, List.of(1))).isInstanceOf(Queue.class);
        assertThat(bind(ArrayDeque.class, List.of(1))).isInstanceOf(ArrayDeque.class);
        assertThat(bind(ArrayList.class, Tuple.of(1))).isEqualTo(List.of(1));
        assertThat(bind(Iterable.class, Set.of(1))).isEqualTo(Set.of(1));
        assertThat(bind(Tuple.class, List.of(1))).isInstanceOf(Tuple.class).isEqualTo(Tuple.of(1));
        assertThat(bind(new TypeRef<List<Integer>>() {}, new int[]{1, 2})).isEqualTo(List.of(1, 2));
    }

    @Test
    void elementsWithoutOrderAreRefusedForASortedSet() {
        assertThatThrownBy(() -> bind(SortedSet.class, List.of(1, "x")))
                .isInstanceOf(TypeMismatchException.class);
    }

    @Test
    void theElementsOfAUsersCollectionAreKnownFromItsDeclaration() {
        assertThat(bind(Longs.class, List.of(1))).isInstanceOf(Longs.class).isEqualTo(List.of(1L));
        assertThat(bind(new TypeRef<Swapped<Long, String>>() {}, Map.of("a", 1)))
                .isEqualTo(Map.of("a", 1L));
    }

    @Test
    void aCollectionMayBeOneOfItself() {
        assertThat(bind(Tree.class, List.of(List.of(), List.of(List.of()))))
                .isInstanceOf(Tree.class)
                .hasToString("[[], [[]]]");
    }

    @Test
    void aTupleStaysOneWhenItsElementsChange() {
        assertThat(bind(new TypeRef<List<Long>>() {}, Tuple.of(1))).isInstanceOf(Tuple.class)
                .isEqualTo(List.of(1L));
    }

    @Test
    void membersThatAreMadeToCollideAreRefused() {
        List<Object> colliding = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            colliding.add(List.of(i, -31 * i));
        }

        DecodeBudget budget = new DecodeBudget(CodecLimits.DEFAULT, 60_000);
        assertThatThrownBy(() -> Bindings.of(Set.class).bind(colliding, budget))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("same hash code");
    }

    @Test
    void membersThatAreEqualDoNotCollide() {
        assertThat(bind(Set.class, Collections.nCopies(5000, List.of(1))))
                .isEqualTo(Set.of(List.of(1)));
    }

    @Test
    void textsAndDictsAreNoLists() {
        assertRefused(List.class, "abc", "expected List, but got str");
        assertRefused(List.class, Map.of(), "expected List, but got dict");
        assertRefused(List.class, new byte[1], "expected List, but got bytes");
        assertRefused(Map.class, List.of(), "expected Map, but got list");
    }

    @Test
    void arraysOfEveryRankAreMade() {
        assertThat(bind(int[].class, List.of(1, 2))).isEqualTo(new int[]{1, 2});
        assertThat(bind(double[][].class, List.of(Tuple.of(1, 2.5), List.of())))
                .isEqualTo(new double[][]{{1, 2.5}, {}});
        assertThat(bind(String[].class, Tuple.of("a", null))).isEqualTo(new String[]{"a", null});
        assertThat(bind(boolean[].class, List.of(true))).isEqualTo(new boolean[]{true});
        assertThat(bind(short[].class, List.of(1))).isEqualTo(new short[]{1});
        assertThat(bind(long[].class, List.of(1))).isEqualTo(new long[]{1});
        assertThat(bind(float[].class, List.of(1))).isEqualTo(new float[]{1});
        assertThat(bind(char[].class, "ab")).isEqualTo(new char[]{'a', 'b'});
        assertThat(bind(byte[][].class, List.of(new byte[]{1}))).isEqualTo(new byte[][]{{1}});
        assertThat(bind(new TypeRef<List<Long>[]>() {}, List.of(List.of(1))))
                .isEqualTo(new List<?>[]{List.of(1L)});
    }

    @Test
    void primitiveArraysAreConvertedOrTakenThemselves() {
        int[] ints = {1, 2};

        assertThat(bind(int[].class, ints)).isSameAs(ints);
        assertThat(bind(double[].class, ints)).isEqualTo(new double[]{1, 2});
    }

    @Test
    void anArrayNamesTheElementThatDoesNotFit() {
        assertThatThrownBy(() -> bind(int[].class, List.of(1, 2.5)))
                .hasMessage("[1]: expected int, but got float 2.5");
        assertThatThrownBy(() -> bind(int[].class, Arrays.asList(1, null)))
                .hasMessage("[1]: expected int, but got None");
    }

    @Test
    void keysAndValuesBecomeTheDeclaredTypes() {
        assertThat(bind(new TypeRef<Map<TimeUnit, List<Long>>>() {}, Map.of("DAYS", List.of(1))))
                .isEqualTo(Map.of(TimeUnit.DAYS, List.of(1L)));
    }

    @Test
    void numbersAsKeysMayBeText() {
        assertThat(bind(new TypeRef<Map<Integer, String>>() {}, Map.of("7", "x")))
                .isEqualTo(Map.of(7, "x"));
        assertThat(bind(new TypeRef<Map<Double, String>>() {}, Map.of("1.5", "x")))
                .isEqualTo(Map.of(1.5, "x"));
        assertRefused(new TypeRef<Map<Integer, String>>() {}.type(), Map.of("x", "x"),
                "[key 'x']: expected Integer");
        assertRefused(new TypeRef<Map<Integer, String>>() {}.type(), Map.of("1.5", "x"),
                "[key '1.5']: expected Integer");
    }

    @Test
    void booleansAsKeysMayBeTheTextThatJsonMakesOfThem() {
        assertThat(bind(new TypeRef<Map<Boolean, String>>() {}, Map.of("true", "x", "false", "y")))
                .isEqualTo(Map.of(true, "x", false, "y"));
        assertRefused(new TypeRef<Map<Boolean, String>>() {}.type(), Map.of("True", "x"),
                "[key 'True']: expected Boolean");
    }

    @Test
    void aMapThatNeedsNoChangeIsTakenItself() {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>(Map.of("a", 1));

        assertThat(bind(Map.class, map)).isSameAs(map);
        assertThat(bind(new TypeRef<Map<String, Integer>>() {}, map)).isSameAs(map);
    }

    @Test
    void mapsOfEveryKindAreMade() {
        assertThat(bind(SortedMap.class, new HashMap<>(Map.of("b", 1, "a", 2))))
                .isInstanceOf(TreeMap.class)
                .hasToString("{a=2, b=1}");
        assertThat(bind(ConcurrentMap.class, Map.of("a", 1))).isEqualTo(Map.of("a", 1));
        assertThat(bind(HashMap.class, Map.of("a", 1))).isEqualTo(Map.of("a", 1));
    }

    @Test
    void aClassDictIsTheMapOfItsAttributes() {
        assertThat(bind(new TypeRef<Map<String, Long>>() {},
                ClassDict.of("acme.Point", Map.of("x", 1))))
                .isEqualTo(Map.of("x", 1L));
    }

    @Test
    void theValueThatDoesNotFitIsNamedByItsKey() {
        assertThatThrownBy(() -> bind(new TypeRef<Map<Integer, Integer>>() {}, Map.of(7, "x")))
                .hasMessage("[7]: expected Integer, but got str");
        assertThatThrownBy(
                () -> bind(new TypeRef<Map<String, Integer>>() {}, Map.of("kit\nchen", "x")))
                .hasMessage("['kit\\nchen']: expected Integer, but got str");
        assertThatThrownBy(
                () -> bind(new TypeRef<Map<String, Integer>>() {}, Map.of("k".repeat(99), "x")))
                .hasMessage("['" + "k".repeat(40)
                        + "… (99 characters)']: expected Integer, but got str");
    }

    @Test
    <T extends Comparable<T>, L extends List<L>> void typeVariablesStandForTheirBounds() {
        assertThat(bind(new TypeRef<List<T>>() {}, List.of("x"))).isEqualTo(List.of("x"));
        assertThat(bind(new TypeRef<L>() {}, List.of(List.of(1)))).isEqualTo(List.of(List.of(1)));
        assertThat(bind(new TypeRef<List<? extends Long>>() {}, List.of(1))).isEqualTo(List.of(1L));
    }

    private static Object bind(TypeRef<?> type, Object plain) {
        return bind(type.type(), plain);
    }

    private static Object bind(Type type, Object plain) {
        Object bound = Bindings.of(type).bind(plain, DecodeBudget.ofNoPayload());
        assertThat(bound).isNotNull();
        assertThat(Bindings.of(type).score(plain, DecodeBudget.ofNoPayload())).isPositive();
        return java.util.Objects.requireNonNull(bound);
    }

    private static void assertRefused(Type type, Object plain, String message) {
        assertThatThrownBy(() -> Bindings.of(type).bind(plain, DecodeBudget.ofNoPayload()))
                .isInstanceOf(TypeMismatchException.class)
                .hasMessageContaining(message);
        assertThat(Bindings.of(type).score(plain, DecodeBudget.ofNoPayload()))
                .isEqualTo(Binding.UNFIT);
    }

    /** A collection that says itself what it holds. */
    public static class Longs extends ArrayList<Long> {}

    /** A map whose parameters stand in another order. */
    public static class Swapped<V, K> extends HashMap<K, V> {}

    /** A collection of itself. */
    public static class Tree extends ArrayList<Tree> {}
}
