package io.jyro.interop.types;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.jyro.Expose;
import io.jyro.Serializer;
import io.jyro.client.Proxy;
import io.jyro.interop.Pyro;
import io.jyro.interop.Python;
import io.jyro.server.Daemon;
import io.jyro.types.Tuple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import scala.Option;
import scala.Tuple2;
import scala.collection.immutable.LazyList;
import scala.collection.immutable.List;
import scala.collection.immutable.Seq;
import scala.collection.immutable.Vector;
import scala.jdk.javaapi.CollectionConverters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Scala's collections as arguments and results, with Scala's own library, which Jyro does not depend on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScalaCollectionsIT {
    public record Reading(String room, double celsius) {}

    /** As Scala's compiler makes a class with such methods. */
    @Expose
    public static class House {
        public List<String> rooms() {
            return list("attic", "kitchen");
        }

        public scala.collection.immutable.Map<String, List<Integer>> map() {
            return mapOf("a", list(1, 2));
        }

        public scala.collection.mutable.Set<String> set() {
            return CollectionConverters.asScala(new java.util.HashSet<>(Set.of("x")));
        }

        public Option<String> some() {
            return Option.apply("there");
        }

        public Option<String> none() {
            return Option.empty();
        }

        public Tuple2<String, Integer> pair() {
            return new Tuple2<>("a", 1);
        }

        public LazyList<Object> endless() {
            return LazyList.from(1);
        }

        public String join(List<String> parts) {
            return parts.mkString("-");
        }

        public double warmest(scala.collection.immutable.Map<String, Reading> readings) {
            double most = 0;
            for (Reading each : CollectionConverters.asJava(readings).values()) {
                most = Math.max(most, each.celsius());
            }
            return most;
        }

        public int count(Seq<Integer> numbers, Vector<String> texts,
                scala.collection.Set<String> names) {
            return 100 * numbers.size() + 10 * texts.size() + names.size();
        }

        public String maybe(Option<Reading> reading) {
            return reading.isEmpty() ? "none" : reading.get().room();
        }
    }

    interface View {
        List<String> rooms();

        scala.collection.Map<String, List<Integer>> map();

        Option<String> some();

        Option<String> none();
    }

    private final Daemon daemon = Daemon.builder().start();
    private final Python python = Python.start(Pyro.PYRO5);

    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    private static <T> List<T> list(T... elements) {
        return CollectionConverters.asScala(Arrays.asList(elements)).toList();
    }

    private static <K extends Comparable<K>, V> scala.collection.immutable.Map<K, V> mapOf(
            K key, V value) {
        return scala.collection.immutable.Map.from(
                CollectionConverters.asScala(new TreeMap<>(Map.of(key, value))));
    }

    @BeforeAll
    void connect() {
        daemon.register(new House(), "house");
        python.run("p = Proxy('" + daemon.uriFor("house") + "')\n");
    }

    @AfterAll
    void stop() {
        python.close();
        daemon.close();
    }

    @Test
    void pythonGetsItsOwn() {
        assertThat(python.eval("p.rooms(), p.map(), p.some(), p.none(), p.pair()")).isEqualTo(
                "(['attic', 'kitchen'], {'a': [1, 2]}, 'there', None, ('a', 1))");
        assertThat(python.eval("p.set()")).isEqualTo("{'x'}");
    }

    @Test
    void declaredParametersAreMade() {
        assertThat(python.eval("p.join(['a', 'b'])")).isEqualTo("'a-b'");
        assertThat(python.eval(
                "p.warmest({'x': {'room': 'x', 'celsius': 20}, 'y': {'room': 'y', 'celsius': 21.5}})"))
                .isEqualTo("21.5");
        assertThat(python.eval("p.count([1, 2, 3], ['a', 'b'], {'x'})")).isEqualTo("321");
        assertThat(python.eval("p.maybe({'room': 'x', 'celsius': 20}), p.maybe(None), p.maybe()"))
                .isEqualTo("('x', 'none', 'none')");
        assertThat(python.raised("p.join([1])").text())
                .contains("join() parameter 'parts'[0]: expected String, but got int");
    }

    @ParameterizedTest
    @EnumSource(names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void viewsDeclareThem(Serializer serializer) {
        try (Proxy proxy = Proxy.builder(daemon.uriFor("house")).serializer(serializer).build()) {
            View view = proxy.as(View.class);

            assertThat(view.rooms()).isEqualTo(list("attic", "kitchen"));
            assertThat(view.map()).isEqualTo(mapOf("a", list(1, 2)));
            assertThat(view.some()).isEqualTo(Option.apply("there"));
            assertThat(view.none()).isEqualTo(Option.empty());
            assertThat(proxy.call("join", list("a", "b"))).isEqualTo("a-b");
            assertThat(proxy.call("pair")).isIn(Tuple.of("a", 1), java.util.List.of("a", 1));
        }
    }

    @Test
    void whatMayHaveNoEndIsRefused() {
        try (Proxy proxy = Proxy.of(daemon.uriFor("house"))) {
            assertThatThrownBy(() -> proxy.call("endless"))
                    .hasMessageContaining("LazyList cannot be sent, since it may have no end");
        }
    }
}
