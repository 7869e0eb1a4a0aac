package io.jyro.serialize.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.jyro.Dialect;
import io.jyro.PyroConfig;
import io.jyro.SerializationException;
import io.jyro.Serializer;
import io.jyro.serialize.Codec;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.DecodeBudget;
import io.jyro.serialize.TypeRegistry;
import io.jyro.serialize.bind.Bindings;
import io.jyro.types.Bytes;
import io.jyro.wire.ByteOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** Bytes in serpent are dicts of base64 text, whether they are decoded when they are read or later. */
class SerpentBytesTest {
    private final Codec serpent = Codecs.of(Serializer.SERPENT);
    private final CodecContext context = CodecContext.of(PyroConfig.defaults(), Dialect.V502,
            TypeRegistry.standard());

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static String text(int length) {
        return Base64.getEncoder().encodeToString(bytes(length));
    }

    private static String dict(String text) {
        return "{'data': '" + text + "', 'encoding': 'base64'}";
    }

    private static Map<Object, Object> plain(String text) {
        Map<Object, Object> plain = new LinkedHashMap<>();
        plain.put("data", text);
        plain.put("encoding", "base64");
        return plain;
    }

    private Object read(String payload) {
        byte[] payloadBytes = payload.getBytes(StandardCharsets.US_ASCII);
        return requireNonNull(serpent.read(payloadBytes, 0, payloadBytes.length, context));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 766, 767, 768, 769, 770, 771, 1000, 100_000})
    void bytesOfAnySizeAreTheDictOfTheirText(int length) {
        Object value = read(dict(text(length)));

        assertThat(Bytes.isBytes(value)).isTrue();
        assertThat(Bytes.of(value)).isEqualTo(bytes(length));
        assertThat(Bindings.of(byte[].class).bind(value, DecodeBudget.ofNoPayload()))
                .isEqualTo(bytes(length));
        assertThat(((Map<?, ?>) value).get("data")).isEqualTo(text(length));
        assertThat(((Map<?, ?>) value).get("encoding")).isEqualTo("base64");
        assertThat(value).isEqualTo(plain(text(length)))
                .hasToString(plain(text(length)).toString());
        assertThat(Bytes.of(value)).isEqualTo(bytes(length));
    }

    @Test
    void nobodyHasTheBytesOfAnother() {
        Object value = read(dict(text(5_000)));

        Arrays.fill(Bytes.of(value), (byte) 0);

        assertThat(Bytes.of(value)).isEqualTo(bytes(5_000));
    }

    @Test
    void severalInOnePayloadAreEachTheirOwn() {
        assertThat(read("[" + dict(text(2_000)) + "," + dict(text(3_000)) + ",'x',"
                + dict(text(4_000)) + "]"))
                .isEqualTo(List.of(plain(text(2_000)), plain(text(3_000)), "x",
                        plain(text(4_000))));
    }

    @Test
    void theyAreWrittenAsTheyCame() {
        String payload = "# serpent utf-8 python3.2\n[" + dict(text(2_000)) + "]";
        ByteOutput out = new ByteOutput(16);

        serpent.write(read(payload), out, context);

        // serpent writes no blanks in dicts, but in those of bytes
        assertThat(new String(out.array(), 0, out.position(), StandardCharsets.US_ASCII))
                .isEqualTo(payload.replace("': '", "':'").replace("', '", "','"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"=", "A", "AA=", "====", "AB==", "A*AA", "A A=", "\\x41AAA"})
    void aTextThatNoEncoderMakesStaysAsItIs(String end) {
        String text = text(3_000) + end;

        Map<?, ?> value = (Map<?, ?>) read(dict(text));

        assertThat(value.get("data")).isEqualTo(text.replace("\\x41", "A"));
        assertThat(value).isEqualTo(plain(text.replace("\\x41", "A")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'data': 'T'}", "{'data': 'T', 'encoding': 'base32'}",
            "{'data': 'T', 'encoding': 'base64', 'more': 1}", "{'data': 'T'", "{'data': 'T",
            "{'data': 'T', 'encoding': 'base64'", "{'encoding': 'base64', 'data': 'T'}",
            "{ 'data':'T','encoding':'base64', }", "({'data': 'T', 'encoding': 'base64'}, 1)"})
    void otherDictsWithSuchATextAreReadAsEver(String pattern) {
        String small = outcome(pattern.replace("T", text(30)));

        assertThat(outcome(pattern.replace("T", text(3_000))).replace(text(3_000), "T")
                .replaceAll("byte \\d+", "byte N"))
                .isEqualTo(small.replace(text(30), "T").replaceAll("byte \\d+", "byte N"));
    }

    private String outcome(String payload) {
        try {
            return read(payload).toString();
        } catch (SerializationException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
