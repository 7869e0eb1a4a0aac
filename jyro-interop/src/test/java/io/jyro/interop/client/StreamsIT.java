package io.jyro.interop.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

import io.jyro.ProtocolException;
import io.jyro.RemoteCallException;
import io.jyro.RemoteName;
import io.jyro.client.Proxy;
import io.jyro.client.RemoteIterator;
import io.jyro.interop.Host;
import io.jyro.interop.WithEachHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

@WithEachHost(overEachLink = true)
class StreamsIT {
    /** The remote object, as this test sees it. */
    interface Counting {
        Iterator<Integer> count(int n);

        @RemoteName("count")
        Stream<Long> counted(int n);
    }

    private final Proxy proxy;

    StreamsIT(Host host) {
        proxy = host.proxy("thing");
    }

    @AfterEach
    void close() {
        proxy.close();
    }

    @Test
    void anIteratorArrivesItemByItem() {
        assertThat(items(proxy.stream(int.class, "count", 5))).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void anEmptyIteratorEndsAtOnce() {
        try (RemoteIterator<Object> items = proxy.stream(Object.class, "count", 0)) {
            assertThat(items.hasNext()).isFalse();
            assertThatThrownBy(items::next).isInstanceOf(NoSuchElementException.class);
        }
    }

    @Test
    void noneIsAnItem() {
        assertThat(items(proxy.stream(Object.class, "nothing_much")))
                .isEqualTo(Arrays.asList(null, "then this"));
    }

    @Test
    void whatTheIteratorRaisesArrivesAfterTheItemsBeforeIt() {
        try (RemoteIterator<Integer> items = proxy.stream(int.class, "stumble", 2)) {
            assertThat(items.next()).isEqualTo(1);
            assertThat(items.next()).isEqualTo(2);
            assertThatThrownBy(items::next).asInstanceOf(type(RemoteCallException.class))
                    .satisfies(
                            e -> assertThat(e.remoteMessage()).isEqualTo("stumbled after 2"));
        }
        assertThat(proxy.call("echo", 1)).isEqualTo(1);
    }

    @Test
    void aStreamThatIsClosedEarlyHasNoMoreItems() {
        RemoteIterator<Integer> items = proxy.stream(int.class, "count", 100);
        items.next();

        items.close();

        assertThat(items.hasNext()).isFalse();
        assertThat(proxy.call("echo", 1)).isEqualTo(1);
    }

    @Test
    void twoStreamsAndCallsShareAConnection() {
        try (RemoteIterator<Integer> a = proxy.stream(int.class, "count", 3);
                RemoteIterator<Integer> b = proxy.stream(int.class, "count", 3)) {
            assertThat(List.of(a.next(), b.next(), proxy.call(int.class, "echo", 9), b.next(),
                    a.next())).containsExactly(1, 1, 9, 2, 2);
        }
    }

    @Test
    void aStreamGoesOnAfterAReconnect() {
        try (RemoteIterator<Integer> items = proxy.stream(int.class, "count", 4)) {
            items.next();
            proxy.reconnect();

            assertThat(items(items)).containsExactly(2, 3, 4);
        }
    }

    @Test
    void aViewReturnsIteratorsAndStreams() {
        Counting counting = proxy.as(Counting.class);

        assertThat(items(counting.count(3))).containsExactly(1, 2, 3);
        try (Stream<Long> counted = counting.counted(10)) {
            assertThat(counted.limit(2)).containsExactly(1L, 2L);
        }
    }

    @Test
    void anUntypedCallGivesTheIterator() {
        assertThat(proxy.call("count", 2)).isInstanceOf(RemoteIterator.class);
    }

    @Test
    void whatIsNoIteratorIsRefused() {
        assertThatThrownBy(() -> proxy.stream(Object.class, "echo", 1))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void aLongStreamArrivesWhole() {
        assertThat(items(proxy.stream(int.class, "count", 3000))).hasSize(3000);
    }

    private static <T> List<T> items(Iterator<T> iterator) {
        List<T> items = new ArrayList<>();
        iterator.forEachRemaining(items::add);
        return items;
    }
}
