package io.jyro.serialize.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jyro.Dialect;
import io.jyro.PyroConfig;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.CodecLimits;
import io.jyro.serialize.TypeRegistry;
import io.jyro.serialize.Values;
import io.jyro.types.Tuple;
import io.jyro.wire.ByteOutput;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/** The serpent payloads inside the messages that were captured from both Pyros. */
class SerpentMessagesTest {
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Captured(String name, boolean isCall, Dialect dialect, byte[] payload) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final SerpentCodec CODEC = new SerpentCodec();

    static List<Captured> all() throws IOException {
        List<Captured> captured = new ArrayList<>();
        for (Dialect dialect : Dialect.values()) {
            String file = "/vectors/v" + dialect.version() + "-messages.json";
            try (InputStream in = Objects
                    .requireNonNull(SerpentMessagesTest.class.getResourceAsStream(file), file)) {
                for (JsonNode vector : new ObjectMapper().readTree(in).get("vectors")) {
                    if (vector.get("serializer_id").asInt() == 1 && vector.has("payload_text")) {
                        captured.add(new Captured(vector.get("name").asText(),
                                vector.get("type_name").asText().equals("INVOKE"), dialect,
                                vector.get("payload_text").asText()
                                        .getBytes(StandardCharsets.UTF_8)));
                    }
                }
            }
        }
        return captured;
    }

    static List<Captured> values() throws IOException {
        return all().stream().filter(message -> !message.isCall()).toList();
    }

    static List<Captured> calls() throws IOException {
        return all().stream().filter(Captured::isCall).toList();
    }

    @ParameterizedTest
    @MethodSource("values")
    void everyValueIsRead(Captured message) {
        CodecContext context = CodecContract.context(message.dialect(), CodecLimits.DEFAULT);

        assertThatCode(() -> CODEC.read(message.payload(), 0, message.payload().length, context))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("calls")
    void everyCallMeansTheSameWhenWrittenBack(Captured message) {
        CallPayload call = read(message, message.payload());
        CallPayload again = read(message, write(message, call));

        assertThat(again.objectId()).isEqualTo(call.objectId());
        assertThat(again.method()).isEqualTo(call.method());
        assertThat(Values.describe(Tuple.copyOf(again.args())))
                .isEqualTo(Values.describe(Tuple.copyOf(call.args())));
        assertThat(again.kwargs()).isEqualTo(call.kwargs());
    }

    @ParameterizedTest
    @MethodSource("callsWithTuples")
    void callsAreWrittenAsTheyCame(Captured message) {
        String written = new String(write(message, read(message, message.payload())),
                StandardCharsets.UTF_8);

        // Base64 dicts are dicts for the reader, and are written back without the blanks inside.
        assertThat(written).isEqualTo(new String(message.payload(), StandardCharsets.UTF_8)
                .replace("'data': ", "'data':").replace(", 'encoding': ", ",'encoding':"));
    }

    /** Of batches, streams and blobs the arguments come as a list, but are written as a tuple like all others. */
    static List<Captured> callsWithTuples() throws IOException {
        return calls().stream()
                .filter(message -> read(message, message.payload()).args() instanceof Tuple)
                .toList();
    }

    private static CallPayload read(Captured message, byte[] payload) {
        return CODEC.readCall(payload, 0, payload.length, context(message));
    }

    private static byte[] write(Captured message, CallPayload call) {
        ByteOutput out = new ByteOutput(0);
        CODEC.writeCall(call, out, context(message));
        return Arrays.copyOf(out.array(), out.position());
    }

    private static CodecContext context(Captured message) {
        return CodecContext.of(PyroConfig.builder()
                .serpentBytesRepr(message.name().contains("bytes-repr")).build(),
                message.dialect(), TypeRegistry.standard());
    }
}
