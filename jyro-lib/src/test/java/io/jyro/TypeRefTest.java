package io.jyro;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TypeRefTest {
    @Test
    void theTypeArgumentIsCaptured() {
        assertThat(new TypeRef<List<String>>() {})
                .hasToString("TypeRef<java.util.List<java.lang.String>>");
    }

    @Test
    void aPlainClassIsCapturedToo() {
        assertThat(new TypeRef<String>() {}.type()).isEqualTo(String.class);
    }

    @Test
    @SuppressWarnings("rawtypes") // the mistake that is refused
    void withoutATypeArgumentItIsRefused() {
        assertThatThrownBy(() -> new TypeRef() {}).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("new TypeRef<List<String>>() {}");
    }
}
