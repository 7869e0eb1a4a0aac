package io.jyro.serialize.format;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jyro.Dialect;
import io.jyro.PyroUri;
import io.jyro.SerializationException;
import io.jyro.Serializer;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.Codec;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.CodecLimits;
import io.jyro.serialize.PayloadVectors;
import io.jyro.serialize.ValueGenerator;
import io.jyro.serialize.Values;
import io.jyro.serialize.WrappedException;
import io.jyro.types.ClassDict;
import io.jyro.types.Complex;
import io.jyro.types.Tuple;
import io.jyro.wire.ByteOutput;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.jyro.serialize.ValueGenerator.Kind.BYTES;
import static io.jyro.serialize.ValueGenerator.Kind.COMPLEX;
import static io.jyro.serialize.ValueGenerator.Kind.INFINITY;
import static io.jyro.serialize.ValueGenerator.Kind.KEYS_OF_ANY_KIND;
import static io.jyro.serialize.ValueGenerator.Kind.LONE_SURROGATE;
import static io.jyro.serialize.ValueGenerator.Kind.NOT_A_NUMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

class JsonCodecTest extends CodecContract {
    @Override
    Codec codec() {
        return new JsonCodec();
    }

    @Override
    ValueGenerator generator(ValueGenerator everything) {
        return everything.without(BYTES, COMPLEX, KEYS_OF_ANY_KIND);
    }

    @Override
    @Nullable
    Object asItArrives(@Nullable Object value) {
        return switch (value) {
            case Collection<?> elements -> partsAsTheyArrive(new ArrayList<>(elements));
            case null, default -> partsAsTheyArrive(value);
        };
    }

    static List<PayloadVectors.Vector> vectors() {
        return PayloadVectors.of(Serializer.JSON);
    }

    static List<PayloadVectors.Vector> known() {
        return PayloadVectors.ofKnownValues(Serializer.JSON);
    }

    static List<CapturedPayloads.Captured> calls() {
        return CapturedPayloads.calls(Serializer.JSON);
    }

    static List<CapturedPayloads.Captured> values() {
        return CapturedPayloads.values(Serializer.JSON);
    }

    private @Nullable Object read(PayloadVectors.Vector vector) {
        return read(vector.payload(), context(vector.dialect(), CodecLimits.DEFAULT));
    }

