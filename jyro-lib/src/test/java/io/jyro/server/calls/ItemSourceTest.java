package io.jyro.server.calls;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.jyro.Expose;
import io.jyro.Loopback;
import io.jyro.Protocol;
import io.jyro.ProtocolException;
import io.jyro.PyroConfig;
import io.jyro.PyroType;
import io.jyro.Serializer;
import io.jyro.client.Proxy;
import io.jyro.client.RemoteIterator;
import io.jyro.serialize.TypeRegistry;
import io.jyro.server.Daemon;
import io.jyro.types.ClassDict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Which results are fetched item by item, and that what they come from is closed. */
class ItemSourceTest {

    record Reading(String room, double celsius) {}

    record Pair(int first, int second) implements Iterable<Integer> {
        @Override
        public Iterator<Integer> iterator() {
            return List.of(first, second).iterator();
        }
    }

    /** Named on the wire, so that it is a value although it can be iterated over. */
    @PyroType("house.Rooms")
    public static class Rooms implements Iterable<String> {
        public String getName() {
            return "rooms";
        }

        @Override
        public Iterator<String> iterator() {
            return List.of("kitchen").iterator();
        }
    }

    static class Shelf implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("book").iterator();
        }
    }

    @Expose
    static class Source {
        final CountDownLatch closed = new CountDownLatch(1);

        private final class Lines implements Iterable<String>, AutoCloseable {
            @Override
            public Iterator<String> iterator() {
                return List.of("one", "two").iterator();
            }

            @Override
            public void close() {
                closed.countDown();
            }
        }

        public Iterable<Reading> lambda() {
            return () -> List.of(new Reading("kitchen", 1), new Reading("hall", 2)).iterator();
        }

        public Iterable<String> closeable() {
            return new Lines();
        }

        public Iterable<String> list() {
            return List.of("one", "two");
        }

        public Iterable<String> queue() {
            return new ArrayDeque<>(List.of("one", "two"));
        }

        public Iterable<Path> path() {
            return Path.of("some", "file");
        }

        public Iterable<Integer> pair() {
            return new Pair(1, 2);
        }

        public Iterable<String> rooms() {
            return new Rooms();
        }

        public Object shelf() {
            return new Shelf();
        }

        public Object enumeration() {
            return Collections.enumeration(List.of("one", "two"));
        }

        public InputStream bytes() {
            return new FilterInputStream(new ByteArrayInputStream(new byte[100_000])) {
                @Override
                public void close() {
                    closed.countDown();
                }
            };
        }

        public IntStream ints() {
            return IntStream.of(1, 2).onClose(closed::countDown);
        }

        public LongStream longs() {
            return LongStream.of(1L << 40);
        }

        public DoubleStream doubles() {
            return DoubleStream.of(1.5);
        }

        public Stream<String> stream() {
            return Stream.of("one", "two").onClose(closed::countDown);
        }
    }

    private final Source source = new Source();

    @ParameterizedTest
    @CsvSource({"SERPENT,V48", "SERPENT,V502", "MARSHAL,V502", "MSGPACK,V502"})
    void anInputStreamIsFetchedInBlocks(Serializer serializer, Protocol protocol)
            throws InterruptedException {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.proxy(Proxy.builder(loopback.daemon().register(source))
                    .serializer(serializer).protocol(protocol));
            List<Integer> lengths = new ArrayList<>();

            proxy.stream(byte[].class, "bytes")
                    .forEachRemaining(block -> lengths.add(block.length));

            assertThat(lengths).containsExactly(65_536, 34_464);
            assertThat(source.closed.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"lambda,V48", "lambda,V502", "closeable,V48", "closeable,V502", "enumeration,V48",
            "enumeration,V502", "ints,V48", "ints,V502", "stream,V48", "stream,V502"})
    void itemsAreFetchedOneByOne(String method, Protocol protocol) {
        try (Loopback loopback = new Loopback()) {
            try (RemoteIterator<Object> items = loopback.serve(source, protocol)
                    .stream(Object.class, method)) {
                assertThat(items.stream()).hasSize(2);
            }
        }
    }

    @Test
    void itemsAreConvertedLikeResults() {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(source);

            assertThat(proxy.stream(Reading.class, "lambda").stream())
                    .containsExactly(new Reading("kitchen", 1), new Reading("hall", 2));
            assertThat(proxy.stream(long.class, "longs").stream()).containsExactly(1L << 40);
            assertThat(proxy.stream(double.class, "doubles").stream()).containsExactly(1.5);
        }
    }

    @Test
    void collectionsAreSentWhole() {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(source);

            assertThat(proxy.call("list")).isEqualTo(List.of("one", "two"));
            assertThat(proxy.call("queue")).isEqualTo(List.of("one", "two"));
        }
    }

    @Test
    void valuesThatCanBeIteratedOverAreSentWhole() {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(source);

            assertThat(proxy.call("path")).isEqualTo(Path.of("some", "file").toString());
            assertThat(proxy.call("pair")).isEqualTo(Map.of("first", 1, "second", 2));
            assertThat(proxy.call("rooms"))
                    .isEqualTo(ClassDict.of("house.Rooms", Map.of("name", "rooms")));
        }
    }

    @Expose
    static class ExposedShelf extends Shelf {
        public ExposedShelf self() {
            return this;
        }
    }

    @Test
    void anObjectOfTheDaemonThatCanBeIteratedOverTravelsAsAProxy() {
        try (Loopback loopback = new Loopback()) {
            assertThat(loopback.serve(new ExposedShelf()).call("self")).isInstanceOf(Proxy.class);
        }
    }

    @Test
    void whatHasAConverterIsSentWhole() {
        TypeRegistry types = TypeRegistry.standard();
        types.registerClassToDict(Shelf.class, shelf -> Map.of("books", 1));
        try (Loopback loopback = new Loopback(
                Daemon.builder().config(PyroConfig.defaults()).types(types))) {
            assertThat(loopback.serve(source).call("shelf")).isEqualTo(Map.of("books", 1));
        }
    }

    @ParameterizedTest
    @CsvSource({"closeable", "ints", "stream"})
    void theEndOfTheItemsClosesWhatTheyComeFrom(String method) throws Exception {
        try (Loopback loopback = new Loopback()) {
            assertThat(loopback.serve(source).stream(Object.class, method).stream()).hasSize(2);

            assertThat(source.closed.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"closeable", "ints", "stream"})
    void aClientThatClosesEarlyClosesWhatTheyComeFrom(String method) throws Exception {
        try (Loopback loopback = new Loopback()) {
            loopback.serve(source).stream(Object.class, method).close();

            assertThat(source.closed.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"closeable", "ints", "stream"})
    void aConnectionThatGoesClosesWhatTheyComeFrom(String method) throws Exception {
        try (Loopback loopback = with(config -> config.iterStreamLinger(Duration.ZERO))) {
            Proxy proxy = loopback.serve(source);
            proxy.stream(Object.class, method);
            proxy.release();

            assertThat(source.closed.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"closeable", "ints", "stream"})
    void aDaemonThatDoesNotStreamClosesAtOnce(String method) throws Exception {
        try (Loopback loopback = with(config -> config.iterStreaming(false))) {
            Proxy proxy = loopback.serve(source);

            assertThatThrownBy(() -> proxy.stream(Object.class, method))
                    .isInstanceOf(ProtocolException.class);
            assertThat(source.closed.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"closeable", "ints", "stream"})
    void aCallerThatDeclaresAnotherTypeClosesWhatItDoesNotRead(String method) throws Exception {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(source);

            assertThatThrownBy(() -> proxy.call(int.class, method))
                    .hasMessageContaining("item stream");
            assertThat(source.closed.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static Loopback with(UnaryOperator<PyroConfig.Builder> change) {
        return new Loopback(
                Daemon.builder().config(change.apply(PyroConfig.defaults().toBuilder()).build()));
    }
}
