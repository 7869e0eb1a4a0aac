package io.jyro.serialize.format;

import io.jyro.Dialect;
import io.jyro.SerializationException;
import io.jyro.Serializer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CodecsTest {
    @Test
    void eachCodecIsFoundByItsSerializer() {
        for (Serializer serializer : Codecs.available()) {
            assertThat(Codecs.of(serializer).serializer()).isEqualTo(serializer);
        }
        assertThat(Codecs.available()).contains(Serializer.SERPENT, Serializer.MARSHAL,
                Serializer.JSON,
                Serializer.MSGPACK);
    }

    @Test
    void theNumberOfASerializerDependsOnTheDialect() {
        assertThat(Codecs.forId(Dialect.V48, 3).serializer()).isEqualTo(Serializer.MARSHAL);
        assertThat(Codecs.forId(Dialect.V502, 2).serializer()).isEqualTo(Serializer.MARSHAL);
        assertThat(Codecs.forId(Dialect.V48, 1)).isSameAs(Codecs.forId(Dialect.V502, 1));
    }

    @Test
    void aSerializerWithoutItsModuleIsRefusedWithWhatToDo() {
        assertThatThrownBy(() -> Codecs.of(Serializer.PICKLE))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("serializer 'pickle' is unknown or not available")
                .hasMessageContaining("jyro-pickle")
                .hasMessageContaining("serpent");
    }

    @Test
    void aNumberWithoutMeaningIsRefused() {
        assertThatThrownBy(() -> Codecs.forId(Dialect.V502, 42))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("no serializer available for id 42");
    }

    @Test
    void whatIsAvailableCannotBeChanged() {
        assertThatThrownBy(() -> Codecs.available().clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }
}
