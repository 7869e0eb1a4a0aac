package io.jyro.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.jyro.Behavior;
import io.jyro.Expose;
import io.jyro.InstanceMode;
import io.jyro.Loopback;
import io.jyro.Oneway;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.RemoteCallException;
import io.jyro.ServerType;
import io.jyro.client.Proxy;
import io.jyro.rpc.CallContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Which calls a daemon runs at the same time, which one after the other, and where. */
@Timeout(60)
class CallOrderTest {
    /** Calls others that call it back. */
    @Expose
    public static class Node {
        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger mostInside = new AtomicInteger();

        /** Goes to and fro between this and another node, over the same two proxies. */
        public int bounce(int times, Proxy other, Proxy self) {
            return times == 0 ? 0 : 1 + other.call(int.class, "bounce", times - 1, self, other);
        }

        public int alone() throws InterruptedException {
            int now = inside.incrementAndGet();
            mostInside.accumulateAndGet(now, Math::max);
            Thread.sleep(2);
            inside.decrementAndGet();
            return now;
        }
    }

    /** A node of each connection's own. */
    @Expose
    public static class SessionNode extends Node {
        private int depth;

        /** Calls itself over a proxy of its caller's, so that the connection stays the same. */
        public int deeper(int times, String registry) {
            depth++;
            return times == 0
                    ? depth
                    : shared(registry).call(int.class, "deeper", times - 1, registry);
        }

        private static Proxy shared(String id) {
            return SHARED.get(Integer.parseInt(id));
        }

        private static final List<Proxy> SHARED = new ArrayList<>();
    }

    private static Daemon.Builder multiplex() {
        return Daemon.builder().config(PyroConfig.defaults()).serverType(ServerType.MULTIPLEX);
    }

    @ParameterizedTest
    @EnumSource(ServerType.class)
    void callsInACircleBetweenTwoDaemonsComeToAnEnd(ServerType type) {
        Daemon.Builder builder = Daemon.builder().config(PyroConfig.defaults()).serverType(type);
        try (Loopback here = new Loopback(builder); Loopback there = new Loopback(builder)) {
            Proxy a = here.serve(new Node());
            Proxy b = there.serve(new Node());

            assertThat(a.call(int.class, "bounce", 10, b, a)).isEqualTo(10);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V48", "V502"})
    void aSessionThatCallsItselfOverItsOwnConnectionComesToAnEnd(Protocol protocol) {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(SessionNode.class, protocol);
            SessionNode.SHARED.add(proxy);

            assertThat(proxy.call(int.class, "deeper", 20,
                    String.valueOf(SessionNode.SHARED.size() - 1))).isEqualTo(21);
        }
    }

    /** Cannot be made without itself. */
    @Expose
    public abstract static class Circular {
        private static final AtomicReference<@Nullable Proxy> ITSELF = new AtomicReference<>();

        Circular() {
            Proxy itself = ITSELF.get();
            if (itself != null) {
                itself.call("name");
            }
        }

        /** What it cannot say in time. */
        public String name() {
            return "made";
        }
    }

    /** For a connection. */
    @Expose
    public static class CircularSession extends Circular {}

    /** For all. */
    @Expose
    @Behavior(mode = InstanceMode.SINGLE)
    public static class CircularSingle extends Circular {}

    @ParameterizedTest
    @ValueSource(classes = {CircularSession.class, CircularSingle.class})
    void aConstructorThatCallsWhatItMakesIsToldSo(Class<?> type) {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(type);
            Circular.ITSELF.set(proxy);
            assertThatThrownBy(() -> proxy.call("name"))
                    .hasMessageContaining("still being made");

            Circular.ITSELF.set(null);
            assertThat(proxy.call("name")).isEqualTo("made");
        }
    }

