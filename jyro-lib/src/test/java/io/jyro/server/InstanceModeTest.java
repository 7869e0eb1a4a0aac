package io.jyro.server;

import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.jyro.Behavior;
import io.jyro.Expose;
import io.jyro.InstanceMode;
import io.jyro.Loopback;
import io.jyro.Protocol;
import io.jyro.RemoteCallException;
import io.jyro.client.Proxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Which instance serves a call: docs/protocol.md, 5.3. */
class InstanceModeTest {
    private static final AtomicInteger made = new AtomicInteger();
    private static final ConcurrentLinkedQueue<CountDownLatch> closed = new ConcurrentLinkedQueue<>();

    @Expose
    static class Counter implements AutoCloseable {
        private final int number = made.incrementAndGet();
        private int count;

        public List<Integer> count() {
            return List.of(number, ++count);
        }

        @Override
        public void close() {
            closed.forEach(CountDownLatch::countDown);
        }
    }

    @Expose
    @Behavior(mode = InstanceMode.SINGLE)
    static class Single extends Counter {}

    @Expose
    @Behavior(mode = InstanceMode.PERCALL)
    static class PerCall extends Counter {}

    @Expose
    @Behavior(mode = InstanceMode.SESSION)
    static class Session extends Counter {}

    @ParameterizedTest
    @EnumSource(value = Protocol.class, names = {"V48", "V502"})
    void inSessionModeEachConnectionHasItsOwn(Protocol protocol) {
        try (Loopback loopback = new Loopback()) {
            for (Class<?> type : List.of(Session.class, Counter.class)) {
                Proxy one = loopback.serve(type, protocol);
                Proxy two = loopback.proxy(one.uri(), protocol);
                int first = number(one);
                int second = number(two);

                assertThat(first).isNotEqualTo(second);
                assertThat(one.call("count")).isEqualTo(List.of(first, 2));
                assertThat(two.call("count")).isEqualTo(List.of(second, 2));
                one.release();
                assertThat(number(one)).isNotEqualTo(first);
            }
        }
    }

    @Test
    void inSingleModeAllShareOne() {
        try (Loopback loopback = new Loopback()) {
            Proxy one = loopback.serve(Single.class);
            Proxy two = loopback.proxy(one.uri(), Protocol.V48);
            int number = number(one);

            assertThat(two.call("count")).isEqualTo(List.of(number, 2));
        }
    }

    @Test
    void inPerCallModeEachCallGetsItsOwn() {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(PerCall.class);

            assertThat(number(proxy)).isNotEqualTo(number(proxy));
        }
    }

    @Test
    void aBatchIsOneCall() {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(PerCall.class);

            var results = proxy.batch().call("count").call("count").invoke();

            List<?> first = results.get(0).get(List.class);
            List<?> second = results.get(1).get(List.class);
            assertThat(first.getFirst()).isEqualTo(second.getFirst());
            assertThat(second.getLast()).isEqualTo(2);
        }
    }

    @Test
    void nothingIsMadeBeforeTheFirstCall() {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(Session.class);
            int before = made.get();
            proxy.bind();

            assertThat(made.get()).isEqualTo(before);
        }
    }

    @Test
    void theSingleOneIsMadeOnceHoweverManyAskAtOnce() throws Exception {
        try (Loopback loopback = new Loopback()) {
            Proxy first = loopback.serve(SlowSingle.class);
            CyclicBarrier start = new CyclicBarrier(8);
            List<Thread> threads = IntStream.range(0, 8)
                    .mapToObj(i -> loopback.proxy(first.uri()))
                    .map(proxy -> Thread.ofVirtual().start(() -> {
                        try {
                            start.await();
                        } catch (Exception e) {
                            throw new AssertionError(e);
                        }
                        proxy.call("hello");
                    })).toList();
            for (Thread thread : threads) {
                thread.join();
            }

            assertThat(SlowSingle.made).hasValue(1);
        }
    }

    @Expose
    @Behavior(mode = InstanceMode.SINGLE)
    static class SlowSingle {
        static final AtomicInteger made = new AtomicInteger();

        SlowSingle() {
            Thread.onSpinWait();
            made.incrementAndGet();
        }

        public String hello() {
            return "hello";
        }
    }

    @Test
    void aSessionInstanceIsClosedWithItsConnection() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        closed.add(latch);
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(Session.class);
            proxy.call("count");
            proxy.release();

            assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
        } finally {
            closed.remove(latch);
        }
    }

    @Expose
    static class Empty extends AbstractList<Object> {
        private int calls;

        @Expose
        public int calls() {
            return ++calls;
        }

        @Override
        public Object get(int index) {
            throw new IndexOutOfBoundsException(index);
        }

        @Override
        public int size() {
            return 0;
        }
    }

    @Test
    void anInstanceThatPythonWouldCallFalseIsStillKept() {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(Empty.class);

            assertThat(proxy.call("calls")).isEqualTo(1);
            assertThat(proxy.call("calls")).isEqualTo(2);
        }
    }

    @Expose
    @Behavior(creator = Created.Maker.class)
    static class Created {
        private final String text;

        Created(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }

        /** Knows the text. */
        static class Maker implements Supplier<Created> {
            @Override
            public Created get() {
                return new Created("from the creator");
            }
        }
    }

    @Test
    void aCreatorMakesTheInstances() {
        try (Loopback loopback = new Loopback()) {
            assertThat(loopback.serve(Created.class).call("text")).isEqualTo("from the creator");
        }
    }

    @Expose
    @Behavior(creator = Wrong.Maker.class)
    static class Wrong {
        public int call() {
            return 1;
        }

        /** Makes text. */
        static class Maker implements Supplier<Object> {
            @Override
            public Object get() {
                return "text";
            }
        }
    }

    @Test
    void aCreatorThatMakesSomethingElseIsATypeError() {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(Wrong.class);

            assertThatThrownBy(() -> proxy.call("call")).isInstanceOf(RemoteCallException.class)
                    .hasMessageContaining("instance creator returned object of different type");
        }
    }

    @Expose
    static class NeedsArguments {
        NeedsArguments(int value) {}

        public int call() {
            return 1;
        }
    }

    @Test
    void aClassThatCannotBeMadeIsRefusedWhenItIsRegistered() {
        try (Loopback loopback = new Loopback()) {
            assertThatThrownBy(() -> loopback.daemon().register(NeedsArguments.class))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("NeedsArguments").hasMessageContaining("constructor");
        }
    }

    private static int number(Proxy proxy) {
        return (Integer) ((List<?>) Objects.requireNonNull(proxy.call("count")))
                .getFirst();
    }
}
