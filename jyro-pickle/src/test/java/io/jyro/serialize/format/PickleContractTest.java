package io.jyro.serialize.format;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import io.jyro.pickle.PickleCodec;
import io.jyro.serialize.Codec;
import io.jyro.serialize.ValueGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What every codec promises, promised by pickle; it is here because the contract is package-private. */
class PickleContractTest extends CodecContract {
    @Override
    Codec codec() {
        return new PickleCodec();
    }

    @Override
    ValueGenerator generator(ValueGenerator everything) {
        return everything;
    }

    @Override
    @Nullable
    Object asItArrives(@Nullable Object value) {
        return value;
    }

    /** Pickle has arrays of numbers of its own. */
    @Override
    @Test
    void javaArraysTravelAsLists() {
        assertThat(read(write(new boolean[]{true}))).isEqualTo(List.of(true));
        assertThat(read(write(new Object[]{"a", new Object[]{1}})))
                .isEqualTo(List.of("a", List.of(1)));
    }

    /** Pickle has most value types of its own. */
    @Override
    @Test
    void valuesThatAreNotPlainAreConverted() {
        UUID uuid = UUID.fromString("11112222-3333-4444-5555-666677778888");

        assertThat(read(write(List.of(uuid, LocalDate.of(2021, 2, 3), Serializers.NONE))))
                .isEqualTo(List.of(uuid, LocalDate.of(2021, 2, 3), "NONE"));
    }

    private enum Serializers {
        NONE
    }
}
