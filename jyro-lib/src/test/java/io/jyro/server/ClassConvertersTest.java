package io.jyro.server;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

import io.jyro.Expose;
import io.jyro.Loopback;
import io.jyro.PyroConfig;
import io.jyro.RemoteCallException;
import io.jyro.Serializer;
import io.jyro.TypeRef;
import io.jyro.client.Proxy;
import io.jyro.serialize.TypeRegistry;
import io.jyro.types.ClassDict;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Class converters of a daemon, of a proxy, and of the configuration. */
class ClassConvertersTest {

    /** Neither record nor bean, so that nothing but a converter knows what it is. */
    static class Point {
        final int x;
        final int y;

        Point(int x, int y) {
            this.x = x;
            this.y = y;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Point that && x == that.x && y == that.y;
        }

        @Override
        public int hashCode() {
            return Objects.hash(x, y);
        }
    }

    static final class Overheated extends RuntimeException {
        private static final long serialVersionUID = 1L;

        final int degrees;

        Overheated(int degrees) {
            super("too hot");
            this.degrees = degrees;
        }
    }

    static final class Unplugged extends Exception {
        private static final long serialVersionUID = 1L;

        Unplugged(String message) {
            super(message);
        }
    }

    record Size(int width, int height) {}

    @Expose
    static class Plane {
        public Point mirrored(Point point) {
            return new Point(point.y, point.x);
        }

        public List<Point> line(Point... points) {
            return List.of(points);
        }

        public Object same(@Nullable Object value) {
            return value == null ? "nothing" : value;
        }

        public String kind(Object value) {
            return value.getClass().getSimpleName();
        }

        public int twice(int number) {
            return 2 * number;
        }

        public void heat() {
            throw new Overheated(451);
        }

        public void refuse(Point point) {
            throw new RemoteCallException("builtins.ValueError",
                    List.of(point, LocalDate.of(2021, 2, 3), Optional.of(new Size(1, 2))),
                    Map.of("where", point));
        }

        public void unplug() throws Unplugged {
            throw new Unplugged("no power");
        }
    }

    private static TypeRegistry points() {
        TypeRegistry types = TypeRegistry.standard();
        types.registerClassToDict(Point.class,
                point -> Map.of("__class__", "plane.Point", "at", List.of(point.x, point.y)));
        types.registerDictToClass("plane.Point", (name, dict) -> point(dict.get("at")));
        return types;
    }

    private static Point point(@Nullable Object at) {
        List<?> numbers = (List<?>) Objects.requireNonNull(at);
        return new Point((Integer) numbers.get(0), (Integer) numbers.get(1));
    }

    private static int degrees(@Nullable Object attributes) {
        Map<?, ?> dict = (Map<?, ?>) Objects.requireNonNull(attributes);
        return (Integer) Objects.requireNonNull(dict.get("degrees"));
    }

    private static Loopback loopback(TypeRegistry types) {
        return new Loopback(Daemon.builder().config(PyroConfig.defaults()).types(types));
    }

    private static Proxy proxy(Loopback loopback, @Nullable TypeRegistry types) {
        Proxy.Builder builder = Proxy.builder(loopback.daemon().register(new Plane()));
        return loopback.proxy(types == null ? builder : builder.types(types));
    }

