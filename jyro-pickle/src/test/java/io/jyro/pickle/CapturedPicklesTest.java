package io.jyro.pickle;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import io.jyro.RemoteCallException;
import io.jyro.SerializationException;
import io.jyro.serialize.PayloadsApart;
import io.jyro.types.ByteArray;
import io.jyro.types.ClassDict;
import io.jyro.types.Complex;
import io.jyro.types.Counter;
import io.jyro.types.DefaultDict;
import io.jyro.types.DequeList;
import io.jyro.types.Fraction;
import io.jyro.types.FrozenSet;
import io.jyro.types.NamedTuple;
import io.jyro.types.OrderedDict;
import io.jyro.types.Tuple;
import io.jyro.wire.Payload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static io.jyro.pickle.Pickles.describe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Every form in which CPython 2.7 to 3.13 pickles these values, in protocols 0 to 5. */
class CapturedPicklesTest {
    private static final Map<String, @Nullable Object> VALUES = values();
    private static final Map<String, String> REFUSALS = refusals();

    static List<Pickles.Captured> known() {
        return Pickles.captured().stream().filter(pickle -> !isRefused(pickle)).toList();
    }

    static List<Pickles.Captured> refused() {
        return Pickles.captured().stream().filter(CapturedPicklesTest::isRefused).toList();
    }

    private static boolean isRefused(Pickles.Captured pickle) {
        // a text of a class of its own, once protocols say what it was made of
        boolean isUnderstood = pickle.name().equals("textsubclass") && pickle.protocol() >= 2;
        return REFUSALS.containsKey(pickle.name()) && !isUnderstood;
    }

    @ParameterizedTest
    @MethodSource("known")
    void isReadAsItsValue(Pickles.Captured pickle) {
        assertThat(describe(Pickles.read(pickle.bytes())))
                .isEqualTo(describe(VALUES.get(variant(pickle))));
    }

    @ParameterizedTest
    @MethodSource("known")
    void isReadAsItsValueWhenItsByteStringsStandApart(Pickles.Captured pickle) {
        Payload apart = PayloadsApart.of(new PickleCodec(), pickle.bytes(), 0);

        assertThat(apart.toBytes()).isEqualTo(pickle.bytes());
        if (hasByteStrings(pickle)) {
            assertThat(apart.bulks()).isNotEmpty();
        }
        assertThat(describe(new PickleCodec().read(apart, Pickles.context(4))))
                .isEqualTo(describe(Pickles.read(pickle.bytes())));
    }

    /** Protocols below 3 have only texts, and those below 5 no mutable bytes. */
    private static boolean hasByteStrings(Pickles.Captured pickle) {
        return pickle.protocol() >= (pickle.name().equals("bytearray") ? 5 : 3)
                && List.of("bytes", "longbytes", "bytearray").contains(pickle.name());
    }

    /** What some values lose in old protocols or in Python 2. */
    private static String variant(Pickles.Captured pickle) {
        boolean loses = switch (pickle.name()) {
            // which of two times is meant that a clock shows twice
            case "fold" -> pickle.protocol() < 4;
            // which error it was exactly
            case "oserror" -> pickle.protocol() < 3;
            // what is text
            case "bytes" -> pickle.python().equals("2.7");
            default -> false;
        };
        return loses ? "old " + pickle.name() : pickle.name();
    }

    @ParameterizedTest
    @MethodSource("known")
    void isReadAsItsValueAgainAfterItWasWritten(Pickles.Captured pickle) {
        Object value = Pickles.read(pickle.bytes());
        if (value instanceof RemoteCallException) {
            return; // gains a traceback on its way
        }

        for (int protocol = 3; protocol <= 5; protocol++) {
            assertThat(describe(Pickles.read(Pickles.write(value,
                    Pickles.context(protocol).withExactTimes(true)))))
                    .isEqualTo(describe(value));
        }
    }

    @ParameterizedTest
    @MethodSource("refused")
    void isRefusedWithTheReason(Pickles.Captured pickle) {
        assertThatThrownBy(() -> Pickles.read(pickle.bytes()))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining(REFUSALS.get(pickle.name()));
    }

    private static Map<String, String> refusals() {
        return Map.of("listsubclass", "garden.Heap", "dictsubclass", "garden.Shelf",
                "textsubclass", "garden.Label", "class", "garden.Thing",
                "function", "builtins.len", "exceptionalone", "garden.Wilted", "enum",
                "garden.Color", "self", "contains itself", "selfindict", "contains itself",
                "selfintuple", "contains itself");
    }

