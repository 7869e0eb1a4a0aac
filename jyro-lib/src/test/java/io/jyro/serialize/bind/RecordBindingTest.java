package io.jyro.serialize.bind;

import java.lang.reflect.Type;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.jyro.Expose;
import io.jyro.Kwargs;
import io.jyro.Loopback;
import io.jyro.RemoteCallException;
import io.jyro.Serializer;
import io.jyro.TypeMismatchException;
import io.jyro.TypeRef;
import io.jyro.client.Proxy;
import io.jyro.serialize.DecodeBudget;
import io.jyro.serialize.PlainContexts;
import io.jyro.serialize.TypeRegistry;
import io.jyro.types.ClassDict;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RecordBindingTest {
    private static final Map<String, Object> DICT = Map.of("at", "1970-01-01T00:00:00+00:00",
            "celsius", 20);

    @Test
    void aRecordIsMadeOfADictByNames() {
        assertThat(bind(Reading.class, DICT)).isEqualTo(new Reading(Instant.EPOCH, 20.0));
    }

    @Test
    void aRecordIsMadeOfAClassDict() {
        assertThat(bind(Reading.class, ClassDict.of("house.Reading", DICT)))
                .isEqualTo(new Reading(Instant.EPOCH, 20.0));
    }

    @Test
    void aRecordThatComesAsOneIsTakenItself() {
        Reading reading = new Reading(Instant.EPOCH, 1);

        assertThat(bind(Reading.class, reading)).isSameAs(reading);
    }

    @Test
    void keysThatTheRecordDoesNotKnowAreIgnored() {
        assertThat(bind(Point.class, Map.of("x", 1, "y", 2, "z", 3))).isEqualTo(new Point(1, 2));
    }

    @Test
    void aMissingComponentIsRefused() {
        assertThatThrownBy(() -> bind(Point.class, Map.of("x", 1)))
                .hasMessage(
                        "expected Point, but got dict without 'y'");
    }

    @Test
    void aMissingComponentMayBeOptionalOrNullable() {
        assertThat(bind(Sparse.class, Map.of())).isEqualTo(new Sparse(Optional.empty(), null));
    }

    @Test
    void aComponentThatDoesNotFitIsNamed() {
        assertThatThrownBy(() -> bind(Point.class, Map.of("x", 1, "y", 1.5)))
                .hasMessage(".y: expected int, but got float 1.5");
    }

    @Test
    void whatIsNoDictIsRefused() {
        assertThatThrownBy(() -> bind(Point.class, "1, 2"))
                .isInstanceOf(TypeMismatchException.class)
                .hasMessageContaining("but got str");
    }

    @Test
    void tuplesAndListsAreBoundByPosition() {
        assertThat(bind(Point.class, Tuple.of(1, 2))).isEqualTo(new Point(1, 2));
        assertThat(bind(Point.class, List.of(1, 2))).isEqualTo(new Point(1, 2));
        assertThat(bind(Sparse.class, List.of())).isEqualTo(new Sparse(Optional.empty(), null));
    }

    /** Has parameters that are records, and overloads. */
    @Expose
    public static class Plane {
        public String between(Point from, Point to) {
            return from + " to " + to;
        }

        public int count(List<Point> points) {
            return points.stream().mapToInt(point -> point.x() + point.y()).sum();
        }

        public String kind(Point point) {
            return "a point";
        }

        public String kind(String text) {
            return "a text";
        }

        public String size(Point point) {
            return "a point";
        }

        public String size(List<Integer> numbers) {
            return "a list of " + numbers.size();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void servedMethodsTakeTuplesAndListsForRecords(Serializer serializer) {
        try (Loopback loopback = new Loopback()) {
            Proxy plane = loopback.proxy(Proxy.builder(loopback.daemon().register(new Plane()))
                    .serializer(serializer));
            for (List<?> two : List.<List<?>>of(Tuple.of(1, 2), List.of(1, 2))) {
                assertThat(plane.call("between", two, Map.of("x", 3, "y", 4)))
                        .isEqualTo("Point[x=1, y=2] to Point[x=3, y=4]");
                assertThat(plane.call("between", Kwargs.of("from", two).and("to", two)))
                        .isEqualTo("Point[x=1, y=2] to Point[x=1, y=2]");
                assertThat(plane.call("count", List.of(two, two))).isEqualTo(6);
                assertThat(plane.call("kind", two)).isEqualTo("a point");
                assertThat(plane.call("size", two)).isEqualTo("a list of 2");
            }
            assertThatThrownBy(() -> plane.call("between", List.of(1), List.of(1, 2)))
                    .isInstanceOf(RemoteCallException.class)
                    .hasMessageContaining("of 1 elements, which do not match the 2 components");
        }
    }

    @Test
    void aTupleThatIsTooShortOrTooLongIsRefused() {
        assertThatThrownBy(() -> bind(Point.class, Tuple.of(1)))
                .hasMessageContaining(
                        "but got tuple of 1 elements, which do not match the 2 components");
        assertThatThrownBy(() -> bind(Point.class, Tuple.of(1, 2, 3)))
                .hasMessageContaining("but got tuple of 3 elements");
        assertThatThrownBy(() -> bind(Point.class, Tuple.of(1, "2")))
                .hasMessage(".y: expected int, but got str");
    }

    @Test
    void recordsMayHoldRecordsOfTheirOwnKind() {
        Object node = Map.of("value", 1, "next", List.of(Map.of("value", 2, "next", List.of())));

        assertThat(bind(Node.class, node)).isEqualTo(new Node(1, List.of(new Node(2, List.of()))));
    }

    @Test
    void theParametersOfAGenericRecordAreHonoured() {
        Type pageOfPoints = new TypeRef<Page<Point>>() {}.type();

        assertThat(bind(pageOfPoints, Map.of("items", List.of(Map.of("x", 1, "y", 2)))))
                .isEqualTo(new Page<>(List.of(new Point(1, 2))));
    }

    @Test
    void listsOfMapsOfRecordsAreHonoured() {
        Type type = new TypeRef<List<Map<String, Point>>>() {}.type();

        assertThat(bind(type, List.of(Map.of("a", Map.of("x", 1, "y", 2)))))
                .isEqualTo(List.of(Map.of("a", new Point(1, 2))));
    }

    @Test
    void whatTheConstructorThrowsComesAsItIs() {
        assertThatThrownBy(() -> bind(Positive.class, Map.of("n", -1)))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("negative");
    }

    @Test
    void aBeanIsMadeOfADictByItsSetters() {
        Bean bean = (Bean) made(Bean.class, Map.of("name", "x", "size", 2, "unknown", 1));

        assertThat(bean.getName()).isEqualTo("x");
        assertThat(bean.getSize()).isEqualTo(2L);
    }

    @Test
    void aPropertyThatDoesNotComeKeepsItsDefault() {
        Bean bean = (Bean) made(Bean.class, Map.of());

        assertThat(bean.getName()).isEqualTo("default");
    }

    @Test
    void aPropertyThatDoesNotFitIsNamed() {
        assertThatThrownBy(() -> bind(Bean.class, Map.of("size", "big")))
                .hasMessage(".size: expected long, but got str");
    }

    @Test
    void whatGoesOutAsADictComesBackAsTheRecord() {
        TypeRegistry types = TypeRegistry.standard();
        Point point = new Point(1, 2);

        assertThat(bind(Point.class, types.toPlain(point, PlainContexts.v502(types))))
                .isEqualTo(point);
    }

    private static Object made(Type type, Object plain) {
        return requireNonNull(bind(type, plain));
    }

    private static @Nullable Object bind(Type type, @Nullable Object plain) {
        return Bindings.of(type).bind(plain, DecodeBudget.ofNoPayload());
    }

    private record Reading(Instant at, double celsius) {}

    record Point(int x, int y) {}

    private record Sparse(Optional<String> name, @Nullable String note) {}

    private record Node(int value, List<Node> next) {}

    private record Page<T>(List<T> items) {}

    private record Positive(int n) {
        @SuppressWarnings("UnusedMethod") // called by the binding
        Positive {
            if (n < 0) {
                throw new IllegalArgumentException("negative");
            }
        }
    }

    /** Not a record, to have setters. */
    public static class Bean {
        private String name = "default";
        private long size;

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }

        public long getSize() {
            return size;
        }

        public void setSize(long size) {
            this.size = size;
        }

        public void setSize(String size) {
            this.size = Long.parseLong(size);
        }
    }
}
