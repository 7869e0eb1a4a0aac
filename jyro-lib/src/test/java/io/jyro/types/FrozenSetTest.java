package io.jyro.types;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FrozenSetTest {
    @Test
    void isEqualToAnySetOfEqualMembers() {
        assertThat(FrozenSet.of(1, 2, 2)).isEqualTo(Set.of(2, 1)).hasSameHashCodeAs(Set.of(1, 2));
        assertThat(Set.of(1, 2)).isEqualTo(FrozenSet.of(1, 2));
    }

    @Test
    void keepsTheOrderOfItsMembers() {
        assertThat(FrozenSet.copyOf(List.of(3, 1, 2))).containsExactly(3, 1, 2);
    }

    @Test
    void cannotBeChanged() {
        FrozenSet set = FrozenSet.of(1);

        assertThatThrownBy(() -> set.add(2)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> set.remove(1)).isInstanceOf(UnsupportedOperationException.class);
    }
}
