package io.jyro;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SerializerTest {
    /** docs/protocol.md, 1.4. */
    @ParameterizedTest
    @CsvSource({"SERPENT, 1, 1", "JSON, 2, 3", "MARSHAL, 3, 2", "PICKLE, 4, -1", "DILL, 5, -1",
            "MSGPACK, 6, 4",
            "CLOUDPICKLE, 7, -1"})
    void eachHasItsNumberInEachDialect(Serializer serializer, int v48, int v502) {
        assertThat(serializer.id(Dialect.V48)).isEqualTo(v48);
        assertThat(serializer.id(Dialect.V502)).isEqualTo(v502);
    }

    @ParameterizedTest
    @EnumSource
    void aNumberIsReadInItsDialect(Dialect dialect) {
        for (Serializer serializer : Serializer.values()) {
            if (serializer.id(dialect) >= 0) {
                assertThat(Serializer.ofId(dialect, serializer.id(dialect))).isEqualTo(serializer);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"V48, 0", "V48, 8", "V48, -1", "V48, 42", "V502, 0", "V502, 5", "V502, 7",
            "V502, -1", "V502, 255"})
    void otherNumbersMeanNothing(Dialect dialect, int id) {
        assertThat(Serializer.ofId(dialect, id)).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void namesAreReadInAnyCase(Serializer serializer) {
        assertThat(Serializer.ofName(serializer.pyroName())).isEqualTo(serializer);
        assertThat(Serializer.ofName(serializer.name())).isEqualTo(serializer);
    }

    @Test
    void unknownNamesAreRefusedNamingTheKnownOnes() {
        assertThatThrownBy(() -> Serializer.ofName("xml"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'xml'")
                .hasMessageContaining("serpent, json, marshal, msgpack");
    }

    @ParameterizedTest
    @CsvSource({"SERPENT, false", "JSON, false", "MARSHAL, false", "MSGPACK, false", "PICKLE, true",
            "DILL, true",
            "CLOUDPICKLE, true"})
    void thePickleFamilyIsKnown(Serializer serializer, boolean pickles) {
        assertThat(serializer.isPickleFamily()).isEqualTo(pickles);
    }
}