    @ParameterizedTest
    @EnumSource(value = Serializer.class, names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void objectsGoBothWaysInEverySerializer(Serializer serializer) {
        try (Loopback loopback = loopback(points())) {
            Proxy plane = loopback
                    .proxy(Proxy.builder(loopback.daemon().register(new Plane()))
                            .serializer(serializer).types(points()));

            assertThat(plane.call(Point.class, "mirrored", new Point(1, 2)))
                    .isEqualTo(new Point(2, 1));
            assertThat(plane.call(new TypeRef<List<Point>>() {}, "line", new Point(1, 2),
                    new Point(3, 4)))
                    .isEqualTo(List.of(new Point(1, 2), new Point(3, 4)));
        }
    }

    @Test
    void aDaemonsConvertersAreItsOwn() {
        try (Loopback loopback = loopback(points()); Loopback other = new Loopback()) {
            ClassDict dict = ClassDict.of("plane.Point", Map.of("at", List.of(1, 2)));

            assertThat(proxy(loopback, null).call("kind", dict)).isEqualTo("Point");
            assertThat(proxy(other, null).call("kind", dict)).isEqualTo("ClassDict");
        }
    }

    @Test
    void aProxysConvertersAreItsOwn() {
        try (Loopback loopback = loopback(points())) {
            assertThat(proxy(loopback, points()).call("same", new Point(1, 2)))
                    .isEqualTo(new Point(1, 2));
            assertThat(proxy(loopback, null).call("line",
                    ClassDict.of("plane.Point", Map.of("at", List.of(1, 2)))))
                    .isEqualTo(List.of(ClassDict.of("plane.Point",
                            Map.of("at", List.of(1, 2)))));
        }
    }

    @Test
    void theConfigurationsConvertersAreForDaemonsAndProxiesAlike() {
        PyroConfig config = PyroConfig.builder().types(points()).build();
        try (Daemon daemon = Daemon.builder().config(config).start();
                Proxy plane = Proxy.builder(daemon.register(new Plane())).config(config).build()) {

            assertThat(plane.call("mirrored", new Point(1, 2))).isEqualTo(new Point(2, 1));
        }
    }

    @Test
    void whatABuilderWasGivenComesBeforeTheConfiguration() {
        TypeRegistry own = TypeRegistry.standard();
        own.registerDictToClass("plane.Point", (name, dict) -> "own");
        TypeRegistry common = points();
        common.registerDictToClass("plane.Line", (name, dict) -> "common");
        PyroConfig config = PyroConfig.builder().types(common).build();
        try (Daemon daemon = Daemon.builder().types(own).config(config).start();
                Proxy plane = Proxy.builder(daemon.register(new Plane())).types(own).config(config)
                        .build()) {
            assertThat(plane.call("same", new Point(1, 2))).isEqualTo("own");
            assertThat(plane.call("same", ClassDict.of("plane.Line", Map.of())))
                    .isEqualTo("common");
        }
    }

    @Test
    void whatIsRegisteredLaterTakesEffectWithTheNextValueAndCanBeTakenBack() {
        TypeRegistry types = TypeRegistry.standard();
        try (Loopback loopback = loopback(types)) {
            Proxy plane = proxy(loopback, null);
            ClassDict dict = ClassDict.of("plane.Point", Map.of("at", List.of(1, 2)));

            assertThat(plane.call("kind", dict)).isEqualTo("ClassDict");
            types.registerDictToClass("plane.Point", (name, map) -> point(map.get("at")));
            assertThat(plane.call("kind", dict)).isEqualTo("Point");
            types.registerClassToDict(Point.class, point -> Map.of("x", point.x));
            assertThat(plane.call("same", dict)).isEqualTo(Map.of("x", 1));
            types.unregisterClassToDict(Point.class);
            assertThatThrownBy(() -> plane.call("same", dict)).hasMessageContaining("Point");
            types.unregisterDictToClass("plane.Point");
            assertThat(plane.call("same", dict)).isEqualTo(dict);
        }
    }

    @Test
    void aConverterThatGivesSomethingElseThanTheParameterWantsIsToldByName() {
        TypeRegistry wrong = TypeRegistry.standard();
        wrong.registerDictToClass("plane.Point", (name, dict) -> new Overheated(1));
        try (Loopback loopback = loopback(wrong)) {
            assertThatThrownBy(() -> proxy(loopback, null).call("mirrored",
                    ClassDict.of("plane.Point", Map.of("x", 1))))
                    .hasMessageContaining("mirrored() parameter 'point'")
                    .hasMessageContaining("Point, but got").hasMessageContaining("Overheated");
        }
    }

    @Test
    void withoutAConverterAClassDictForAnOpaqueClassIsRefusedByItsName() {
        try (Loopback loopback = new Loopback()) {
            assertThatThrownBy(() -> proxy(loopback, null).call("mirrored",
                    ClassDict.of("plane.Point", Map.of("x", 1))))
                    .hasMessageContaining("mirrored() parameter 'point'")
                    .hasMessageContaining("but got dict of class plane.Point");
        }
    }

    @Test
    void aConverterThatFailsEndsTheCallAndNotTheConnection() {
        TypeRegistry broken = TypeRegistry.standard();
        broken.registerDictToClass("plane.Point", (name, dict) -> {
            throw new IllegalStateException("no luck");
        });
        broken.registerClassToDict(Point.class, point -> {
            throw new IllegalStateException("no luck either");
        });
        try (Loopback loopback = new Loopback()) {
            Proxy plane = proxy(loopback, broken);

            assertThatThrownBy(() -> plane.call("same", new Point(1, 2)))
                    .hasMessageContaining("no luck either");
            assertThatThrownBy(
                    () -> plane.call("same", ClassDict.of("plane.Point", Map.of("x", 1))))
                    .hasMessageContaining("plane.Point").hasMessageContaining("no luck");
            assertThat(plane.call("twice", 2)).isEqualTo(4);
        }
    }

    @Test
    void aConverterThatGivesNoDictIsToldSo() {
        TypeRegistry types = TypeRegistry.standard();
        types.registerClassToDict(Point.class, point -> nothing());
        try (Loopback loopback = new Loopback()) {
            assertThatThrownBy(() -> proxy(loopback, types).call("same", new Point(1, 2)))
                    .hasMessageContaining("Point returned null");
        }
    }

    @SuppressWarnings("NullAway") // what a careless converter may do
    private static Map<String, ?> nothing() {
        return null;
    }

    @Test
    void anExceptionGoesBothWaysWithItsOwnConverters() {
        TypeRegistry types = TypeRegistry.standard();
        types.registerClassToDict(Overheated.class,
                hot -> Map.of("__class__", "house.Overheated", "__exception__", true,
                        "attributes", Map.of("degrees", hot.degrees)));
        types.registerDictToClass("house.Overheated",
                (name, dict) -> new Overheated(degrees(dict.get("attributes"))));
        try (Loopback loopback = loopback(types)) {
            assertThatThrownBy(() -> proxy(loopback, types).call("heat"))
                    .isInstanceOfSatisfying(Overheated.class, hot -> {
                        assertThat(hot.degrees).isEqualTo(451);
                        assertThat(hot).cause().isInstanceOf(RemoteCallException.class)
                                .hasStackTraceContaining("ClassConvertersTest$Plane.heat");
                    });
        }
    }

    @Test
    void withoutAConverterThereTheExceptionIsRaisedUnderItsName() {
        TypeRegistry types = TypeRegistry.standard();
        types.registerClassToDict(Overheated.class, hot -> Map.of("__class__",
                "house.Overheated", "__exception__", true, "args", List.of(hot.degrees)));
        try (Loopback loopback = loopback(types)) {
            assertThatThrownBy(() -> proxy(loopback, null).call("heat"))
                    .isInstanceOfSatisfying(RemoteCallException.class, raised -> {
                        assertThat(raised.remoteType()).isEqualTo("house.Overheated");
                        assertThat(raised.arguments()).isEqualTo(List.of(451));
                        assertThat(String.join("", raised.remoteTraceback())).contains("heat");
                    });
        }
    }

    @Test
    void aCheckedExceptionThatAConverterMadeIsTheCause() {
        TypeRegistry types = TypeRegistry.standard();
        types.registerClassToDict(Unplugged.class,
                gone -> Map.of("__class__", "house.Unplugged", "__exception__", true));
        types.registerDictToClass("house.Unplugged", (name, dict) -> new Unplugged("over there"));
        try (Loopback loopback = loopback(types)) {
            assertThatThrownBy(() -> proxy(loopback, types).call("unplug"))
                    .isInstanceOf(RemoteCallException.class).hasMessageContaining("over there")
                    .hasCauseInstanceOf(Unplugged.class);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Serializer.class, names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void argumentsAndAttributesOfExceptionsTravelLikeAnyValue(Serializer serializer) {
        try (Loopback loopback = loopback(points())) {
            Proxy plane = loopback
                    .proxy(Proxy.builder(loopback.daemon().register(new Plane()))
                            .serializer(serializer).types(points()));

            assertThatThrownBy(() -> plane.call("refuse", new Point(1, 2)))
                    .isInstanceOfSatisfying(RemoteCallException.class, raised -> {
                        assertThat(raised.arguments().get(0)).isEqualTo(new Point(1, 2));
                        assertThat(raised.arguments().get(1)).hasToString("2021-02-03");
                        assertThat(raised.arguments().get(2))
                                .isEqualTo(Map.of("width", 1, "height", 2));
                        assertThat(raised.attributes()).containsEntry("where", new Point(1, 2));
                    });
        }
    }

    @Test
    void whatAConverterMadeOfAnExceptionEndsABatch() {
        TypeRegistry types = TypeRegistry.standard();
        types.registerClassToDict(Overheated.class,
                hot -> Map.of("__class__", "house.Overheated", "__exception__", true));
        types.registerDictToClass("house.Overheated", (name, dict) -> new Overheated(1));
        try (Loopback loopback = loopback(types)) {
            assertThat(proxy(loopback, types).batch().call("heat").invoke()).singleElement()
                    .satisfies(result -> assertThat(result.failure())
                            .hasCauseInstanceOf(Overheated.class));
        }
    }

    @Test
    void proxiesThatArriveHaveTheConvertersOfTheEndThatTheyArriveAt() {
        TypeRegistry types = points();
        try (Loopback loopback = loopback(types)) {
            Proxy plane = proxy(loopback, types);
            Proxy again = plane.call(Proxy.class, "same", plane);
            try (again) {
                assertThat(again.call("mirrored", new Point(1, 2))).isEqualTo(new Point(2, 1));
            }
        }
    }

    @Test
    void registeringWhileCallsRunDisturbsNone() throws Exception {
        TypeRegistry types = points();
        try (Loopback loopback = loopback(types)) {
            Proxy plane = proxy(loopback, points());
            CountDownLatch stop = new CountDownLatch(1);
            Thread busy = Thread.ofPlatform().start(() -> {
                for (int i = 0; stop.getCount() > 0; i++) {
                    String name = "other.Thing" + i % 10;
                    types.registerDictToClass(name, (same, dict) -> dict);
                    types.registerClassToDict(Unplugged.class, thing -> new LinkedHashMap<>());
                    types.unregisterDictToClass(name);
                    types.unregisterClassToDict(Unplugged.class);
                }
            });
            List<@Nullable Object> results = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                results.add(plane.call("mirrored", new Point(i, 0)));
            }
            stop.countDown();
            busy.join();

            assertThat(results).hasSize(200).startsWith(new Point(0, 0))
                    .endsWith(new Point(0, 199));
        }
    }
}
