package io.jyro.pickle;

import java.io.FileNotFoundException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import io.jyro.NamingException;
import io.jyro.PyroUri;
import io.jyro.RemoteCallException;
import io.jyro.SerializationException;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.TypeRegistry;
import io.jyro.serialize.WrappedException;
import io.jyro.serialize.bind.ProxyState;
import io.jyro.types.ByteArray;
import io.jyro.types.ClassDict;
import io.jyro.types.FrozenSet;
import io.jyro.types.NamedTuple;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.jyro.pickle.Pickles.describe;
import static io.jyro.pickle.Pickles.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PickleWriterTest {
    private static @Nullable Object throughPickle(@Nullable Object value, int protocol) {
        return Pickles.read(Pickles.write(value, protocol));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void urisAndNamedTuplesAreKeysAsTheyAreValues(int protocol) {
        for (Object key : List.of(PyroUri.parse("PYRO:object@localhost:9"),
                NamedTuple.of("garden.Own", List.of(ByteBuffer.wrap(new byte[]{1}))))) {
            assertThat(throughPickle(Map.of(key, 1), protocol)).isEqualTo(Map.of(key, 1));
            assertThat(throughPickle(Set.of(key), protocol)).isEqualTo(Set.of(key));
        }
    }

    @Test
    void theProtocolIsTheOneThatTheConnectionWants() {
        for (int protocol = 2; protocol <= 5; protocol++) {
            assertThat(Pickles.write(null, protocol))
                    .containsExactly(0x80, protocol, 'N', '.');
        }
    }

    @Test
    void integersTakeTheFewestBytes() {
        assertThat(written(0, 2)).isEqualTo("K\0");
        assertThat(written(255, 2)).isEqualTo("K\u00ff");
        assertThat(written(256, 2)).isEqualTo("M\0\u0001");
        assertThat(written(65535, 2)).isEqualTo("M\u00ff\u00ff");
        assertThat(written(65536, 2)).isEqualTo("J\0\0\u0001\0");
        assertThat(written(-1, 2)).isEqualTo("J\u00ff\u00ff\u00ff\u00ff");
        assertThat(written(1L << 31, 2)).isEqualTo("\u008a\u0005\0\0\0\u0080\0");
        assertThat(written(Long.MIN_VALUE, 2)).isEqualTo("\u008a\u0008\0\0\0\0\0\0\0\u0080");
        assertThat(written(BigInteger.ONE.shiftLeft(2040), 2)).startsWith("\u008b\0\u0001\0\0");
    }

    @Test
    void textOfProtocol4TakesOneByteForItsLengthIfItIsShort() {
        assertThat(written("h\u00e9", 4)).isEqualTo("\u008c\u0003h\u00c3\u00a9");
        assertThat(written("h\u00e9", 3)).isEqualTo("X\u0003\0\0\0h\u00c3\u00a9");
        assertThat(written("x".repeat(300), 4)).startsWith("X,\u0001\0\0x");
    }

    @Test
    void tuplesAreWrittenAsPythonDoes() {
        assertThat(written(Tuple.of(), 2)).isEqualTo(")");
        assertThat(written(Tuple.of(1), 2)).isEqualTo("K\u0001\u0085");
        assertThat(written(Tuple.of(1, 2), 2)).isEqualTo("K\u0001K\u0002\u0086");
        assertThat(written(Tuple.of(1, 2, 3), 2)).isEqualTo("K\u0001K\u0002K\u0003\u0087");
        assertThat(written(Tuple.of(1, 2, 3, 4), 2)).isEqualTo("(K\u0001K\u0002K\u0003K\u0004t");
        assertThat(written(Map.of(Tuple.of(1, 2, 3, 4), 5), 2))
                .isEqualTo("}((K\u0001K\u0002K\u0003K\u0004tK\u0005u");
    }

    @Test
    void whatAProtocolLacksIsACall() {
        assertThat(written(FrozenSet.of(1), 4)).isEqualTo("(K\u0001\u0091");
        assertThat(written(FrozenSet.of(1), 3))
                .isEqualTo("cbuiltins\nfrozenset\nr\0\0\0\0](K\u0001e\u0085R");
        assertThat(written(new byte[]{7}, 3)).isEqualTo("C\u0001\u0007");
        assertThat(written(new byte[]{(byte) 0xe9}, 2)).isEqualTo(
                "c_codecs\nencode\nr\0\0\0\0X\u0002\0\0\0\u00c3\u00a9X\u0006\0\0\0latin1\u0086R");
        assertThat(written(ByteArray.of((byte) 7), 5))
                .isEqualTo("\u0096\u0001\0\0\0\0\0\0\0\u0007");
        assertThat(written(ByteArray.of((byte) 7), 4)).isEqualTo(
                "\u008c\u0008builtins\u008c\u0009bytearray\u0093\u0094C\u0001\u0007\u0085R");
    }

    @Test
    void protocol2HasTheNamesOfPython2() {
        assertThat(written(new LinkedHashSet<>(List.of(1)), 2)).contains("c__builtin__\nset\n");
        assertThat(written(new IllegalArgumentException("x"), 2))
                .contains("cexceptions\nValueError\n");
        assertThat(written(new FileNotFoundException("x"), 2))
                .contains("cexceptions\nOSError\n");
        assertThat(written(new FileNotFoundException("x"), 3))
                .contains("cbuiltins\nFileNotFoundError\n");
        assertThat(written(ClassDict.of("builtins.range", range()), 2))
                .contains("c__builtin__\nxrange\n");
        assertThat(written(Tuple.of(OffsetDateTime.parse("2021-02-03T04:05:06-05:00"),
                OffsetTime.parse("01:02+03:00")), 2))
                .contains("2021-02-03T04:05:06-05:00", "01:02:00+03:00");
    }

    private static Map<String, Integer> range() {
        return Map.of("start", 0, "stop", 3, "step", 1);
    }

    @Test
    void aClassIsNamedOnceAndThenByItsNumber() {
        LocalDate date = LocalDate.of(2021, 2, 3);

        assertThat(written(List.of(date, date), 4)).containsOnlyOnce("date\u0093\u0094")
                .contains("h\0C\u0004");
        assertThat(written(List.of(date, date), 3)).containsOnlyOnce("cdatetime\ndate\nr\0\0\0\0");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void moreThan256ClassesHaveNumbersToo(int protocol) {
        List<Object> instances = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            instances.add(ClassDict.of("garden.Thing" + i % 300, Map.of("a", i)));
        }

        assertThat(throughPickle(instances, protocol)).isEqualTo(instances);
    }

    @Test
    void namesThatWouldBreakOutOfTheirLineAreRefused() {
        for (String name : List.of("garden\nThing.x", "a.b\nN.", "garden.Thing ", ".x",
                "garden.\0x")) {
            ClassDict instance = ClassDict.of(name, Map.of());
            NamedTuple tuple = NamedTuple.of(name, List.of(1));

            for (int protocol = 2; protocol <= 5; protocol++) {
                int wanted = protocol;
                assertThatThrownBy(() -> Pickles.write(instance, wanted))
                        .isInstanceOf(SerializationException.class);
                assertThatThrownBy(() -> Pickles.write(tuple, wanted))
                        .isInstanceOf(SerializationException.class)
                        .hasMessageContaining("not the full name of a Python class");
            }
        }
    }

    @Test
    void anInstanceOfAClassWithoutModuleIsADict() {
        assertThat(throughPickle(ClassDict.of("Thing", Map.of("a", 1)), 4))
                .isEqualTo(Map.of("__class__", "Thing", "a", 1));
    }

    @Test
    void anInstanceIsMadeWithoutCallingItsClass() {
        assertThat(written(ClassDict.of("garden.Thing", Map.of("a", 1)), 3))
                .isEqualTo("cgarden\nThing\nr\0\0\0\0)\u0081}(X\u0001\0\0\0aK\u0001ub");
        assertThat(written(ClassDict.of("garden.Thing", Map.of()), 3))
                .isEqualTo("cgarden\nThing\nr\0\0\0\0)\u0081");
    }

    @Test
    void whatAConverterCallsAClassArrivesAsOne() {
        TypeRegistry types = TypeRegistry.standard();
        types.registerClassToDict(Duration.class,
                duration -> Map.of("__class__", "garden.Span", "s", duration.toSeconds()));

        byte[] pickle = Pickles.write(Duration.ofSeconds(5), Pickles.context(4, types));

        assertThat(Pickles.read(pickle)).isEqualTo(ClassDict.of("garden.Span", Map.of("s", 5)));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void valuesThatBothLanguagesHaveComeBack(int protocol) {
        List<Object> values = List.of(LocalDateTime.parse("2021-02-03T04:05:06.000789"),
                LocalDateTime.parse("9999-12-31T23:59:59.999999"),
                LocalDate.of(1, 1, 1), OffsetDateTime.parse("2021-02-03T04:05:06-05:30"),
                OffsetTime.parse("01:02:03.5+18:00"), Duration.ofDays(-3).plusNanos(5000),
                UUID.randomUUID(), new BigDecimal("-1.50E-300"), PyroUri.parse("PYRO:a@b:1"),
                PyroUri.parse("PYROMETA:x,y"));

        assertThat(describe(throughPickle(values, protocol))).isEqualTo(describe(values));
    }

    @Test
    void timesWithAZoneArriveWithItsOffset() {
        ZonedDateTime time = ZonedDateTime.of(LocalDateTime.parse("2021-07-01T12:00"),
                ZoneId.of("Europe/Amsterdam"));

        assertThat(throughPickle(time, 4))
                .isEqualTo(OffsetDateTime.parse("2021-07-01T12:00+02:00"));
        assertThat(throughPickle(Instant.parse("2021-07-01T12:00:00Z"), 4))
                .isEqualTo(OffsetDateTime.parse("2021-07-01T12:00Z"));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void aPeerThatReadsExactTimesGetsThem(int protocol) {
        Map<Object, Object> times = Map.of(LocalTime.of(4, 5, 6, 7), 1,
                OffsetTime.parse("01:02:03.000000004+18:00"), 2,
                LocalDateTime.parse("2021-02-03T04:05:06.123456789"), 3,
                OffsetDateTime.parse("2021-02-03T04:05:06.123456789-05:30"), 4,
                ZonedDateTime.parse("2021-10-31T02:30+01:00[Europe/Berlin]"), 5,
                Duration.ofDays(-3).plusNanos(1), 6);
        CodecContext exact = Pickles.context(protocol).withExactTimes(true);

        assertThat(Pickles.read(Pickles.write(times, exact))).isEqualTo(times);
        assertThat(Pickles.read(Pickles.write(Instant.ofEpochSecond(0, 1), exact)))
                .isEqualTo(OffsetDateTime.parse("1970-01-01T00:00:00.000000001Z"));
    }

    @Test
    void whatPythonHoldsWholeIsWrittenAsForPython() {
        CodecContext exact = Pickles.context(4).withExactTimes(true);
        for (Object time : List.of(LocalTime.of(4, 5, 6, 7000), Duration.ofNanos(1000),
                Instant.ofEpochMilli(1), ZonedDateTime.parse("2021-10-31T02:30+01:00"))) {
            assertThat(Pickles.write(time, exact)).isEqualTo(Pickles.write(time, 4));
        }
    }

    @Test
    void whatIsBelowAMicrosecondIsCutOff() {
        assertThat(throughPickle(Duration.ofNanos(1999), 4)).isEqualTo(Duration.ofNanos(1000));
        assertThat(throughPickle(Duration.ofNanos(-1), 4)).isEqualTo(Duration.ofNanos(-1000));
    }

    @Test
    void datesBeyondPythonsAreRefused() {
        for (Object value : List.of(LocalDate.of(0, 1, 1), LocalDate.of(10_000, 1, 1),
                Instant.MAX.minusSeconds(1_000_000), Duration.ofDays(1_000_000_000))) {
            assertThatThrownBy(() -> Pickles.write(value, 4))
                    .isInstanceOf(SerializationException.class).hasMessageContaining("Python");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void arraysOfNumbersComeBackAsArrays(int protocol) {
        List<Object> arrays = List.of(new short[]{-1, 2}, new int[]{Integer.MIN_VALUE, 7},
                new long[]{Long.MAX_VALUE}, new float[]{0.5f, Float.NaN},
                new double[]{Math.PI, Double.NEGATIVE_INFINITY}, new int[0], new double[10_000]);

        assertThat(describe(throughPickle(arrays, protocol))).isEqualTo(describe(arrays));
    }

    @Test
    void arraysOfPython2AreListsWithAType() {
        List<Object> arrays = List.of(new short[]{-1, 2}, new int[]{7}, new float[]{0.5f},
                new double[]{Math.PI});

        assertThat(describe(throughPickle(arrays, 2))).isEqualTo(describe(arrays));
        assertThat(throughPickle(new long[]{1L << 40}, 2)).isEqualTo(List.of(1L << 40));
    }

    @Test
    void aProxyComesBackWithAllThatItSays() {
        ProxyState proxy = new ProxyState(PyroUri.parse("PYRO:obj@localhost:5555"), Set.of("a"),
                Set.of("b"), Set.of("c"), "hello", "pickle",
                ByteBuffer.wrap(new byte[]{1, 2, 3}));

        ProxyState back = (ProxyState) Objects.requireNonNull(throughPickle(proxy, 4));

        assertThat(back).isEqualTo(proxy);
        assertThat(written(proxy, 3)).contains("cPyro4.core\nProxy\n", "cPyro4.core\nURI\n",
                "C\u0003\u0001\u0002\u0003");
    }

    @Test
    void exceptionsArriveAsThoseOfPython() {
        RemoteCallException error = (RemoteCallException) Objects
                .requireNonNull(throughPickle(new IllegalArgumentException("wrong"), 4));

        assertThat(error.pythonType()).isEqualTo("builtins.ValueError");
        assertThat(error.arguments()).containsExactly("wrong");
        assertThat(error.attributes()).containsEntry("originalType",
                "java.lang.IllegalArgumentException");
        assertThat(throughPickle(new NamingException("unknown name"), 4))
                .isInstanceOf(NamingException.class);
        assertThat(throughPickle(new WrappedException(error), 4))
                .isInstanceOf(WrappedException.class);
    }

    @Test
    void keysThatPythonCannotHashAreRefusedBeforeItSeesThem() {
        record Point(int x) {}
        for (Object key : Arrays.asList(ByteArray.of(), new int[0], new Point(1),
                Tuple.of(Tuple.of(List.of())), NamedTuple.of("a.B", List.of(List.of())))) {
            assertThatThrownBy(() -> Pickles.write(Collections.singletonMap(key, 1), 4))
                    .isInstanceOf(SerializationException.class).hasMessageContaining("keys");
        }
    }

    @Test
    void keysOfAllKindsComeBack() {
        Map<Object, Object> dict = new LinkedHashMap<>();
        dict.put(UUID.randomUUID(), 1);
        dict.put(LocalDate.of(2021, 2, 3), 2);
        dict.put(ClassDict.of("garden.Thing", Map.of("a", 1)), 3);
        dict.put(NamedTuple.of("garden.Point", List.of(1, 2)), 4);
        dict.put(FrozenSet.of(1), 5);
        dict.put(new BigDecimal("1.5"), 6);

        for (int protocol = 2; protocol <= 5; protocol++) {
            assertThat(describe(throughPickle(dict, protocol))).isEqualTo(describe(dict));
        }
    }
}
