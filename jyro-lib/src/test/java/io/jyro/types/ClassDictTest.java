package io.jyro.types;

import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ClassDictTest {
    private final Map<String, Object> came = new LinkedHashMap<>();

    ClassDictTest() {
        came.put("x", 1);
        came.put("__class__", "shapes.Point");
        came.put("y", 2);
    }

    @Test
    void knowsItsClassAndAttributes() {
        ClassDict point = ClassDict.of("shapes.Point", came);

        assertThat(point.className()).isEqualTo("shapes.Point");
        assertThat(point.attributes()).containsExactly(Map.entry("x", 1), Map.entry("y", 2));
        assertThat(point.get("y")).isEqualTo(2);
        assertThat(point.get("z")).isNull();
    }

    @Test
    void goesBackInTheOrderInWhichItCame() {
        assertThat(ClassDict.of("shapes.Point", came).toDict().keySet()).containsExactly("x",
                "__class__", "y");
        assertThat(ClassDict.of("Empty", Map.of()).toDict())
                .isEqualTo(Map.of("__class__", "Empty"));
    }

    @Test
    void cannotBeChanged() {
        ClassDict point = ClassDict.of("shapes.Point", came);

        came.put("x", 99);

        assertThat(point.get("x")).isEqualTo(1);
        assertThatThrownBy(() -> point.attributes().put("x", 2))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> point.toDict().clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }
}
