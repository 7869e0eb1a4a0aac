package io.jyro.server.calls;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.jyro.Attribute;
import io.jyro.DaemonException;
import io.jyro.Expose;
import io.jyro.Loopback;
import io.jyro.Protocol;
import io.jyro.ProtocolException;
import io.jyro.PyroConfig;
import io.jyro.PyroException;
import io.jyro.RemoteCallException;
import io.jyro.client.Proxy;
import io.jyro.client.RemoteIterator;
import io.jyro.server.Daemon;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Iterators that calls return, fetched item by item: docs/protocol.md, 3.7. */
class ItemStreamTest {

    @Expose
    static class Source {
        final CountDownLatch closed = new CountDownLatch(1);
        int produced;

        public Iterator<@Nullable Object> iterator() {
            return Arrays.<@Nullable Object>asList(1, null, "three").iterator();
        }

        public Stream<Integer> stream() {
            return Stream.of(1, 2, 3).onClose(closed::countDown);
        }

        public IntStream intStream() {
            return IntStream.range(0, 3);
        }

        public Iterator<Integer> endless() {
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return true;
                }

                @Override
                public Integer next() {
                    return ++produced;
                }
            };
        }

        public Iterator<Integer> failing() {
            return Stream.of(1, 2).map(i -> 1 / (2 - i)).iterator();
        }

        public List<Integer> list() {
            return List.of(1, 2, 3);
        }

        @Attribute
        public Iterator<Integer> getItems() {
            return List.of(4, 5).iterator();
        }

        public int produced() {
            return produced;
        }
    }

    private final Source source = new Source();

    @ParameterizedTest
    @EnumSource(value = Protocol.class, names = {"V48", "V502"})
    void itemsComeOneByOneNothingIncluded(Protocol protocol) {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(source, protocol);
            try (RemoteIterator<Object> items = proxy.stream(Object.class, "iterator")) {
                List<@Nullable Object> all = new ArrayList<>();
                items.forEachRemaining(all::add);

                assertThat(all).containsExactly(1, null, "three");
                assertThat(items.hasNext()).isFalse();
                assertThatThrownBy(items::next).isInstanceOf(NoSuchElementException.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Protocol.class, names = {"V48", "V502"})
    void aJavaStreamIsAStreamToo(Protocol protocol) throws Exception {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(source, protocol);

            assertThat(proxy.stream(int.class, "stream").stream().toList())
                    .containsExactly(1, 2, 3);
            assertThat(source.closed.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(proxy.stream(Integer.class, "intStream").stream().toList())
                    .containsExactly(0, 1, 2);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Protocol.class, names = {"V48", "V502"})
    void anInterruptedThreadClosesItsIterators(Protocol protocol) throws InterruptedException {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(source, protocol);
            try (RemoteIterator<Integer> items = proxy.stream(Integer.class, "stream")) {
                items.next();
                Thread.currentThread().interrupt();
            }

            assertThat(Thread.interrupted()).as("still").isTrue();
            assertThat(source.closed.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void anIteratorIsProducedOnlyAsFarAsItIsRead() {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(source);
            try (RemoteIterator<Integer> items = proxy.stream(Integer.class, "endless")) {
                items.next();
                items.next();
            }

            assertThat(proxy.call("produced")).isEqualTo(2);
        }
    }

    @Test
    void otherCallsMayStandBetweenTwoItems() {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(source);
            RemoteIterator<Integer> items = proxy.stream(Integer.class, "endless");

            assertThat(items.next()).isEqualTo(1);
            assertThat(proxy.call("produced")).isEqualTo(1);
            assertThat(items.next()).isEqualTo(2);
            items.close();
        }
    }

    @Test
    void aListIsNoStream() {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(source);

            assertThat(proxy.call("list")).isEqualTo(List.of(1, 2, 3));
            assertThatThrownBy(() -> proxy.stream(Integer.class, "list"))
                    .isInstanceOf(ProtocolException.class).hasMessageContaining("list");
        }
    }

    @Test
    void anUntypedCallGivesTheIterator() {
        try (Loopback loopback = new Loopback()) {
            assertThat(loopback.serve(source).call("iterator")).isInstanceOf(RemoteIterator.class);
        }
    }

    @Test
    void anAttributeMayBeAStream() {
        try (Loopback loopback = new Loopback()) {
            assertThat(loopback.serve(source).get("items")).isInstanceOf(RemoteIterator.class);
        }
    }

    @Test
    void whatTheIteratorThrowsEndsIt() {
        try (Loopback loopback = new Loopback()) {
            RemoteIterator<Integer> items = loopback.serve(source).stream(Integer.class, "failing");

            assertThat(items.next()).isEqualTo(1);
            assertThatThrownBy(items::next).isInstanceOf(RemoteCallException.class);
            assertThat(items.hasNext()).isFalse();
        }
    }

    @Test
    void anItemThatDoesNotFitTheTypeSaysSo() {
        try (Loopback loopback = new Loopback()) {
            RemoteIterator<Integer> items = loopback.serve(source).stream(Integer.class,
                    "iterator");
            items.next();
            items.next();

            assertThatThrownBy(items::next).isInstanceOf(PyroException.class)
                    .hasMessageContaining("expected Integer");
        }
    }

    @Test
    void closingEarlyClosesTheSource() throws Exception {
        try (Loopback loopback = new Loopback()) {
            try (RemoteIterator<Integer> items = loopback.serve(source).stream(Integer.class,
                    "stream")) {
                items.next();
            }

            assertThat(source.closed.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aStreamThatWasDroppedAtDisconnectIsTerminated() throws Exception {
        try (Loopback loopback = with(config -> config.iterStreamLinger(Duration.ZERO))) {
            Proxy proxy = loopback.serve(source);
            RemoteIterator<Integer> items = proxy.stream(Integer.class, "stream");
            proxy.release();
            assertThat(source.closed.await(5, TimeUnit.SECONDS)).isTrue();

            assertThatThrownBy(items::next).isInstanceOf(PyroException.class);
        }
    }

    @Test
    void aStreamLingersForAClientThatComesBack() {
        try (Loopback loopback = with(config -> config.iterStreamLinger(Duration.ofMinutes(1)))) {
            Proxy proxy = loopback.serve(source);
            RemoteIterator<Integer> items = proxy.stream(Integer.class, "endless");
            assertThat(items.next()).isEqualTo(1);
            proxy.reconnect();

            assertThat(items.next()).isEqualTo(2);
            items.close();
        }
    }

    @Test
    void askingForAnItemWithoutConnectionSaysThatTheProxyWasClosed() {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(source);
            RemoteIterator<Integer> items = proxy.stream(Integer.class, "endless");
            proxy.close();

            assertThatThrownBy(items::next).isInstanceOf(PyroException.class)
                    .hasMessageContaining("closed");
        }
    }

    @Test
    void aStreamThatNobodyCameBackForExpires() throws Exception {
        try (Loopback loopback = with(config -> config.iterStreamLinger(Duration.ofMillis(50)))) {
            Proxy proxy = loopback.serve(source);
            proxy.stream(Integer.class, "stream").next();
            proxy.release();

            assertThat(source.closed.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aStreamThatIsTooOldExpires() throws Exception {
        try (Loopback loopback = with(config -> config.iterStreamLifetime(Duration.ofMillis(50)))) {
            RemoteIterator<Integer> items = loopback.serve(source).stream(Integer.class, "stream");
            items.next();
            assertThat(source.closed.await(5, TimeUnit.SECONDS)).isTrue();

            assertThatThrownBy(items::next).isInstanceOf(PyroException.class)
                    .hasMessageContaining("item stream terminated");
        }
    }

    @Test
    void aDaemonThatDoesNotStreamSaysSo() {
        try (Loopback loopback = with(config -> config.iterStreaming(false))) {
            Proxy proxy = loopback.serve(source);

            assertThatThrownBy(() -> proxy.stream(Integer.class, "stream"))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("not configured to allow streaming");
        }
    }

    @Test
    void theEndOfTheDaemonClosesWhatIsStillOpen() throws Exception {
        try (Loopback loopback = new Loopback()) {
            loopback.serve(source).stream(Integer.class, "stream").next();
        }

        assertThat(source.closed.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aStreamThatAnOnewayCallReturnsIsClosed() throws Exception {
        try (Loopback loopback = new Loopback()) {
            loopback.serve(source).callOneway("stream");

            assertThat(source.closed.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aStreamThatABatchReturnsIsClosed() throws Exception {
        try (Loopback loopback = new Loopback()) {
            loopback.serve(source).batch().call("stream").invoke();

            assertThat(source.closed.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aStreamInABatchFailsAndTheConnectionLives() {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(source);

            assertThatThrownBy(() -> proxy.batch().call("iterator").invoke().getFirst().get())
                    .isInstanceOf(PyroException.class);
            assertThat(proxy.call("list")).isEqualTo(List.of(1, 2, 3));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Protocol.class, names = {"V48", "V502"})
    void oneStreamTooManyIsAnErrorThatNamesTheLimitAndItsSourceIsClosed(Protocol protocol)
            throws Exception {
        try (Loopback loopback = with(config -> config.maxStreams(2))) {
            Proxy proxy = loopback.serve(source, protocol);
            RemoteIterator<Integer> first = proxy.stream(Integer.class, "endless");
            proxy.stream(Integer.class, "endless");

            assertThatThrownBy(() -> proxy.stream(Integer.class, "stream"))
                    .isInstanceOf(DaemonException.class).hasMessageContaining("MAX_STREAMS");
            assertThat(source.closed.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(first.next()).isEqualTo(1);
        }
    }

    @Test
    void aStreamWhoseReplyCannotBeWrittenIsClosed() throws Exception {
        AtomicBoolean broken = new AtomicBoolean();
        try (Loopback loopback = new Loopback(Daemon.builder().config(PyroConfig.defaults())
                .annotations(() -> {
                    if (broken.getAndSet(false)) {
                        throw new IllegalStateException("no annotations");
                    }
                    return Map.of();
                }))) {
            Proxy proxy = loopback.serve(source);
            proxy.bind();
            broken.set(true);

            assertThatThrownBy(() -> proxy.stream(Integer.class, "stream"))
                    .hasMessageContaining("no annotations");
            assertThat(source.closed.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    // A daemon that looks after its streams often.
    private static Loopback with(UnaryOperator<PyroConfig.Builder> change) {
        PyroConfig config = change.apply(
                PyroConfig.defaults().toBuilder().pollTimeout(Duration.ofMillis(10))).build();
        return new Loopback(Daemon.builder().config(config));
    }
}
