package io.jyro.server;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import io.jyro.Behavior;
import io.jyro.Expose;
import io.jyro.InstanceMode;
import io.jyro.Loopback;
import io.jyro.Oneway;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.RemoteName;
import io.jyro.ServerType;
import io.jyro.TypeRef;
import io.jyro.client.Proxy;
import io.jyro.client.RemoteIterator;
import io.jyro.rpc.CallContext;
import io.jyro.serialize.TypeRegistry;
import io.jyro.types.ClassDict;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A MULTIPLEX daemon, or an executor with one thread, runs on that thread everything that users bind to a thread. */
@Timeout(60)
class OneThreadTest {
    private static final Map<String, Set<Thread>> THREADS = new ConcurrentHashMap<>();
    private static volatile CountDownLatch closed = new CountDownLatch(0);

    private static void ran(String what) {
        THREADS.computeIfAbsent(what, unused -> ConcurrentHashMap.newKeySet())
                .add(Thread.currentThread());
    }

    @BeforeEach
    void forget() {
        THREADS.clear();
    }

    /** Notes on which threads it is made, called and closed. */
    @Expose
    public static class Traced implements AutoCloseable {
        private @Nullable CompletableFuture<String> later;

        public Traced() {
            ran("constructor");
        }

        public String call() {
            ran("call");
            return Thread.currentThread().getName();
        }

        public void take(Object value) {
            ran("call");
        }

        public void track() {
            CallContext.current().trackResource(() -> {
                ran("resource");
                closed.countDown();
            });
        }

        public Iterator<Integer> items() {
            return Stream.of(1, 2).peek(each -> ran("item")).onClose(() -> {
                ran("stream");
                closed.countDown();
            }).iterator();
        }

        public Iterable<Integer> iterable() {
            return () -> {
                ran("iterator");
                return items();
            };
        }

        public Stream<Integer> stream() {
            return Stream.of(1, 2).peek(each -> ran("item")).onClose(() -> {
                ran("stream");
                closed.countDown();
            });
        }

        @Oneway
        public void post() {
            ran("oneway");
            closed.countDown();
        }

        /** Calls back over other daemons, as often as is wanted. */
        public List<String> deep(int times, Proxy relay, Proxy self) {
            ran("call");
            List<String> names = new ArrayList<>();
            if (times > 0) {
                for (Object name : relay.call(List.class, "relay", times - 1, relay, self)) {
                    names.add(String.valueOf(name));
                }
            }
            names.add(Thread.currentThread().getName());
            return names;
        }

        public void around(Proxy relay, Proxy self) {
            relay.call("pass", self);
        }

        public CompletableFuture<String> later() {
            ran("call");
            CompletableFuture<String> made = new CompletableFuture<>();
            later = made;
            return made;
        }

        @Override
        public void close() {
            ran("close");
            closed.countDown();
        }
    }

    /** One for all. */
    @Expose
    @Behavior(mode = InstanceMode.SINGLE)
    public static class TracedSingle extends Traced {}

    /** One for each call. */
    @Expose
    @Behavior(mode = InstanceMode.PERCALL)
    public static class TracedPerCall extends Traced {}

    /** In a daemon of threads. */
    @Expose
    public static class Relay {
        public void pass(Proxy target) {
            target.call("take", ClassDict.of("lab.Point", Map.of("x", 1)));
        }

        public List<?> relay(int times, Proxy relay, Proxy target) {
            return target.call(List.class, "deep", times, relay, target);
        }
    }

    private static Daemon.Builder multiplex() {
        return Daemon.builder().config(PyroConfig.defaults()).serverType(ServerType.MULTIPLEX);
    }