    @Test
    void aMultiplexDaemonRunsOneCallAtATimeOverAllConnections() {
        Node node = new Node();
        try (Loopback loopback = new Loopback(multiplex())) {
            Proxy first = loopback.serve(node);
            Proxy second = loopback.proxy(first.uri());
            first.bind();
            second.bind();
            List<CompletableFuture<@Nullable Object>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                all.add(first.callAsync("alone"));
                all.add(second.callAsync("alone"));
            }
            all.forEach(CompletableFuture::join);

            assertThat(node.mostInside).hasValue(1);
        }
    }

    @Test
    void combinedDaemonsRunOneCallAtATimeTogether() {
        Node node = new Node();
        try (Loopback one = new Loopback(multiplex()); Loopback two = new Loopback(multiplex())) {
            one.daemon().combine(two.daemon());
            Proxy first = one.serve(node);
            Proxy second = two.serve(node);
            first.bind();
            second.bind();
            List<CompletableFuture<@Nullable Object>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                all.add(first.callAsync("alone"));
                all.add(second.callAsync("alone"));
            }
            all.forEach(CompletableFuture::join);

            assertThat(node.mostInside).hasValue(1);
        }
    }

    @Test
    void onlyMultiplexDaemonsCanBeCombined() {
        try (Loopback threads = new Loopback(); Loopback multiplex = new Loopback(multiplex())) {
            assertThatThrownBy(() -> threads.daemon().combine(multiplex.daemon()))
                    .isInstanceOf(UnsupportedOperationException.class).hasMessageContaining(
                            "only daemons that run one call at a time can be combined");
        }
    }

    /** Says where it runs. */
    @Expose
    public static class Where {
        private final CountDownLatch posted = new CountDownLatch(1);

        public String thread() {
            return Thread.currentThread().getName();
        }

        public @Nullable String correlation() {
            CallContext.current().responseAnnotations().put("BACK", new byte[]{7});
            return String.valueOf(CallContext.current().correlationId());
        }

        public void fail() throws Exception {
            throw new Exception("there");
        }

        @Oneway
        public void post() {
            if (!thread().equals("theirs")) { // aside, as in Pyro
                posted.countDown();
            }
        }
    }

    @Test
    void callsRunInTheUsersExecutorWithAllThatBelongsToThem() throws Exception {
        ExecutorService theirs = Executors
                .newSingleThreadExecutor(task -> new Thread(task, "theirs"));
        Where where = new Where();
        try (theirs;
                Loopback loopback = new Loopback(
                        Daemon.builder().config(PyroConfig.defaults()).executor(theirs))) {
            Proxy proxy = loopback.serve(where);

            assertThat(proxy.call("thread")).isEqualTo("theirs");
            assertThat(proxy.call(String.class, "correlation")).hasSize(36);
            assertThat(CallContext.current().responseAnnotations()).containsKey("BACK");
            assertThatThrownBy(() -> proxy.call("fail")).isInstanceOf(RemoteCallException.class)
                    .hasMessageContaining("there");
            proxy.call("post");
            assertThat(where.posted.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void anExecutorThatTakesNoMoreIsAnErrorForTheCaller() {
        ExecutorService theirs = Executors.newSingleThreadExecutor();
        try (Loopback loopback = new Loopback(
                Daemon.builder().config(PyroConfig.defaults()).executor(theirs))) {
            Proxy proxy = loopback.serve(new Where());
            theirs.shutdown();

            assertThatThrownBy(() -> proxy.call("thread"))
                    .hasMessageContaining("the daemon's executor takes no more calls");
        }
    }

    @Test
    void aSingleInstanceIsCalledByAllAtTheSameTime() throws Exception {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(Meeting.class);
            proxy.bind();
            List<CompletableFuture<@Nullable Object>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                all.add(proxy.callAsync("meet"));
            }

            for (CompletableFuture<@Nullable Object> each : all) {
                assertThat(each.get(10, TimeUnit.SECONDS)).isEqualTo("met");
            }
        }
    }

    /** Lets nobody go before four are there. */
    @Expose
    @Behavior(mode = InstanceMode.SINGLE)
    public static class Meeting {
        private final CountDownLatch four = new CountDownLatch(4);

        public String meet() throws InterruptedException {
            four.countDown();
            four.await();
            return "met";
        }
    }

    /** Uses a core until it is told to stop. */
    @Expose
    public static class Busy {
        private volatile boolean stopped;

        public void compute() {
            while (!stopped) {
                Thread.onSpinWait();
            }
        }

        public String echo(String text) {
            return text;
        }
    }

    @Test
    void callsThatComputeOnAllCoresDoNotKeepAnotherClientWaiting() {
        Busy busy = new Busy();
        try (Loopback loopback = new Loopback()) {
            Proxy third = loopback.serve(busy);
            List<CompletableFuture<@Nullable Object>> all = new ArrayList<>();
            for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
                Proxy computing = loopback.proxy(third.uri());
                computing.bind();
                all.add(computing.callAsync("compute"));
            }

            assertThat(third.call("echo", "in time")).isEqualTo("in time");
            busy.stopped = true;
            all.forEach(CompletableFuture::join);
        }
    }

    /** Tells where it runs. */
    @Expose
    public static class Placed {
        /** The thread of this call. */
        public String thread() {
            return Thread.currentThread().getName();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V48", "V502"})
    void callsThatFollowEachOtherRunOnTheThreadThatReadsThem(Protocol protocol) {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(new Placed(), protocol);
            String first = proxy.call(String.class, "thread");

            assertThat(first).matches("jyro-" + loopback.daemon().port() + "-\\d+");
            assertThat(proxy.call(String.class, "thread")).isEqualTo(first);
        }
    }
}
