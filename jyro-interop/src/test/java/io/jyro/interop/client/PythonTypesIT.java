package io.jyro.interop.client;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import io.jyro.Dialect;
import io.jyro.RemoteCallException;
import io.jyro.SerializationException;
import io.jyro.Serializer;
import io.jyro.client.Proxy;
import io.jyro.interop.Host;
import io.jyro.interop.WithEachHost;
import io.jyro.types.Complex;
import io.jyro.types.FrozenSet;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What Python has of Java's values by each of the four safe serializers, as the manual says. */
@WithEachHost
class PythonTypesIT {
    enum Colour {
        GREEN
    }

    record Reading(String at, double celsius) {}

    private final Host host;

    PythonTypesIT(Host host) {
        this.host = host;
    }

    /** A value, and type and repr that Python has of it by serpent, json, marshal and msgpack. */
    record Arrival(@Nullable Object value, String serpent, String json, String marshal,
            String msgpack) {
        static final String REFUSED = "refused by Jyro";
        static final String UNREAD = "refused by Python";

        static Arrival ofAll(@Nullable Object value, String everywhere) {
            return new Arrival(value, everywhere, everywhere, everywhere, everywhere);
        }

        /** What Python has of it; Pyro4 takes no extension of msgpack apart that stands in an argument. */
        String at(Host host, Serializer serializer) {
            if (serializer == Serializer.MSGPACK && host.dialect() == Dialect.V48
                    && (value instanceof Complex || value instanceof BigInteger
                            || value instanceof LocalDateTime || value instanceof LocalDate)) {
                return "ExtType";
            }
            return switch (serializer) {
                case SERPENT -> serpent;
                case JSON -> json;
                case MARSHAL -> marshal;
                default -> msgpack;
            };
        }
    }

    static Stream<Arrival> arrivals() {
        String list = "list [1, 2]";
        Tuple pair = Tuple.of(1, 2);
        LocalDateTime time = LocalDateTime.parse("2021-02-03T04:05:06.000789");
        String timeText = "str '2021-02-03T04:05:06.000789'";
        String dateText = "str '2021-02-03'";
        return Stream.of(Arrival.ofAll(null, "NoneType None"),
                Arrival.ofAll(true, "bool True"), Arrival.ofAll((byte) -1, "int -1"),
                Arrival.ofAll((short) 7, "int 7"), Arrival.ofAll(42, "int 42"),
                Arrival.ofAll(1L << 40, "int 1099511627776"),
                Arrival.ofAll(BigInteger.TWO.pow(70), "int 1180591620717411303424"),
                Arrival.ofAll(1.5f, "float 1.5"), Arrival.ofAll(-0.0, "float -0.0"),
                Arrival.ofAll(Double.MIN_VALUE, "float 5e-324"),
                Arrival.ofAll(Double.NaN, "float nan"),
                Arrival.ofAll(Double.NEGATIVE_INFINITY, "float -inf"),
                Arrival.ofAll("it's \u00fc", "str \"it's \u00fc\""), Arrival.ofAll('c', "str 'c'"),
                new Arrival(new Complex(1, 2), "complex (1+2j)", Arrival.REFUSED, "complex (1+2j)",
                        "complex (1+2j)"),
                new Arrival("\ud800", "str '\\ud800'", "str '\\ud800'", "str '\\ud800'",
                        Arrival.REFUSED),
                new Arrival(new byte[]{'a', 'b', 'c'},
                        "dict {'data': 'YWJj', 'encoding': 'base64'}", Arrival.REFUSED,
                        "bytes b'abc'", "bytes b'abc'"),
                Arrival.ofAll(List.of(1, 2), list), Arrival.ofAll(new int[]{1, 2}, list),
                Arrival.ofAll(new Object[]{1, 2}, list),
                Arrival.ofAll(new double[][]{{1}, {}}, "list [[1.0], []]"),
                new Arrival(pair, "tuple (1, 2)", list, "tuple (1, 2)", list),
                new Arrival(Set.of(1), "set {1}", "list [1]", "set {1}", "list [1]"),
                new Arrival(Set.of(), "tuple ()", "list []", "set set()", "list []"),
                new Arrival(FrozenSet.of(1), "set {1}", "list [1]", "frozenset frozenset({1})",
                        "list [1]"),
                Arrival.ofAll(Map.of("k", 1), "dict {'k': 1}"),
                new Arrival(Map.of(1, 2), "dict {1: 2}", "dict {'1': 2}", "dict {1: 2}",
                        Arrival.UNREAD),
                new Arrival(Map.of(pair, 3), "dict {(1, 2): 3}", Arrival.REFUSED,
                        "dict {(1, 2): 3}", Arrival.UNREAD),
                new Arrival(time, timeText, timeText, timeText,
                        "datetime datetime.datetime(2021, 2, 3, 4, 5, 6, 789)"),
                new Arrival(time.toLocalDate(), dateText, dateText, dateText,
                        "date datetime.date(2021, 2, 3)"),
                Arrival.ofAll(OffsetDateTime.parse("2021-02-03T04:05:06+01:00"),
                        "str '2021-02-03T04:05:06+01:00'"),
                Arrival.ofAll(Instant.parse("2021-02-03T04:05:06Z"),
                        "str '2021-02-03T04:05:06+00:00'"),
                Arrival.ofAll(LocalTime.of(4, 5, 6), "str '04:05:06'"),
                Arrival.ofAll(Duration.ofMillis(-1500), "float -1.5"),
                Arrival.ofAll(new UUID(0, 5), "str '00000000-0000-0000-0000-000000000005'"),
                Arrival.ofAll(new BigDecimal("1.50"), "str '1.50'"),
                Arrival.ofAll(Path.of("a", "b"), "str 'a/b'"),
                Arrival.ofAll(Colour.GREEN, "str 'GREEN'"),
                Arrival.ofAll(Optional.of(5), "int 5"),
                Arrival.ofAll(new Reading("attic", 21.5),
                        "dict {'at': 'attic', 'celsius': 21.5}"));
    }

    @ParameterizedTest
    @MethodSource("arrivals")
    void pythonHasTheTypesThatTheManualPromises(Arrival arrival) {
        if (!host.isPython()) {
            return; // tells of Java's types
        }
        for (Serializer serializer : List.of(Serializer.SERPENT, Serializer.JSON,
                Serializer.MARSHAL, Serializer.MSGPACK)) {
            try (Proxy thing = host.builder("thing").serializer(serializer).build()) {
                String expected = arrival.at(host, serializer);
                if (expected.equals(Arrival.REFUSED)) {
                    assertThatThrownBy(() -> describe(thing, arrival))
                            .isInstanceOf(SerializationException.class);
                } else if (expected.equals(Arrival.UNREAD)) {
                    assertThatThrownBy(() -> describe(thing, arrival))
                            .isInstanceOf(RemoteCallException.class);
                } else {
                    assertThat(describe(thing, arrival)).as("%s", serializer).startsWith(expected);
                }
            }
        }
    }

    private static String describe(Proxy thing, Arrival arrival) {
        return thing.call(String.class, "describe", Arrays.asList(arrival.value()).toArray());
    }
}