    private static void assertOneThread(String name) {
        Set<Thread> all = ConcurrentHashMap.newKeySet();
        THREADS.forEach((what, threads) -> {
            assertThat(threads).as(what).extracting(Thread::getName).containsExactly(name);
            all.addAll(threads);
        });
        assertThat(all).as("all of " + THREADS.keySet()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(value = Protocol.class, names = {"V48", "V502"})
    void callsInstancesConvertersAndWhatIsClosedShareTheThreadOfADaemon(Protocol protocol)
            throws Exception {
        TypeRegistry types = TypeRegistry.standard();
        types.registerDictToClass("lab.Point", (name, dict) -> {
            ran("converter");
            return "a point";
        });
        String name;
        try (Loopback loopback = new Loopback(multiplex().types(types))) {
            name = "jyro-calls-" + loopback.daemon().port();
            for (Class<?> type : List.of(Traced.class, TracedSingle.class, TracedPerCall.class)) {
                closed = new CountDownLatch(type == TracedPerCall.class ? 5 : 2);
                Proxy one = loopback.serve(type, protocol);
                Proxy two = loopback.proxy(one.uri(), protocol);

                assertThat(one.call("call")).isEqualTo(name);
                assertThat(two.call("call")).isEqualTo(name);
                one.call("take", ClassDict.of("lab.Point", Map.of("x", 1)));
                one.call("track");
                try (RemoteIterator<Integer> items = one.stream(Integer.class, "stream")) {
                    assertThat(items.next()).isEqualTo(1);
                }
                one.release();
                two.release();
                closed.await();
            }
        }
        assertThat(THREADS).containsOnlyKeys("constructor", "call", "converter", "item", "stream",
                "resource", "close");
        assertOneThread(name);
    }

    @ParameterizedTest
    @EnumSource(value = Protocol.class, names = {"V48", "V502"})
    void onewayCallsRunAsideAndDoNotHoldUpTheNextOnes(Protocol protocol) throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        ExecutorService one = Executors.newSingleThreadExecutor(task -> new Thread(task, "one"));
        for (Daemon.Builder builder : List.of(multiplex(),
                Daemon.builder().config(PyroConfig.defaults()).executor(one))) {
            closed = new CountDownLatch(1);
            try (Loopback loopback = new Loopback(builder)) {
                Proxy proxy = loopback.serve(new Blocking(goOn), protocol);
                Proxy traced = loopback.serve(Traced.class, protocol);

                proxy.call("block");
                assertThat(proxy.call("answer")).isEqualTo(1);
                traced.call("post");
                closed.await();
                assertThat(traced.call(String.class, "call")).isIn("one",
                        "jyro-calls-" + loopback.daemon().port());
                Set<Thread> calls = THREADS.get("call");
                assertThat(THREADS.get("oneway")).doesNotContainAnyElementsOf(calls);
                assertThat(THREADS.get("constructor")).isEqualTo(calls);
            }
            THREADS.clear();
        }
        goOn.countDown();
        one.shutdown();
    }

    /** Lasts until it is let go. */
    @Expose
    public static class Blocking {
        private final CountDownLatch goOn;

        Blocking(CountDownLatch goOn) {
            this.goOn = goOn;
        }

        @Oneway
        public void block() throws InterruptedException {
            goOn.await();
        }

        public int answer() {
            return 1;
        }
    }

    @Test
    void callsOfAChainRunOnTheThreadThatWaitsForThem() {
        ExecutorService one = Executors.newSingleThreadExecutor(task -> new Thread(task, "one"));
        ExecutorService another = Executors
                .newSingleThreadExecutor(task -> new Thread(task, "one"));
        for (Daemon.Builder builder : List.of(multiplex(),
                Daemon.builder().config(PyroConfig.defaults()).executor(one),
                multiplex().executor(another))) {
            try (Loopback loopback = new Loopback(builder); Loopback threads = new Loopback()) {
                Proxy relay = threads.serve(new Relay());
                for (Object served : List.of(new Traced(), Traced.class)) {
                    Proxy self = loopback.serve(served);
                    THREADS.clear();

                    assertThat(self.call(new TypeRef<List<String>>() {}, "deep", 5, relay, self))
                            .hasSize(6);
                    assertThat(THREADS.get("call")).hasSize(1);
                }
            }
        }
        one.shutdown();
        another.shutdown();
    }

    @Test
    void argumentsOfACallOfAChainAreConvertedThereWhileItWaits() {
        TypeRegistry types = TypeRegistry.standard();
        types.registerDictToClass("lab.Point", (name, dict) -> {
            ran("converter");
            return "a point";
        });
        try (Loopback loopback = new Loopback(multiplex().types(types));
                Loopback threads = new Loopback()) {
            loopback.serve(new Traced()).call("around", threads.serve(new Relay()),
                    loopback.serve(new Traced()));

            THREADS.remove("constructor"); // of what the test registers, on its own thread
            assertOneThread("jyro-calls-" + loopback.daemon().port());
        }
    }

    @Test
    void anIterableIsAskedForItsIteratorThere() {
        try (Loopback loopback = new Loopback(multiplex())) {
            Proxy proxy = loopback.serve(new Traced());
            try (RemoteIterator<Integer> items = proxy.stream(Integer.class, "iterable")) {
                assertThat(items.next()).isEqualTo(1);
            }

            assertThat(THREADS).containsKeys("iterator", "item");
            THREADS.remove("constructor"); // of what the test registers, on its own thread
            assertOneThread("jyro-calls-" + loopback.daemon().port());
        }
    }

    @Test
    void theThreadEndsWithItsDaemon() throws Exception {
        try (Loopback loopback = new Loopback(multiplex())) {
            loopback.serve(new Traced()).call("call");
        }

        for (Thread thread : THREADS.getOrDefault("call", Set.of())) {
            thread.join();
        }
    }

    @Test
    void daemonsOfThreadsAreNotCombined() {
        try (Loopback one = new Loopback(multiplex()); Loopback two = new Loopback()) {
            assertThatThrownBy(() -> one.daemon().combine(two.daemon()))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("only daemons that run one call at a time")
                    .hasMessageContaining("MULTIPLEX");
        }
    }

    @Test
    void otherCallsWaitWhileAChainGoesOn() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        try (Loopback loopback = new Loopback(multiplex()); Loopback threads = new Loopback()) {
            Proxy target = loopback.serve(new Entering());
            Proxy other = loopback.proxy(target.uri());
            Proxy slow = threads.serve(new Slow(goOn));
            other.bind();
            CompletableFuture<@Nullable Object> first = target.callAsync("enter", slow);
            slow.call("entered");
            CompletableFuture<@Nullable Object> second = other.callAsync("enter", slow);
            CompletableFuture<@Nullable Object> third = target.callAsync("enter", slow);
            goOn.countDown();

            assertThat(first.get()).isEqualTo(1);
            assertThat(second.get()).isEqualTo(1);
            assertThat(third.get()).isEqualTo(1);
        }
    }