    private static Map<String, @Nullable Object> values() {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("none", null);
        values.put("bools", List.of(true, false));
        values.put("integers",
                List.of(0, 1, -1, 255, 256, 65535, 65536, Integer.MIN_VALUE, 1L << 31,
                        Long.MIN_VALUE, BigInteger.ONE.shiftLeft(63), BigInteger.ONE.shiftLeft(64),
                        BigInteger.ONE.shiftLeft(200).negate(), -128, -129));
        values.put("floats",
                List.of(0.0, -0.0, 1.5, 1e300, Double.MIN_VALUE, Double.POSITIVE_INFINITY,
                        Double.NEGATIVE_INFINITY, Double.NaN));
        values.put("text", List.of("", "abc", "q'\"\\ \n\t\0\u007f\u00e9\u20ac\ud83d\ude00",
                "\\u0041", "\r\u001a"));
        values.put("longtext", "\u00e9".repeat(300));
        // a str of Python 2 that is ASCII counts as text
        values.put("str", List.of("", "it's", "a\nb\\x", new byte[]{(byte) 0xe9}));
        byte[] ends = {0, (byte) 0xff};
        values.put("bytes", List.of(new byte[0], new byte[]{'x', '\n', '\\'}, ends));
        values.put("old bytes", List.of("", "x\n\\", ends));
        byte[] long255 = new byte[300];
        Arrays.fill(long255, (byte) 0xff);
        values.put("longbytes", long255);
        values.put("bytearray", List.of(ByteArray.of(),
                ByteArray.of((byte) 'a', (byte) 'b', (byte) 'c', (byte) 0xff)));
        values.put("list", List.of(1, List.of(2, List.of(3)), List.of()));
        values.put("tuples", List.of(Tuple.of(), Tuple.of(1), Tuple.of(1, 2), Tuple.of(1, 2, 3),
                Tuple.of(1, 2, 3, 4)));
        values.put("sets", List.of(Set.of(), new LinkedHashSet<>(Set.of(1)), FrozenSet.of(2),
                FrozenSet.of()));
        values.put("dict", new LinkedHashMap<>(Map.of("a", List.of(3))));
        values.put("complex", new Complex(1, -2.5));
        values.put("uuid", UUID.fromString("f1112222-3333-4444-5555-666677778888"));
        values.put("datetime", LocalDateTime.parse("2021-02-03T04:05:06.000789"));
        values.put("date", LocalDate.of(2021, 2, 3));
        values.put("time", LocalTime.parse("04:05:06.000007"));
        values.put("timedelta", List.of(Duration.ofDays(1).plusSeconds(2).plusNanos(3000),
                Duration.ofDays(-1).plusSeconds(5).plusNanos(9000)));
        values.put("decimal", List.of(new BigDecimal("1.10"), new BigDecimal("-1E+5")));
        values.put("fraction", Fraction.of(-1, 3));
        values.put("arrays", List.of(new int[]{1, -2}, new double[]{1.5}, new short[]{-3},
                new int[]{65535}, new long[]{-7}, new float[]{0.5f}, new long[]{4294967295L}));
        values.put("bytearrays", List.of(new byte[]{1, (byte) 200}, new byte[]{-1}));
        values.put("textarray", "hi\u20ac");
        values.put("deque", new DequeList(List.of(1, 2)));
        values.put("boundeddeque", new DequeList(List.of(1), 5));
        Map<Object, Object> ordered = new LinkedHashMap<>();
        ordered.put("z", 1);
        ordered.put("a", 2);
        values.put("ordereddict", new OrderedDict(ordered));
        values.put("defaultdict", new DefaultDict("int", Map.of("a", 1)));
        values.put("defaultdictofnothing", new DefaultDict(null, Map.of(1, 2)));
        values.put("counter", new Counter(Map.of("a", 2)));
        values.put("namedtuple", NamedTuple.of("garden.Point", List.of(1, 2)));
        values.put("textsubclass", NamedTuple.of("garden.Label", List.of("x")));
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("a", 1);
        attributes.put("b", List.of("x"));
        values.put("instance", ClassDict.of("garden.Thing", attributes));
        values.put("oldinstance", ClassDict.of("garden.Old", Map.of("a", 2)));
        values.put("slots", ClassDict.of("garden.Slots", Map.of("p", 5)));
        values.put("valueerror",
                new RemoteCallException("builtins.ValueError", List.of("bad", 42), Map.of()));
        values.put("unknownexception",
                new RemoteCallException("garden.Wilted", List.of("dry", 3), Map.of("pot", 7)));
        values.put("oserror", new RemoteCallException("builtins.FileNotFoundError",
                List.of(2, "nofile"), Map.of()));
        values.put("old oserror", new RemoteCallException("builtins.OSError",
                List.of(2, "nofile"), Map.of()));
        values.put("range", slice("builtins.range", 0, 9, 3));
        values.put("slice", slice("builtins.slice", 1, null, 2));
        values.put("shared", Arrays.asList(List.of(1, 2), List.of(1, 2),
                new LinkedHashMap<>(Map.of("a", List.of(1, 2)))));
        values.put("object", ClassDict.of("builtins.object", Map.of()));
        values.put("utc", OffsetDateTime.parse("2021-02-03T04:05:06Z"));
        values.put("offset", OffsetDateTime.parse("2021-02-03T04:05:06-05:00"));
        values.put("offsettime", OffsetTime.parse("01:02+03:00"));
        values.put("zone", ZonedDateTime.parse("2021-07-01T02:30+02:00[Europe/Amsterdam]"));
        values.put("fold", ZonedDateTime.parse("2021-10-31T02:30+01:00[Europe/Amsterdam]"));
        values.put("old fold",
                ZonedDateTime.parse("2021-10-31T02:30+02:00[Europe/Amsterdam]"));
        return values;
    }

    private static ClassDict slice(String type, @Nullable Object start, @Nullable Object stop,
            Object step) {
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
        attributes.put("start", start);
        attributes.put("stop", stop);
        attributes.put("step", step);
        return ClassDict.of(type, attributes);
    }
}
