package io.jyro.interop.types;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.jyro.PyroConfig;
import io.jyro.RemoteCallException;
import io.jyro.Serializer;
import io.jyro.TypeRef;
import io.jyro.client.Proxy;
import io.jyro.client.RemoteIterator;
import io.jyro.interop.Pyro;
import io.jyro.interop.Python;
import io.jyro.interop.WithEachPyro;
import io.jyro.interop.types.Shapes.Circle;
import io.jyro.interop.types.Shapes.Level;
import io.jyro.interop.types.Shapes.Overheated;
import io.jyro.interop.types.Shapes.Plan;
import io.jyro.interop.types.Shapes.Point;
import io.jyro.interop.types.Shapes.Shape;
import io.jyro.interop.types.Shapes.Square;
import io.jyro.types.ClassDict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Java's types become objects of Python's classes, and come back as Java's types. */
@WithEachPyro
class JavaCallsWithItsTypesIT {
    private static final String BOARD = """
            import datetime, decimal, uuid

            @expose
            class Board(object):
                def describe(self, value):
                    return repr(value)
                def same(self, value):
                    return value
                def circle(self, radius):
                    return Circle(radius=radius)
                def square(self, side):
                    return Square(side=side)
                def shapes(self):
                    return [Circle(radius=1), Square(side=2)]
                def circles(self, count):
                    for i in range(count):
                        yield Circle(radius=i)
                def plan(self):
                    return {'title': 'x', 'day': datetime.date(2021, 2, 3).isoformat(), 'floor': None,
                            'level': 'HIGH', 'more': 'unknown'}
                def mirrored(self, point):
                    return Point(x=point.y, y=point.x)
                def heat(self, degrees):
                    error = Overheated('too hot')
                    error.degrees = degrees
                    raise error

            config.SERIALIZERS_ACCEPTED = {'serpent', 'json', 'marshal', 'msgpack'}
            served = Served()
            served.daemon.register(Board(), 'board')
            """;

    private final Python python;
    private final Pyro pyro;
    private final String uri;
    private final Proxy proxy;

    JavaCallsWithItsTypesIT(Python python, Pyro pyro) {
        this.python = python;
        this.pyro = pyro;
        python.run(Shapes.PYTHON);
        python.run(pyro == Pyro.PYRO4
                ? BOARD
                : BOARD.replace("config.SERIALIZERS_ACCEPTED =", "accepted ="));
        uri = "PYRO:board@localhost:" + python.eval("served.port");
        proxy = proxy(Serializer.SERPENT);
    }

    private Proxy proxy(Serializer serializer) {
        return Proxy.builder(uri).config(PyroConfig.defaults()).protocol(pyro.protocol())
                .serializer(serializer).types(Shapes.converters()).build();
    }

    @AfterEach
    void close() {
        proxy.close();
        python.run("served.stop()");
    }

    @ParameterizedTest
    @EnumSource(value = Serializer.class, names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void aNamedRecordArrivesAsTheClassThatPythonRegistered(Serializer serializer) {
        try (Proxy board = proxy(serializer)) {
            assertThat(board.call("describe", new Circle(2.5)))
                    .isEqualTo("Circle[('radius', 2.5)]");
        }
    }

    @ParameterizedTest
    @EnumSource(value = Serializer.class, names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void anObjectBecomesTheDeclaredRecordOrSealedType(Serializer serializer) {
        try (Proxy board = proxy(serializer)) {
            assertThat(board.call(Circle.class, "circle", 2)).isEqualTo(new Circle(2));
            assertThat(board.call(Shape.class, "circle", 2)).isEqualTo(new Circle(2));
            assertThat(board.call(Shape.class, "square", 2)).isEqualTo(new Square(2));
            assertThat(board.call("circle", 2))
                    .isEqualTo(ClassDict.of("shapes.Circle", Map.of("radius", 2)));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Serializer.class, names = {"SERPENT", "JSON", "MSGPACK"})
    void objectsInAListDoToo(Serializer serializer) {
        try (Proxy board = proxy(serializer)) {
            assertThat(board.call(new TypeRef<List<Shape>>() {}, "shapes"))
                    .containsExactly(new Circle(1), new Square(2));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Serializer.class, names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void streamsCarryThem(Serializer serializer) {
        try (Proxy board = proxy(serializer);
                RemoteIterator<Shape> circles = board.stream(Shape.class, "circles", 3);
                Stream<Circle> again = board.call(new TypeRef<Stream<Circle>>() {}, "circles", 1)) {
            assertThat(circles.stream()).containsExactly(new Circle(0), new Circle(1),
                    new Circle(2));
            assertThat(again).containsExactly(new Circle(0));
        }
    }

    @Test
    void aDictBecomesARecord() {
        assertThat(proxy.call(Plan.class, "plan"))
                .isEqualTo(new Plan("x", LocalDate.of(2021, 2, 3), Optional.empty(), Level.HIGH));
    }

    @Test
    void aRecordWithoutANameArrivesAsADict() {
        assertThat(proxy.call("describe",
                new Plan("x", LocalDate.of(2021, 2, 3), Optional.of(2), Level.LOW)))
                .isEqualTo("{'title': 'x', 'day': '2021-02-03', 'floor': 2, 'level': 'LOW'}");
    }

    @ParameterizedTest
    @EnumSource(value = Serializer.class, names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void aProxysConvertersServeBothWays(Serializer serializer) {
        try (Proxy board = proxy(serializer)) {
            Point mirrored = board.call(Point.class, "mirrored", new Point(1, 2));

            assertThat(mirrored.x).isEqualTo(2);
            assertThat(mirrored.y).isEqualTo(1);
        }
    }

    @Test
    void whatPythonHasNoConverterForIsRefusedThere() {
        assertThatThrownBy(
                () -> proxy.call("describe", new Shapes.Group(List.of(new Circle(1)))))
                .hasMessageContaining("shapes.Group");
    }

    @ParameterizedTest
    @EnumSource(value = Serializer.class, names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void anExceptionWithConvertersIsThrownAsJavasOwnClass(Serializer serializer) {
        try (Proxy board = proxy(serializer)) {
            assertThatThrownBy(() -> board.call("heat", 451))
                    .isInstanceOfSatisfying(Overheated.class, hot -> {
                        assertThat(hot.degrees).isEqualTo(451);
                        assertThat(hot).hasCauseInstanceOf(RemoteCallException.class);
                    });
        }
    }
}
