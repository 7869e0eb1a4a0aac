package io.jyro.types;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
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
    void computesItsHashOnce() {
        CountedHash member = new CountedHash(7);
        FrozenSet set = FrozenSet.of(member, 1);
        int made = member.hashed();

        assertThat(set.hashCode()).isEqualTo(set.hashCode()).isEqualTo(Set.of(7, 1).hashCode());
        assertThat(member.hashed()).isEqualTo(made);
    }

    @Test
    void aSetThatIsGivenAwayIsNotCopied() {
        Set<@Nullable Object> members = new LinkedHashSet<>(List.of(3, 1, 2));

        FrozenSet set = FrozenSet.over(members);

        assertThat(set).containsExactly(3, 1, 2).isEqualTo(members)
                .hasSameHashCodeAs(members);
    }

    @Test
    void cannotBeChanged() {
        FrozenSet set = FrozenSet.of(1);

        assertThatThrownBy(() -> set.add(2)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> set.remove(1)).isInstanceOf(UnsupportedOperationException.class);
    }
}
