package io.jyro.interop.pickle;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

import io.jyro.Kwargs;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.RemoteCallException;
import io.jyro.Serializer;
import io.jyro.client.Proxy;
import io.jyro.client.RemoteIterator;
import io.jyro.interop.Pyro;
import io.jyro.interop.Python;
import io.jyro.interop.Seed;
import io.jyro.serialize.Values;
import io.jyro.types.ByteArray;
import io.jyro.types.ClassDict;
import io.jyro.types.Counter;
import io.jyro.types.DequeList;
import io.jyro.types.Fraction;
import io.jyro.types.FrozenSet;
import io.jyro.types.OrderedDict;
import io.jyro.types.Tuple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What holds for proxies of Java that pickle, toward a daemon of Python that accepts it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PickledByProxies {
    private final Serializer serializer;
    private final Python python = Python.start(Pyro.PYRO4);
    private final String location = served();

    PickledByProxies(Serializer serializer) {
        this.serializer = serializer;
    }

    private String served() {
        python.run("config.SERIALIZERS_ACCEPTED = {'pickle', 'dill', 'cloudpickle'}\ns = Served()");
        return "localhost:" + python.eval("s.port");
    }

    private Proxy thing() {
        return Proxy.builder("PYRO:thing@" + location)
                .config(PyroConfig.builder().serializer(serializer).build())
                .protocol(Protocol.V48).build();
    }

    @AfterAll
    void stop() {
        python.close();
    }

    @Test
    void whatBothLanguagesHaveComesBackAsItWent() {
        List<Object> values = List.of(1, "x", 2.5, Tuple.of(1, 2), new ArrayList<>(List.of(1)),
                new LinkedHashSet<>(Set.of(1)), FrozenSet.of(2),
                new LinkedHashMap<>(Map.of("k", 1)),
                ByteArray.of((byte) 1), LocalDate.of(2021, 2, 3),
                LocalDateTime.of(2021, 2, 3, 4, 5), OffsetDateTime.parse("2021-02-03T04:05-05:00"),
                Duration.ofMillis(-1500), UUID.randomUUID(), new BigDecimal("1.10"),
                Fraction.of(1, 3), new DequeList(List.of(1), 5), new OrderedDict(Map.of("a", 1)),
                new Counter(Map.of("a", 2)), ClassDict.of("builtins.object", Map.of()));
        try (Proxy thing = thing()) {
            for (Object value : values) {
                assertThat(thing.call("echo", value)).isEqualTo(value)
                        .isExactlyInstanceOf(value.getClass());
            }
        }
    }

    @Test
    void longByteStringsComeBack() {
        Random random = new Random(Seed.SEED);
        byte[] twice = bytes(random, 70_000);
        List<Object> value = List.of("x".repeat(100_000),
                Map.of("pixels", bytes(random, 500_000)), Tuple.of(twice, twice),
                ByteArray.of(bytes(random, 100_000)), bytes(random, 65_536), -1);
        try (Proxy thing = thing()) {
            assertThat(Values.describe(thing.call("echo", value)))
                    .isEqualTo(Values.describe(value));
            assertThat(thing.call("echo", "between")).isEqualTo("between");
        }
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void pythonSeesItsOwnTypes() {
        try (Proxy thing = thing()) {
            assertThat(thing.call(String.class, "describe", LocalDate.of(2021, 2, 3)))
                    .isEqualTo("date datetime.date(2021, 2, 3)");
            assertThat(thing.call(String.class, "describe", new int[]{1, 2}))
                    .isEqualTo("array array('i', [1, 2])");
            assertThat(thing.call(String.class, "describe", new BigDecimal("1.10")))
                    .isEqualTo("Decimal Decimal('1.10')");
            assertThat(thing.call(String.class, "describe", (Object) new byte[]{1}))
                    .isEqualTo("bytes b'\\x01'");
            assertThat(thing.call(String.class, "describe", FrozenSet.of(1)))
                    .isEqualTo("frozenset frozenset({1})");
        }
    }

    @Test
    void arraysComeBackAsArrays() {
        try (Proxy thing = thing()) {
            assertThat(thing.call("echo", (Object) new double[]{1.5, -2}))
                    .isEqualTo(new double[]{1.5, -2});
            assertThat(thing.call(long[].class, "echo", Arrays.asList(1, 2)))
                    .isEqualTo(new long[]{1, 2});
        }
    }

    @Test
    void argumentsHaveNames() {
        try (Proxy thing = thing()) {
            assertThat(thing.call(String.class, "join", "a", Kwargs.of("second", "b")))
                    .isEqualTo("a-b");
        }
    }

    @Test
    void exceptionsArriveWithTheTracebackOfPython() {
        try (Proxy thing = thing()) {
            RemoteCallException thrown = catchThrowableOfType(RemoteCallException.class,
                    () -> thing.call("fail", "too warm"));

            assertThat(thrown.pythonType()).isEqualTo("builtins.ValueError");
            assertThat(thrown.remoteMessage()).isEqualTo("too warm");
            assertThat(thrown.getStackTrace()).anyMatch(
                    element -> String.valueOf(element.getFileName()).endsWith("peer.py"));
        }
    }

    @Test
    void exceptionsOfUnknownClassesKeepEverything() {
        try (Proxy thing = thing()) {
            RemoteCallException thrown = catchThrowableOfType(RemoteCallException.class,
                    () -> thing.call("fail_unknown"));

            assertThat(thrown.remoteType()).isEqualTo("peer.OwnError");
            assertThat(thrown.arguments()).containsExactly("nobody knows me", 42);
            assertThat(thrown.attributes()).containsEntry("shelf", "top");
        }
    }

    @Test
    void objectsOfTheDaemonArriveAsProxies() {
        try (Proxy thing = thing(); Proxy child = thing.call(Proxy.class, "child")) {
            assertThat(child.call(String.class, "name")).isEqualTo("child of Python");
        }
    }

    @Test
    void streamsAreStreamed() {
        try (Proxy thing = thing();
                RemoteIterator<Integer> counted = thing.stream(Integer.class, "count", 3)) {
            assertThat(counted).toIterable().containsExactly(1, 2, 3);
        }
    }
}
