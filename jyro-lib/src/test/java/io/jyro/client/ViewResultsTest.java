package io.jyro.client;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.jyro.Attribute;
import io.jyro.Expose;
import io.jyro.Loopback;
import io.jyro.RemoteName;
import io.jyro.TypeRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the methods of a typed view may return: items in any form, at once or later, and types that are generic. */
class ViewResultsTest {

    record Reading(String room, double celsius) {}

    @Expose
    static class House {
        final CountDownLatch closed = new CountDownLatch(1);

        public Stream<Reading> history() {
            return Stream.of(new Reading("kitchen", 1), new Reading("hall", 2))
                    .onClose(closed::countDown);
        }

        public List<Reading> list() {
            return List.of(new Reading("kitchen", 1), new Reading("hall", 2));
        }

        public IntStream numbers() {
            return IntStream.of(1, 2);
        }

        @Attribute
        public Stream<Reading> getLog() {
            return history();
        }

        public Map<String, Object> find(String key) {
            return Map.of("room", key, "celsius", 1);
        }

        public List<Map<String, Object>> findAll() {
            return List.of(find("kitchen"));
        }

        public String keep(LocalDate day) {
            return day.toString();
        }
    }

    interface View {
        Iterable<Reading> history();

        @RemoteName("history")
        CompletableFuture<Stream<Reading>> historyLater();

        @RemoteName("history")
        CompletableFuture<Iterator<Reading>> iteratorLater();

        @RemoteName("history")
        void forget();

        @RemoteName("list")
        Stream<Reading> streamOfList();

        @RemoteName("list")
        Iterator<Reading> iteratorOfList();

        @RemoteName("list")
        Iterable<Reading> iterableOfList();

        @RemoteName("list")
        RemoteIterator<Reading> onlyAStream();

        IntStream numbers();

        @RemoteName("numbers")
        LongStream longs();

        @RemoteName("numbers")
        DoubleStream doubles();

        @RemoteName("numbers")
        Stream<?> anything();

        @Attribute
        Iterator<Reading> log();
    }

    /** Generic above, so that the view says what is meant. */
    interface Repository<K, T> {
        T find(K key);

        Optional<T> maybe(K key);

        List<T> findAll();

        @RemoteName("findAll")
        Stream<T> stream();

        @RemoteName("findAll")
        CompletableFuture<T[]> later();
    }

    interface Readings extends Repository<String, Reading> {
        @Override
        @RemoteName("find")
        Optional<Reading> maybe(String key);
    }

    private final Loopback loopback = new Loopback();
    private final House house = new House();
    private final Proxy proxy = loopback.serve(house);
    private final View view = proxy.as(View.class);

    @AfterEach
    void close() {
        loopback.close();
    }

    @Test
    void anIterableIsReadAsItIsWalked() {
        List<Reading> all = new ArrayList<>();
        for (Reading reading : view.history()) {
            all.add(reading);
        }

        assertThat(all).containsExactly(new Reading("kitchen", 1), new Reading("hall", 2));
    }

    @Test
    void aFutureMayBeOfAStream() throws Exception {
        assertThat(view.historyLater().get(5, TimeUnit.SECONDS)).containsExactly(
                new Reading("kitchen", 1), new Reading("hall", 2));
        assertThat(view.iteratorLater().get(5, TimeUnit.SECONDS).next())
                .isEqualTo(new Reading("kitchen", 1));
    }

    @Test
    void closingAStreamClosesItOverThere() throws Exception {
        view.historyLater().get(5, TimeUnit.SECONDS).close();

        assertThat(house.closed.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aStreamThatNobodyWantsIsClosedOverThere() throws Exception {
        view.forget();

        assertThat(house.closed.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aListIsAsGoodAsAStream() {
        assertThat(view.streamOfList()).containsExactly(new Reading("kitchen", 1),
                new Reading("hall", 2));
        assertThat(view.iteratorOfList().next()).isEqualTo(new Reading("kitchen", 1));
        assertThat(view.iterableOfList()).hasSize(2);
        assertThatThrownBy(view::onlyAStream).hasMessageContaining("list() is not an iterator");
    }

    @Test
    void streamsMayBeOfPrimitives() {
        assertThat(view.numbers().sum()).isEqualTo(3);
        assertThat(view.longs().sum()).isEqualTo(3);
        assertThat(view.doubles().sum()).isEqualTo(3);
        assertThat(view.anything().map(Object.class::cast)).containsExactly(1, 2);
    }

    @Test
    void anAttributeMayBeAStream() {
        assertThat(view.log().next()).isEqualTo(new Reading("kitchen", 1));
    }

    @Test
    void aCallMayDeclareAStreamToo() {
        try (Stream<Reading> readings = proxy.call(new TypeRef<Stream<Reading>>() {}, "history")) {
            assertThat(readings.toList()).hasSize(2)
                    .allSatisfy(reading -> assertThat(reading.room()).isNotEmpty());
        }
        Iterator<Reading> items = proxy.call(new TypeRef<Iterator<Reading>>() {}, "history");
        Reading first = items.next();
        assertThat(first.celsius()).isEqualTo(1);
    }

    @Test
    void aGenericInterfaceMeansWhatTheViewSays() throws Exception {
        Readings readings = proxy.as(Readings.class);

        Reading found = readings.find("kitchen");
        assertThat(found).isEqualTo(new Reading("kitchen", 1));
        assertThat(readings.maybe("hall")).contains(new Reading("hall", 1));
        assertThat(readings.findAll()).containsExactly(new Reading("kitchen", 1));
        assertThat(readings.stream()).containsExactly(new Reading("kitchen", 1));
        assertThat(readings.later().get(5, TimeUnit.SECONDS))
                .containsExactly(new Reading("kitchen", 1));
    }
}
