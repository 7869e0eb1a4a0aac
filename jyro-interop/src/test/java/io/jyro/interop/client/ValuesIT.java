package io.jyro.interop.client;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.CharBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.jyro.PyroUri;
import io.jyro.TypeRef;
import io.jyro.client.Proxy;
import io.jyro.interop.Host;
import io.jyro.interop.WithEachHost;
import io.jyro.types.Bytes;
import io.jyro.types.Complex;
import io.jyro.types.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Values of Java, there and back. */
@WithEachHost(overEachLink = true)
class ValuesIT {
    record Reading(Instant at, double celsius) {}

    enum Colour {
        RED, GREEN
    }

    private final Proxy proxy;

    ValuesIT(Host host) {
        proxy = host.proxy("thing");
    }

    @AfterEach
    void close() {
        proxy.close();
    }

    static Stream<Object> plainValues() {
        return Stream.of(true, false, 0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE,
                Integer.MAX_VALUE + 1L, Long.MAX_VALUE, Long.MIN_VALUE,
                new BigInteger("9223372036854775808"), BigInteger.TWO.pow(500).negate(), 0.0, -0.0,
                3.5, 1e20, 1e-7, Double.MIN_VALUE, Double.MAX_VALUE, Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY, Double.NaN, new Complex(1.5, -2.0), new Complex(0.0, 1.0),
                "", "plain", "it's", "say \"hi\"", "both ' and \"", "back\\slash",
                "tab\tnewline\nreturn\r", "\0\1\u007f", "\u0085\u00a0\u00ad\u2028\u200b\ufeff",
                "h\u00e9llo \u4e16\u754c", "\ud83d\ude00\ud800\udf48", "\ud800 alone",
                "\udc00 too", List.of(), List.of(1, List.of(2, List.of(3))), Tuple.of(),
                Tuple.of(1), Tuple.of(1, "two", Tuple.of(3.0)), Map.of(),
                Map.of("a", Map.of("b", List.of(1, Tuple.of(2)))), Map.of(1, "one", 2.5, "x"),
                Map.of(Tuple.of(1, 2), "pair"), Set.of(1, 2, 3), Set.of("a", Tuple.of(1)),
                Arrays.asList(null, true, 1, 1.5, "s", Tuple.of(1), List.of(2)));
    }

    @ParameterizedTest
    @MethodSource("plainValues")
    void eachComesBackEqualAndOfTheSameKind(Object value) {
        Object back = proxy.call("echo", value);

        assertThat(back).isEqualTo(value);
        assertThat(back instanceof Tuple).isEqualTo(value instanceof Tuple);
    }

    @Test
    void everyCharacterComesBack() {
        String text = IntStream.range(0, 0x11000).filter(c -> c < 0xd800 || c > 0xdfff)
                .mapToObj(Character::toString).collect(Collectors.joining());

        assertThat(text.equals(proxy.call("echo", text))).isTrue();
    }

    @Test
    void floatsComeBackToTheLastBit() {
        List<Double> floats = new Random(4).longs(2000).mapToObj(Double::longBitsToDouble)
                .filter(Double::isFinite).toList();

        assertThat(proxy.call("echo", floats)).isEqualTo(floats);
    }

    @Test
    void theOrderOfADictIsKept() {
        Map<Object, Object> map = new LinkedHashMap<>();
        IntStream.range(0, 100).map(i -> i * 37 % 101).forEach(i -> map.put("k" + i, i));

        Map<?, ?> back = proxy.call(Map.class, "echo", map);

        assertThat(List.copyOf(back.keySet())).isEqualTo(List.copyOf(map.keySet()));
    }

    @Test
    void bytesComeBackAsBytes() {
        byte[] bytes = new byte[256];
        for (int i = 0; i < 256; i++) {
            bytes[i] = (byte) i;
        }

        assertThat(Bytes.of(proxy.call("echo", bytes))).isEqualTo(bytes);
        assertThat(proxy.call(byte[].class, "echo", bytes)).isEqualTo(bytes);
    }

    @Test
    void javaValuesArriveAsTheirPlainForms() {
        assertThat(proxy.call("echo",
                List.of(Colour.GREEN, new UUID(0, 5), new BigDecimal("1.50"),
                        LocalDate.of(2024, 5, 6), Optional.of(3), new int[]{1, 2}, (byte) 7,
                        (short) 8, 'c', 1.5f, CharBuffer.wrap("text"))))
                .isEqualTo(List.of("GREEN", "00000000-0000-0000-0000-000000000005", "1.50",
                        "2024-05-06", 3, List.of(1, 2), 7, 8, "c", 1.5, "text"));
    }

    @Test
    void aRecordTravelsAsAPlainDictAndComesBackAsARecord() {
        Reading reading = new Reading(Instant.parse("2024-05-06T07:08:09.123456Z"), 21.5);

        assertThat(proxy.call(new TypeRef<Map<String, Object>>() {}, "echo", reading))
                .containsOnlyKeys("at", "celsius");
        assertThat(proxy.call(Reading.class, "echo", reading)).isEqualTo(reading);
    }

    @Test
    void recordsNestInGenericTypes() {
        Map<String, List<Reading>> readings = Map.of("attic",
                List.of(new Reading(Instant.EPOCH, 1), new Reading(Instant.EPOCH, 2)));

        assertThat(proxy.call(new TypeRef<Map<String, List<Reading>>>() {}, "echo", readings))
                .isEqualTo(readings);
    }

    @Test
    void enumsAndDatesComeBackByTheirType() {
        assertThat(proxy.call(Colour.class, "echo", Colour.RED)).isEqualTo(Colour.RED);
        assertThat(proxy.call(LocalDate.class, "echo", LocalDate.of(2024, 5, 6)))
                .isEqualTo(LocalDate.of(2024, 5, 6));
        assertThat(proxy.call(BigDecimal.class, "echo", new BigDecimal("1.50")))
                .isEqualTo(new BigDecimal("1.50"));
    }

    @Test
    void arraysOfAnyRankComeBack() {
        int[][] matrix = {{1, 2}, {3}};

        assertThat(proxy.call(int[][].class, "echo", (Object) matrix)).isDeepEqualTo(matrix);
    }

    @Test
    void aUriComesBackEqual() {
        for (String text : List.of("PYRO:a@h:1", "PYRONAME:n", "PYRONAME:n@h:7", "PYROMETA:x",
                "PYRO:o@[::1]:5", "PYRO:o@./u:/tmp/sock")) {
            PyroUri uri = PyroUri.parse(text);

            assertThat(proxy.call("echo", uri)).isEqualTo(uri);
        }
    }

    @Test
    void manyValuesOfAllKindsComeBackInOneList() {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            values.add(Map.of("n", i, "t", Tuple.of(i, "x" + i), "f", i / 7.0));
        }

        assertThat(proxy.call("echo", values)).isEqualTo(values);
    }

    @Test
    void textOfAMegabyteOfUnicodeComesBack() {
        String text = "\u4e16\ud83d\ude00'\\".repeat(100_000);

        assertThat(text.equals(proxy.call("echo", text))).isTrue();
    }
}
