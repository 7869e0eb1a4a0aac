package io.jyro.types;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.jyro.serialize.Values;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatList;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What Python distinguishes and Java does not. */
class PythonCollectionsTest {
    @Test
    void aNamedTupleIsEqualToAnyListOfEqualElements() {
        NamedTuple point = NamedTuple.of("geometry.Point", Arrays.asList(1, null));

        assertThatList(point).isEqualTo(Arrays.asList(1, null)).isEqualTo(Tuple.of(1, null))
                .hasSameHashCodeAs(Tuple.of(1, null)).hasToString("geometry.Point(1, null)");
        assertThat(point.className()).isEqualTo("geometry.Point");
        assertThat(point.toArray()).isExactlyInstanceOf(Object[].class);
    }

    @Test
    void aDequeKeepsItsLimitButDoesNotEnforceIt() {
        DequeList deque = new DequeList(List.of(1, 2), 2);

        deque.add(3);

        assertThatList(deque).isEqualTo(List.of(1, 2, 3));
        assertThat(deque.maxLength()).isEqualTo(2);
        assertThat(new DequeList(List.of()).maxLength()).isNull();
    }

    @Test
    void dictsOfSpecialClassesAreEqualToPlainOnes() {
        Map<Object, Object> plain = Map.of("a", 1);

        assertThat(new OrderedDict(plain).equals(plain)).isTrue();
        assertThat(new Counter(plain).equals(plain)).isTrue();
        assertThat(new DefaultDict("int", plain).equals(plain)).isTrue();
        assertThat(new DefaultDict("int", plain).factory()).isEqualTo("int");
        assertThat(new DefaultDict("int", plain).get("b")).isNull();
    }

    @Test
    void aBytearrayIsEqualToOneOfTheSameBytesAndIsBytes() {
        byte[] bytes = {1, 2};
        ByteArray array = ByteArray.of(bytes);

        assertThat(array).isEqualTo(ByteArray.of((byte) 1, (byte) 2))
                .hasSameHashCodeAs(ByteArray.of((byte) 1, (byte) 2))
                .isNotEqualTo(ByteArray.of((byte) 1));
        assertThat(Bytes.of(array)).isSameAs(bytes);
        assertThat(Bytes.isBytes(array)).isTrue();
        assertThat(Values.describe(array)).isEqualTo("ByteArray bytearray of 2 bytes: 0102");
    }

    @Test
    void aFractionIsInLowestTerms() {
        assertThat(Fraction.of(2, -6)).isEqualTo(Fraction.of(-1, 3)).hasToString("-1/3");
        assertThat(Fraction.of(6, 3)).hasToString("2");
        assertThat(Fraction.of(1, 3)).isLessThan(Fraction.of(1, 2));
        assertThatThrownBy(() -> Fraction.of(1, 0)).isInstanceOf(ArithmeticException.class);
    }
}
