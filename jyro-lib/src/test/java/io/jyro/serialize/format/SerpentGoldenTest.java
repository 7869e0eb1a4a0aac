package io.jyro.serialize.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.jyro.Serializer;
import io.jyro.serialize.CodecLimits;
import io.jyro.serialize.PayloadVectors;
import io.jyro.serialize.Values;
import io.jyro.serialize.WrappedException;
import io.jyro.serialize.bind.ProxyState;
import io.jyro.wire.ByteOutput;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

class SerpentGoldenTest {
    private final SerpentCodec codec = new SerpentCodec();

    static List<PayloadVectors.Vector> vectors() {
        return PayloadVectors.of(Serializer.SERPENT);
    }

    static List<PayloadVectors.Vector> known() {
        return PayloadVectors.ofKnownValues(Serializer.SERPENT);
    }

    private @Nullable Object read(PayloadVectors.Vector vector) {
        return codec.read(vector.payload(), 0, vector.payload().length,
                CodecContract.context(vector.dialect(), CodecLimits.DEFAULT));
    }

    private String write(@Nullable Object value, PayloadVectors.Vector vector) {
        ByteOutput out = new ByteOutput(0);
        codec.write(value, out, CodecContract.context(vector.dialect(), CodecLimits.DEFAULT));
        return new String(Arrays.copyOf(out.array(), out.position()), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void everythingThatPythonWroteIsRead(PayloadVectors.Vector vector) {
        assertThatCode(() -> read(vector)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("known")
    void whatPythonWroteIsReadAsTheSameValue(PayloadVectors.Vector vector) {
        Object expected = SerpentCodecTest.arriving(PayloadVectors.value(vector));

        assertThat(Values.describe(read(vector))).isEqualTo(Values.describe(expected));
    }

    @ParameterizedTest
    @MethodSource("known")
    void theSameValueIsWrittenAsTheSameBytes(PayloadVectors.Vector vector) {
        assertThat(write(PayloadVectors.value(vector), vector))
                .isEqualTo(new String(vector.payload(), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void whatWasReadIsWrittenBackAsItCame(PayloadVectors.Vector vector) {
        Object value = read(vector);
        if (value instanceof Throwable || value instanceof ProxyState
                || value instanceof WrappedException
                || Map.of("data", "YWJj", "encoding", "base64").equals(value)) {
            return; // exceptions get a Java trace, proxies their metadata, and a dict is written as a dict
        }

        assertThat(write(value, vector).replace("', 'encoding': '", "','encoding':'")
                .replace("{'data': '", "{'data':'"))
                .isEqualTo(new String(vector.payload(), StandardCharsets.UTF_8)
                        .replace("', 'encoding': '", "','encoding':'")
                        .replace("{'data': '", "{'data':'"));
    }
}
