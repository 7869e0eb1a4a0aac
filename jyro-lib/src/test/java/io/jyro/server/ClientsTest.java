package io.jyro.server;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.jyro.CommunicationException;
import io.jyro.ConnectionClosedException;
import io.jyro.Dialect;
import io.jyro.Expose;
import io.jyro.Loopback;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.ServerType;
import io.jyro.client.Proxy;
import io.jyro.hostile.RawMessage;
import io.jyro.hostile.ScriptedPeer;
import io.jyro.wire.MessageType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** How many clients a daemon takes in, how long they may be silent, and how they are looked at and closed. */
@Timeout(60)
class ClientsTest {
    /** Can be made to wait. */
    @Expose
    public static class Service {
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);

        public String echo(String text) {
            return text;
        }

        public byte[] much() {
            return new byte[50_000_000]; // more than any system buffers
        }

        public String hang() throws InterruptedException {
            entered.countDown();
            goOn.await();
            return "at last";
        }
    }

    private static Loopback with(PyroConfig.Builder config) {
        return new Loopback(Daemon.builder().config(config.build()));
    }

    private static PyroConfig.Builder config() {
        return PyroConfig.defaults().toBuilder();
    }

    @ParameterizedTest
    @EnumSource(names = {"V48", "V502"})
    void moreClientsThanThreadsAreRefusedInPyrosWords(Protocol protocol) {
        try (Loopback loopback = with(config().threadPoolSize(2))) {
            PyroUri uri = loopback.daemon().register(new Service());
            Proxy first = loopback.proxy(uri, protocol);
            Proxy second = loopback.proxy(uri, protocol);
            first.bind();
            second.bind();

            assertThatThrownBy(() -> loopback.proxy(uri, protocol).bind())
                    .isInstanceOf(CommunicationException.class).hasMessageContaining(
                            "rejected: no free workers, increase server threadpool size");
            assertThat(first.call("echo", "still")).isEqualTo("still");
        }
    }

    @Test
    void whoLeavesMakesRoom() {
        try (Loopback loopback = with(config().threadPoolSize(1))) {
            PyroUri uri = loopback.daemon().register(new Service());
            loopback.proxy(uri).bind();
            loopback.daemon().clients().forEach(ServedClient::close);
            Proxy next = loopback.proxy(uri);

            assertThat(untilWelcome(next).call("echo", "in")).isEqualTo("in");
        }
    }

    private static Proxy untilWelcome(Proxy proxy) {
        while (!proxy.isBound()) {
            try {
                proxy.bind();
            } catch (CommunicationException e) {
                assertThat(e).hasMessageContaining("no free workers");
            }
        }
        return proxy;
    }

    @Test
    void aMultiplexDaemonHasNoPoolThatCouldBeFull() {
        try (Loopback loopback = new Loopback(Daemon.builder()
                .config(config().threadPoolSize(1).build()).serverType(ServerType.MULTIPLEX))) {
            PyroUri uri = loopback.daemon().register(new Service());
            loopback.proxy(uri).bind();

            assertThat(loopback.proxy(uri).call("echo", "too")).isEqualTo("too");
        }
    }

    @Test
    void theNumberOfConnectionsIsLimited() {
        try (Loopback loopback = with(config().maxConnections(1))) {
            PyroUri uri = loopback.daemon().register(new Service());
            loopback.proxy(uri).bind();

            assertThatThrownBy(() -> loopback.proxy(uri).bind())
                    .hasMessageContaining("too many clients are connected, this daemon accepts 1"
                            + " (MAX_CONNECTIONS)");
        }
    }

    @Test
    void silentClientsThatAreTurnedAwayKeepNobodyWaiting() {
        try (Loopback loopback = with(config().threadPoolSize(1))) {
            PyroUri uri = loopback.daemon().register(new Service());
            Proxy served = loopback.proxy(uri);
            served.bind();
            List<ScriptedPeer> silent = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                silent.add(ScriptedPeer.client(loopback.daemon().port()));
            }

            assertThatThrownBy(() -> loopback.proxy(uri).bind())
                    .hasMessageContaining("no free workers");
            assertThat(served.call("echo", "served")).isEqualTo("served");
            silent.forEach(ScriptedPeer::close);
        }
    }

    @Test
    void aHandshakeMayTakeForEverIfTheConfigurationSaysSo() {
        try (Loopback loopback = with(config().handshakeTimeout(Duration.ZERO))) {
            loopback.daemon().register(new Service(), "service");
            try (ScriptedPeer client = ScriptedPeer.client(loopback.daemon().port())) {
                client.expectNothing(Duration.ofMillis(100))
                        .send(RawMessage.connect(Dialect.V502, "service"))
                        .expect(MessageType.CONNECTOK);
            }
        }
    }

    @Test
    void aHandshakeWhoseFirstByteComesLateHasNoMoreTimeThanAnother() throws Exception {
        Service service = new Service();
        try (Loopback loopback = with(config().handshakeTimeout(Duration.ofSeconds(2)))) {
            PyroUri uri = loopback.daemon().register(service);
            // So many that who connects waits without a thread.
            int busy = 8 * Runtime.getRuntime().availableProcessors();
            List<CompletableFuture<@Nullable Object>> hanging = new ArrayList<>();
            for (int i = 0; i < busy; i++) {
                hanging.add(loopback.proxy(uri).callAsync("hang"));
            }
            while (loopback.daemon().clients().stream().mapToInt(ServedClient::running)
                    .sum() < hanging.size()) {
                Thread.onSpinWait();
            }
            try (ScriptedPeer late = ScriptedPeer.client(loopback.daemon().port())) {
                long began = System.nanoTime();
                late.expectNothing(Duration.ofMillis(1500)).send("P")
                        .expect(MessageType.CONNECTFAIL);

                assertThat(Duration.ofNanos(System.nanoTime() - began))
                        .isLessThan(Duration.ofSeconds(3));
            }
            service.goOn.countDown();
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aHeaderThatDoesNotComeToItsEndClosesTheConnection(Dialect dialect) {
        try (Loopback loopback = with(config().headerTimeout(Duration.ofMillis(100)))) {
            loopback.daemon().register(new Service(), "service");
            try (ScriptedPeer client = ScriptedPeer.welcomed(dialect, loopback.daemon().port(),
                    "service")) {
                client.send("PYRO").expectClosed();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aClientMayBeSilentForLongerThanAHeader(Dialect dialect) {
        try (Loopback loopback = with(config().headerTimeout(Duration.ofMillis(50)))) {
            loopback.daemon().register(new Service(), "service");
            try (ScriptedPeer client = ScriptedPeer.welcomed(dialect, loopback.daemon().port(),
                    "service")) {
                client.expectNothing(Duration.ofMillis(200))
                        .send(RawMessage.invoke(dialect, "service", "echo", "('text',)"))
                        .expect(MessageType.RESULT);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aClientThatDoesNotReadItsReplyIsGivenUpAfterTheTimeout(Dialect dialect) {
        try (Loopback loopback = with(config().commTimeout(Duration.ofMillis(300)))) {
            loopback.daemon().register(new Service(), "service");
            try (ScriptedPeer client = ScriptedPeer.welcomed(dialect, loopback.daemon().port(),
                    "service")) {
                client.send(RawMessage.invoke(dialect, "service", "much", ""));

                while (!loopback.daemon().clients().isEmpty()) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    @Test
    void anIdleClientIsClosedAndConnectsAgainWithItsNextCall() {
        try (Loopback loopback = with(config().idleTimeout(Duration.ofMillis(100)))) {
            Proxy proxy = Proxy.builder(loopback.daemon().register(new Service()))
                    .config(PyroConfig.defaults()).maxRetries(1).build();
            proxy.bind();
            while (!loopback.daemon().clients().isEmpty()) {
                Thread.onSpinWait();
            }

            assertThat(proxy.call("echo", "again")).isEqualTo("again");
            proxy.close();
        }
    }

    @Test
    void aClientIsSeenWithWhatItDoes() throws Exception {
        Service service = new Service();
        try (Loopback loopback = new Loopback()) {
            loopback.daemon().register(service, "service");
            Proxy proxy = loopback.proxy(loopback.daemon().uriFor("service"));
            proxy.call("echo", "text");
            CompletableFuture<@Nullable Object> hanging = proxy.callAsync("hang");
            service.entered.await();

            assertThat(loopback.daemon().clients()).singleElement().satisfies(client -> {
                assertThat(client.since()).isBeforeOrEqualTo(Instant.now());
                assertThat(client.calls()).isEqualTo(2);
                assertThat(client.running()).isEqualTo(1);
                assertThat(client.currentCall()).contains("service.hang");
                assertThat(client.bytesReceived()).isGreaterThan(100);
                assertThat(client.bytesSent()).isGreaterThan(100);
                assertThat(client.dialect()).isEqualTo(Dialect.V502);
            });
            service.goOn.countDown();
            assertThat(hanging.get(10, TimeUnit.SECONDS)).isEqualTo("at last");
            ServedClient client = loopback.daemon().clients().getFirst();
            awaitThatNothingRuns(client);
            assertThat(client.currentCall()).isEmpty();
        }
    }

    /** A call has ended a moment after its reply has left. */
    private static void awaitThatNothingRuns(ServedClient client) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (client.running() > 0 && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aClientThatIsClosedLosesItsCallAndTheOthersGoOn() throws Exception {
        Service service = new Service();
        try (Loopback loopback = new Loopback()) {
            PyroUri uri = loopback.daemon().register(service);
            Proxy hanging = loopback.proxy(uri);
            CompletableFuture<@Nullable Object> lost = hanging.callAsync("hang");
            service.entered.await();
            ServedClient first = loopback.daemon().clients().getFirst();
            Proxy other = loopback.proxy(uri);
            other.bind();
            first.close();

            assertThatThrownBy(() -> lost.get(10, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(ConnectionClosedException.class);
            assertThat(other.call("echo", "on")).isEqualTo("on");
            service.goOn.countDown();
        }
    }

    @Test
    void aShutdownWaitsForCallsNoLongerThanItIsTold() throws Exception {
        Service service = new Service();
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(service);
            CompletableFuture<@Nullable Object> lost = proxy.callAsync("hang");
            service.entered.await();
            loopback.daemon().shutdown(Duration.ofMillis(50));

            assertThatThrownBy(() -> lost.get(10, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(ConnectionClosedException.class);
            service.goOn.countDown();
        }
    }

    @Test
    void aShutdownLetsACallEndThatTakesAWhile() throws Exception {
        Service service = new Service();
        try (Loopback loopback = new Loopback()) {
            CompletableFuture<@Nullable Object> running = loopback.serve(service).callAsync("hang");
            service.entered.await();
            Thread closing = Thread.currentThread();
            Thread.startVirtualThread(() -> {
                awaitThatItWaits(closing);
                service.goOn.countDown();
            });
            loopback.daemon().shutdown(Duration.ofSeconds(10));

            assertThat(running.get(10, TimeUnit.SECONDS)).isEqualTo("at last");
        }
    }

    private static void awaitThatItWaits(Thread thread) {
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Ends its daemon, and is not done before somebody waits for that. */
    @Expose
    public static class Last {
        private final Daemon daemon;
        private final Thread waiting;
        private final CountDownLatch hasShutDown = new CountDownLatch(1);
        private final CountDownLatch closing = new CountDownLatch(1);
        private volatile boolean done;

        Last(Daemon daemon, Thread waiting) {
            this.daemon = daemon;
            this.waiting = waiting;
        }

        public String end() throws InterruptedException {
            daemon.shutdown();
            hasShutDown.countDown();
            closing.await();
            awaitThatItWaits(waiting);
            done = true;
            return "good bye";
        }
    }

    @Test
    void closingWaitsForTheCallThatShutTheDaemonDown() throws Exception {
        try (Loopback loopback = new Loopback()) {
            Last last = new Last(loopback.daemon(), Thread.currentThread());
            CompletableFuture<@Nullable Object> running = loopback.serve(last).callAsync("end");
            last.hasShutDown.await();
            loopback.daemon().requestLoop();
            last.closing.countDown();
            loopback.daemon().close();

            assertThat(last.done).isTrue();
            assertThat(running.get(10, TimeUnit.SECONDS)).isEqualTo("good bye");
        }
    }

    @Test
    void anIdleProxyLetsGoByItselfButNotInACall() throws Exception {
        Service service = new Service();
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.proxy(Proxy.builder(loopback.daemon().register(service))
                    .releaseWhenIdle(Duration.ofMillis(50)));
            CompletableFuture<@Nullable Object> hanging = proxy.callAsync("hang");
            service.entered.await();
            Thread.sleep(200); // long enough to be taken for idle
            assertThat(proxy.isBound()).isTrue();
            service.goOn.countDown();
            assertThat(hanging.get(10, TimeUnit.SECONDS)).isEqualTo("at last");
            while (proxy.isBound()) {
                Thread.onSpinWait();
            }

            assertThat(proxy.call("echo", "again")).isEqualTo("again");
        }
    }
}
