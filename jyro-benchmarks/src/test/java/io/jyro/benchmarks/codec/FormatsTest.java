package io.jyro.benchmarks.codec;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jyro.serialize.CallPayload;
import io.jyro.types.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Param;

import static org.assertj.core.api.Assertions.assertThat;

class FormatsTest {
    static Stream<String> names() throws ReflectiveOperationException {
        Field format = GraphBenchmark.class.getField("format");
        return Stream.of(format.getAnnotation(Param.class).value());
    }

    @ParameterizedTest
    @MethodSource("names")
    void theGraphComesBackEqual(String format) throws Exception {
        assertThat(Written.by(Formats.named(format), Values.graph()).read())
                .isEqualTo(Values.graph());
    }

    @ParameterizedTest
    @MethodSource("names")
    void theSmallCallComesBackEqual(String format) throws Exception {
        Object read = Written.by(Formats.forCalls(format), Values.smallCall()).read();

        assertThat(parts(read)).isEqualTo(Values.smallCall());
    }

    static Stream<String> bytesNames() throws ReflectiveOperationException {
        return Stream
                .of(BytesBenchmark.class.getField("format").getAnnotation(Param.class).value());
    }

    @ParameterizedTest
    @MethodSource("bytesNames")
    void bytesComeBackAsBytesOrAsTheirBase64(String format) throws Exception {
        byte[] bytes = Values.bytes(100_000);
        Object read = Written.by(Formats.named(format), bytes).read();

        assertThat(read instanceof String text ? Base64.getDecoder().decode(text) : Bytes.of(read))
                .isEqualTo(bytes);
    }

    static Stream<String> matrixNames() throws ReflectiveOperationException {
        return Stream
                .of(MatrixBenchmark.class.getField("format").getAnnotation(Param.class).value());
    }

    @ParameterizedTest
    @MethodSource("matrixNames")
    void theMatrixComesBackAsArraysOrLists(String format) throws Exception {
        Object read = Written.by(Formats.named(format), Values.matrix()).read();

        assertThat(new ObjectMapper().convertValue(read, double[][].class))
                .isEqualTo(Values.matrix());
    }

    @Test
    void theSmallCallHasTheSizeOfTheOneThatIsDocumented() throws Exception {
        assertThat(Written.by(Formats.forCalls("jyro-serpent"), Values.smallCall()).bytes())
                .hasSize(71);
    }

    @Test
    void theGraphHasAboutTheSizeOfTheOneThatIsDocumented() throws Exception {
        assertThat(Written.by(Formats.named("jyro-serpent"), Values.graph()).bytes())
                .hasSizeBetween(90_000, 100_000);
    }

    private static Object parts(Object call) {
        return call instanceof CallPayload payload
                ? Arrays.asList(payload.objectId(), payload.method(),
                        List.copyOf(payload.args()), payload.kwargs())
                : call;
    }
}