    /** Counts the calls inside. */
    @Expose
    public static class Entering {
        private int inside;

        public int enter(Proxy slow) {
            inside++;
            slow.call("wait");
            return inside--;
        }
    }

    /** Answers when it is let go. */
    @Expose
    public static class Slow {
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch goOn;

        Slow(CountDownLatch goOn) {
            this.goOn = goOn;
        }

        @Expose
        @RemoteName("wait")
        public void await() throws InterruptedException {
            entered.countDown();
            goOn.await();
        }

        public void entered() throws InterruptedException {
            entered.await();
        }
    }

    @Test
    void combinedDaemonsShareTheThread() {
        try (Loopback one = new Loopback(multiplex());
                Loopback two = new Loopback(multiplex());
                Loopback threads = new Loopback()) {
            one.daemon().combine(two.daemon());
            Proxy relay = threads.serve(new Relay());
            Proxy first = one.serve(new Traced());
            Proxy second = two.serve(new Traced());
            THREADS.clear();

            first.call("deep", 1, relay, second);
            second.call("deep", 1, relay, first);
            one.daemon().close();
            assertThat(second.call("call")).isEqualTo("jyro-calls-" + one.daemon().port());
            assertOneThread("jyro-calls-" + one.daemon().port());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFutureFreesTheThreadAndKeepsTheTurnOfItsSession(ServerType type) throws Exception {
        List<Traced> made = new CopyOnWriteArrayList<>();
        try (Loopback loopback = new Loopback(
                Daemon.builder().config(PyroConfig.defaults()).serverType(type))) {
            Proxy mine = loopback.proxy(loopback.daemon().register(Traced.class, () -> {
                Traced traced = new Traced();
                made.add(traced);
                return traced;
            }));
            Proxy other = loopback.proxy(mine.uri());

            CompletableFuture<@Nullable Object> pending = mine.callAsync("later");
            while (made.isEmpty() || made.getFirst().later == null) {
                Thread.onSpinWait();
            }
            CompletableFuture<@Nullable Object> next = mine.callAsync("call");
            String place = other.call(String.class, "call");
            assertThat(next).isNotDone();
            made.getFirst().later.complete("late");

            assertThat(pending.get()).isEqualTo("late");
            assertThat(next.get()).isInstanceOf(String.class);
            if (type == ServerType.MULTIPLEX) {
                assertThat(place).isEqualTo("jyro-calls-" + loopback.daemon().port());
                assertThat(next.get()).isEqualTo(place);
            }
        }
    }
}