    private @Nullable Object readText(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    private String writeText(@Nullable Object value) {
        return new String(write(value), StandardCharsets.UTF_8);
    }

    private void assertRefused(String text, String... reasons) {
        Throwable thrown = catchThrowable(() -> readText(text));

        assertThat(thrown).isInstanceOf(SerializationException.class);
        for (String reason : reasons) {
            assertThat(thrown).hasMessageContaining(reason);
        }
    }

    // What Python wrote

    @ParameterizedTest
    @MethodSource("vectors")
    void everythingThatPythonWroteIsRead(PayloadVectors.Vector vector) {
        assertThatCode(() -> read(vector)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("known")
    void whatPythonWroteIsReadAsTheSameValue(PayloadVectors.Vector vector) {
        Object expected = vector.name().equals("dict_intkey")
                ? Map.of("1", "a")
                : PayloadVectors.value(vector);

        assertThat(Values.describe(read(vector))).isEqualTo(Values.describe(asItArrives(expected)));
    }

    @ParameterizedTest
    @MethodSource("known")
    void theSameValueIsWrittenAsTheSameBytes(PayloadVectors.Vector vector) {
        assertThat(writeText(PayloadVectors.value(vector)))
                .isEqualTo(new String(vector.payload(), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void whatWasReadIsWrittenBackAsItCame(PayloadVectors.Vector vector) {
        Object value = read(vector);
        if (value instanceof Throwable || value instanceof WrappedException) {
            return; // exceptions get a Java trace
        }

        assertThat(new String(write(value, context(vector.dialect(), CodecLimits.DEFAULT)),
                StandardCharsets.UTF_8))
                .isEqualTo(new String(vector.payload(), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void capturedCallsAreWrittenBackAsTheyCame(CapturedPayloads.Captured captured) {
        byte[] payload = captured.payload();
        CallPayload call = codec().readCall(payload, 0, payload.length, captured.context());
        ByteOutput out = new ByteOutput(0);
        codec().writeCall(call, out, captured.context());

        assertThat(new String(out.array(), 0, out.position(), StandardCharsets.UTF_8))
                .isEqualTo(new String(payload, StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("values")
    void capturedValuesAreRead(CapturedPayloads.Captured captured) {
        assertThatCode(() -> read(captured.payload(), captured.context()))
                .doesNotThrowAnyException();
    }

    @Test
    void anotherLibraryUnderstandsTheSame() throws IOException {
        ObjectMapper jackson = new ObjectMapper(JsonFactory.builder()
                .streamReadConstraints(
                        StreamReadConstraints.builder().maxNumberLength(5_000).build())
                .build());
        ValueGenerator generator = generator(ValueGenerator.ofSeed(SEED)).without(NOT_A_NUMBER,
                INFINITY, LONE_SURROGATE);
        for (int i = 0; i < 1_000; i++) {
            Object value = generator.next();
            String expected = Values.describe(asItArrives(value));

            assertThat(Values.describe(jackson.readValue(write(value), Object.class)))
                    .as("value %d of seed %d", i, SEED).isEqualTo(expected);
            assertThat(Values.describe(read(jackson.writeValueAsBytes(asItArrives(value)))))
                    .as("value %d of seed %d", i, SEED).isEqualTo(expected);
        }
    }

    // What JSON has no form for

    @Override
    @Test
    void bytesComeBack() {
        for (Object bytes : List.of(new byte[1], ByteBuffer.allocate(1))) {
            assertThatThrownBy(() -> write(List.of(bytes)))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("json cannot carry bytes").hasMessageContaining("marshal")
                    .hasMessageContaining("msgpack").hasMessageContaining("serpent");
        }
    }

    @Test
    void complexNumbersAreRefused() {
        assertThatThrownBy(() -> write(new Complex(1, 2)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("json cannot carry complex numbers");
    }

    @Test
    void keysThatAreNotTextBecomeTheTextThatPythonMakesOfThem() {
        Map<@Nullable Object, Object> dict = new LinkedHashMap<>();
        for (Object key : Arrays.asList(1, 2L, BigInteger.TEN.pow(20), 1e20, -0.0, Double.NaN,
                Double.NEGATIVE_INFINITY,
                true, null, 'c', 1.5f)) {
            dict.put(key, 0);
        }

        assertThat(writeText(dict))
                .isEqualTo("{\"1\": 0, \"2\": 0, \"100000000000000000000\": 0, \"1e+20\": 0,"
                        + " \"-0.0\": 0, \"NaN\": 0, \"-Infinity\": 0, \"true\": 0, \"null\": 0, \"c\": 0, \"1.5\": 0}");
    }

    @Test
    void keysThatAreConvertedMayBecomeText() {
        assertThat(writeText(Map.of(Dialect.V48, 1))).isEqualTo("{\"V48\": 1}");
    }

    @Test
    void keysThatHaveNoTextAreRefused() {
        for (Object key : List.of(Tuple.of(1), new byte[1], ByteBuffer.allocate(1),
                new Complex(1, 2),
                ClassDict.of("a.B", Map.of()))) {
            assertThatThrownBy(() -> write(Map.of(key, 1))).as("%s", key)
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("keys of a dict");
        }
    }

    @Test
    void surrogatesThatStandAloneAreEscaped() {
        assertThat(writeText("a\ud800\"\udc00\ud83d\ude00\ude00"))
                .isEqualTo("\"a\\ud800\\\"\\udc00\ud83d\ude00\\ude00\"");
    }

    @Test
    void controlCharactersAreEscapedAsPythonDoesIt() {
        assertThat(writeText("\u0000\b\t\n\f\r\u001f\u007f/\u2028"))
                .isEqualTo("\"\\u0000\\b\\t\\n\\f\\r\\u001f\u007f/\u2028\"");
    }

    @Test
    void integersWithMoreDigitsThanTheLimitAreNotWritten() {
        CodecContext context = context(Dialect.V48, new CodecLimits(10, 30));
        BigInteger tooLong = BigInteger.TEN.pow(30);
        BigInteger longest = tooLong.subtract(BigInteger.ONE);

        assertThat(read(write(longest, context), context)).isEqualTo(longest);
        assertThat(read(write(longest.negate(), context), context)).isEqualTo(longest.negate());
        for (BigInteger number : List.of(tooLong, tooLong.negate(),
                BigInteger.TEN.pow(1_000_000))) {
            assertThatThrownBy(() -> write(number, context))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("maxIntegerDigits 30");
        }
    }

    // Reading

    @Test
    void blanksMayStandAnywhere() {
        assertThat(readText(" \t\r\n{ \"a\" : [ 1 , 2 ] , \"b\" : { } , \"c\" : [ ] } \n"))
                .isEqualTo(Map.of("a", List.of(1, 2), "b", Map.of(), "c", List.of()));
    }

    @Test
    void everyEscapeIsRead() {
        assertThat(
                readText("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e9\\uD83D\\ude00\\ud800\u00e9\""))
                .isEqualTo("\"\\/\b\f\n\r\tA\u00e9\ud83d\ude00\ud800\u00e9");
    }

    @Test
    void theLastOfTwoValuesOfOneKeyCounts() {
        assertThat(readText("{\"a\": 1, \"b\": 2, \"a\": 3}")).isEqualTo(Map.of("a", 3, "b", 2));
    }

    @Test
    void infiniteAndMissingNumbersAreReadAsPythonWritesThem() {
        assertThat(readText("[NaN, Infinity, -Infinity, 1e999, -1e999, 1e-999, -0.0]"))
                .isEqualTo(List.of(Double.NaN,
                        Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY,
                        Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0.0,
                        -0.0));
    }

    @Test
    void numbersAreIntegersUnlessTheyHaveAFractionOrAnExponent() {
        assertThat(readText("[-0, 10, -10, 1.0, 1e2, 1E+2, 100e-2, 0.5]"))
                .isEqualTo(List.of(0, 10, -10, 1.0, 100.0, 100.0, 1.0, 0.5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"01", "-", "-a", "+1", ".5", "1.", "1.e5", "1e", "1e+", "-01", "0x10",
            "1_000", "--1", "nan",
            "INF", "-NaN", "infinity", "tru", "nul", "True", "1 2", "[1,]", "[,1]", "[1 2]",
            "{\"a\":1,}", "{\"a\" 1}",
            "{\"a\"}", "{a: 1}", "{1: 1}", "'a'", "\"\\x41\"", "\"\\u12g4\"", "\"\\u12\"",
            "\"\\'\"", "\"a\tb\"", "\"\n\"",
            "[1] x", "// 1", "/* */ 1", "]", "\"a", "[", "{", "", " ", "\ufeff1"})
    void whatPythonDoesNotReadIsRefused(String text) {
        assertRefused(text, "json data");
    }

    @Test
    void whatIsWrongIsSaidWithItsPlace() {
        assertRefused("[1, x]", "a value was expected at byte 4", "'x'");
        assertRefused("[1, \"\u00e9\\q\"]", "escape", "byte 8", "'q'");
        assertRefused("[1, \"a", "string that begins at byte 4");
        assertRefused("{\"a\": 1", "a comma or '}' was expected at byte 7", "the end of the data");
    }

    @Test
    void textThatIsNotUtf8IsRefusedWithItsPlace() {
        for (String bad : List.of("\u00ff", "\u00c3", "\u0080", "\u00c0\u0080",
                "\u00e0\u0080\u0080",
                "\u00ed\u00a0\u0080", "\u00f4\u0090\u0080\u0080")) {
            for (String text : List.of("\"ab" + bad + "\"", "\"\\n" + bad + "\\n\"")) {
                assertThatThrownBy(() -> read(text.getBytes(StandardCharsets.ISO_8859_1)))
                        .isInstanceOf(SerializationException.class)
                        .hasMessageContaining("not UTF-8 at byte 3");
            }
        }
        assertThat(readText("\"\ufffd\"")).isEqualTo("\ufffd");
    }

    @Test
    void otherEncodingsAreRefused() {
        assertThatThrownBy(() -> read("{}".getBytes(StandardCharsets.UTF_16LE)))
                .isInstanceOf(SerializationException.class);
        assertThatThrownBy(() -> read("{}".getBytes(StandardCharsets.UTF_16)))
                .isInstanceOf(SerializationException.class);
    }

    @Test
    void classDictsAreConvertedAtAnyDepth() {
        Object uri = readText("[{\"k\": {\"__class__\": \"Pyro5.core.URI\","
                + " \"state\": [\"PYRO\", \"obj\", null, \"localhost\", 5555]}}]");

        assertThat(uri).isEqualTo(List.of(Map.of("k", PyroUri.parse("PYRO:obj@localhost:5555"))));
    }

    // Calls

    @Test
    void theKeysOfACallMayComeInAnyOrder() {
        byte[] payload = "{\"kwargs\": null, \"future\": [1], \"params\": [1], \"method\": \"m\", \"object\": \"o\"}"
                .getBytes(StandardCharsets.UTF_8);

        assertThat(readCall(payload)).isEqualTo(new CallPayload("o", "m", List.of(1), null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"object\": \"o\", \"method\": \"m\", \"params\": []}",
            "{\"object\": \"o\", \"method\": \"m\", \"kwargs\": {}}",
            "{\"object\": \"o\", \"params\": [], \"kwargs\": {}}",
            "{\"method\": \"m\", \"params\": [], \"kwargs\": {}}",
            "{\"object\": 1, \"method\": \"m\", \"params\": [], \"kwargs\": {}}",
            "{\"object\": \"o\", \"method\": \"m\", \"params\": {}, \"kwargs\": {}}",
            "{\"object\": \"o\", \"method\": \"m\", \"params\": [], \"kwargs\": []}"})
    void aCallNeedsAllFourParts(String text) {
        assertThatThrownBy(() -> readCall(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(SerializationException.class).hasMessageContaining("is not a call");
    }

    @Test
    void keysOfDictsAreTheSameStringsEveryTime() {
        CodecContext context = context();
        Object first = firstKey(read(write(Map.of("celsius", 1)), context));
        Object second = firstKey(read(write(Map.of("celsius", 2)), context));

        assertThat(second).isSameAs(first);
    }

    private static Object firstKey(@Nullable Object dict) {
        return ((Map<?, ?>) Objects.requireNonNull(dict)).keySet().iterator().next();
    }

    // Hostile payloads

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "[[],", "[{\"a\":"})
    void deepNestingIsRefused(String piece) {
        assertRefused(piece.repeat(300_000), "200 levels");
        assertThatThrownBy(
                () -> readCall(piece.repeat(300_000).getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(SerializationException.class);
    }

    @Test
    void integersOfMillionsOfDigitsAreRefused() {
        assertRefused("1".repeat(3_000_000), "3000000 digits at byte 0", "maxIntegerDigits 4300");
        assertRefused("[-" + "9".repeat(4301) + "]", "4301 digits at byte 2");
    }

    @Test
    void floatsOfMillionsOfDigitsAreRead() {
        assertThat(readText("0." + "3".repeat(3_000_000))).isEqualTo(1.0 / 3);
        assertThat(readText("1" + "0".repeat(3_000_000) + "e-3000000")).isEqualTo(1.0);
    }

    @Test
    void collidingKeysAreReadQuickly() {
        // "Aa" and "BB" have the same hash code, and so has everything that is made of them in equal numbers.
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < 1 << 16; i++) {
            text.append(i == 0 ? "\"" : ",\"");
            for (int bit = 0; bit < 16; bit++) {
                text.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            text.append("\":1");
        }

        assertThat((Map<?, ?>) readText(text.append('}').toString())).hasSize(1 << 16);
    }
}
