package io.jyro;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KwargsTest {
    @Test
    void theOrderIsKept() {
        Kwargs kwargs = Kwargs.of("z", 1).and("a", null).and("m", 3);

        assertThat(kwargs.asMap().keySet()).containsExactly("z", "a", "m");
        assertThat(kwargs.asMap()).containsEntry("a", null);
    }

    @Test
    void aRepeatedNameReplacesTheEarlierValue() {
        assertThat(Kwargs.of("a", 1).and("a", 2).asMap()).containsExactly(Map.entry("a", 2));
    }

    @Test
    void oneMoreLeavesTheFirstAsTheyWere() {
        Kwargs one = Kwargs.of("a", 1);

        one.and("b", 2);

        assertThat(one.asMap()).containsOnlyKeys("a");
    }

    @Test
    void theMapIsCopied() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>(Map.of("a", 1));
        Kwargs kwargs = Kwargs.of(map);

        map.put("b", 2);

        assertThat(kwargs.asMap()).containsOnlyKeys("a");
    }

    @Test
    void theMapCannotBeChanged() {
        assertThatThrownBy(() -> Kwargs.of("a", 1).asMap().clear())
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> Kwargs.none().asMap().put("a", 1))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void equalNamesAndValuesAreEqual() {
        assertThat(Kwargs.of("a", 1).and("b", 2)).isEqualTo(Kwargs.of("b", 2).and("a", 1))
                .hasSameHashCodeAs(Kwargs.of("b", 2).and("a", 1)).isNotEqualTo(Kwargs.none());
    }
}
