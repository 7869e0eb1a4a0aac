package io.jyro.server;

import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.jyro.Behavior;
import io.jyro.CommunicationException;
import io.jyro.DaemonException;
import io.jyro.Expose;
import io.jyro.InstanceMode;
import io.jyro.Loopback;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.PyroException;
import io.jyro.PyroUri;
import io.jyro.RemoteCallException;
import io.jyro.SerializationException;
import io.jyro.ServerType;
import io.jyro.TypeRef;
import io.jyro.client.Proxy;
import io.jyro.hostile.ScriptedPeer;
import io.jyro.rpc.Peer;
import io.jyro.wire.MessageType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.jyro.Dialect.V502;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a daemon hosts, where it says that it is, and how it ends: docs/protocol.md, 5. */
class DaemonTest {

    @Expose
    static class Greeter {
        public String hello(String name) {
            return "hello " + name;
        }

        public @Nullable Object same(@Nullable Object value) {
            return value;
        }
    }

    // registering

    @Test
    void anObjectGetsAnIdAsPyroMakesThem() {
        try (Loopback loopback = new Loopback()) {
            PyroUri uri = loopback.daemon().register(new Greeter());

            assertThat(uri.objectId()).matches("obj_[0-9a-f]{32}");
            assertThat(uri.location()).isEqualTo("localhost:" + loopback.daemon().port());
        }
    }

    @Test
    void anObjectIsRegisteredOnce() {
        try (Loopback loopback = new Loopback()) {
            Greeter greeter = new Greeter();
            loopback.daemon().register(greeter, "one");

            assertThatThrownBy(() -> loopback.daemon().register(greeter, "two"))
                    .isInstanceOf(DaemonException.class)
                    .hasMessageContaining("object or class already has a Pyro id");
            assertThat(loopback.daemon().register(greeter, "two", true).objectId())
                    .isEqualTo("two");
        }
    }

    @Test
    void theOldIdOfAnObjectThatIsRegisteredByForceStaysInTheTable() {
        try (Loopback loopback = new Loopback()) {
            Greeter greeter = new Greeter();
            loopback.daemon().register(greeter, "one");
            loopback.daemon().register(greeter, "two", true);

            assertThat(loopback.proxy(loopback.daemon().uriFor("one")).call("hello", "1"))
                    .isEqualTo("hello 1");
            assertThat(loopback.proxy(loopback.daemon().uriFor("two")).call("hello", "2"))
                    .isEqualTo("hello 2");
        }
    }

    @Test
    void anObjectWhoseClassIsReadAnewIsServedAsBefore() {
        try (Loopback loopback = new Loopback()) {
            Greeter greeter = new Greeter();
            loopback.daemon().register(greeter, "one");

            loopback.daemon().resetMetadataCache(greeter);
            loopback.daemon().resetMetadataCache("nobody");

            assertThat(loopback.proxy(loopback.daemon().uriFor(greeter)).call("hello", "1"))
                    .isEqualTo("hello 1");
        }
    }

    /** One for each session. */
    @Expose
    @Behavior(mode = InstanceMode.SESSION)
    public static class Tally {
        private int count;

        public int next() {
            return ++count;
        }
    }

    @Test
    void theInstancesOfAClassThatIsReadAnewLiveOn() {
        try (Loopback loopback = new Loopback()) {
            PyroUri uri = loopback.daemon().register(Tally.class, "tally");
            Proxy before = loopback.proxy(uri);
            before.call("next");

            loopback.daemon().resetMetadataCache(Tally.class);
            loopback.daemon().resetMetadataCache("tally");

            assertThat(before.call("next")).isEqualTo(2);
            assertThat(loopback.proxy(uri).call("next")).isEqualTo(1);
            assertThat(loopback.daemon().sessions()).hasSize(2);
        }
    }

    @Test
    void aClassThatIsNotRegisteredCannotBeReadAnew() {
        try (Loopback loopback = new Loopback()) {
            assertThatThrownBy(() -> loopback.daemon().resetMetadataCache(Tally.class))
                    .isInstanceOf(DaemonException.class).hasMessageContaining("registered");
        }
    }

    @Test
    void anIdIsGivenOnce() {
        try (Loopback loopback = new Loopback()) {
            loopback.daemon().register(new Greeter(), "same");

            assertThatThrownBy(() -> loopback.daemon().register(new Greeter(), "same"))
                    .isInstanceOf(DaemonException.class).hasMessageContaining(
                            "an object or class is already registered with that id");
        }
    }

    @Test
    void forceReplacesWhatHasTheId() {
        try (Loopback loopback = new Loopback()) {
            Greeter first = new Greeter();
            Greeter second = new Greeter();
            loopback.daemon().register(first, "same");
            loopback.daemon().register(second, "same", true);

            assertThat(loopback.daemon().uriFor(second).objectId()).isEqualTo("same");
            assertThatThrownBy(() -> loopback.daemon().uriFor(first))
                    .isInstanceOf(DaemonException.class);
        }
    }

    @Test
    void equalObjectsAreStillTwo() {
        try (Loopback loopback = new Loopback()) {
            PyroUri one = loopback.daemon().register(new Equal(1));
            PyroUri two = loopback.daemon().register(new Equal(1));

            assertThat(one).isNotEqualTo(two);
        }
    }

    @Expose
    record Equal(int value) {}

    @Test
    void anUnregisteredObjectIsGoneAtOnceAlsoForThoseWhoAreConnected() {
        try (Loopback loopback = new Loopback()) {
            Greeter greeter = new Greeter();
            Proxy proxy = loopback.serve(greeter);
            proxy.bind();
            loopback.daemon().unregister(greeter);

            assertThatThrownBy(() -> proxy.call("hello", "x")).isInstanceOf(DaemonException.class)
                    .hasMessageStartingWith("unknown object: this daemon has no object 'obj_");
            loopback.daemon().register(greeter); // and may come back
        }
    }

    @Test
    void unregisteringByIdOrClassWorksToo() {
        try (Loopback loopback = new Loopback()) {
            loopback.daemon().register(new Greeter(), "id");
            loopback.daemon().register(Greeter.class, "class");
            loopback.daemon().unregister("id");
            loopback.daemon().unregister(Greeter.class);

            assertThat(registered(loopback)).containsExactly("Pyro.Daemon");
        }
    }

    @Test
    void unregisteringWhatIsNotThereIsAnErrorForObjectsAndNothingForIds() {
        try (Loopback loopback = new Loopback()) {
            loopback.daemon().unregister("nobody");
            loopback.daemon().unregister("Pyro.Daemon");

            assertThatThrownBy(() -> loopback.daemon().unregister(new Greeter()))
                    .isInstanceOf(DaemonException.class)
                    .hasMessageContaining("object isn't registered");
            assertThat(registered(loopback)).containsExactly("Pyro.Daemon");
        }
    }

    @Test
    void aWeaklyRegisteredObjectGoesAwayWithItsLastUser() throws Exception {
        try (Loopback loopback = new Loopback()) {
            WeakReference<Greeter> reference = registerWeakly(loopback);
            while (reference.get() != null) {
                System.gc();
                Thread.onSpinWait();
            }

            assertThatThrownBy(
                    () -> loopback.proxy(loopback.daemon().uriFor("weak")).call("hello", "x"))
                    .isInstanceOf(PyroException.class);
        }
    }

    private static WeakReference<Greeter> registerWeakly(Loopback loopback) {
        Greeter greeter = new Greeter();
        loopback.daemon().registerWeak(greeter, "weak");
        assertThat(loopback.proxy(loopback.daemon().uriFor("weak")).call("hello", "x"))
                .isEqualTo("hello x");
        return new WeakReference<>(greeter);
    }

    @Test
    void classesCannotBeRegisteredWeakly() {
        try (Loopback loopback = new Loopback()) {
            assertThatThrownBy(() -> loopback.daemon().registerWeak(Greeter.class))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    // uris

    @Test
    void aUriForAnIdNeedsNoRegistrationAndOneForAnObjectDoes() {
        try (Loopback loopback = new Loopback()) {
            assertThat(loopback.daemon().uriFor("anything").toString())
                    .isEqualTo("PYRO:anything@localhost:" + loopback.daemon().port());
            assertThatThrownBy(() -> loopback.daemon().uriFor(new Greeter()))
                    .isInstanceOf(DaemonException.class)
                    .hasMessageContaining("object isn't registered in this daemon");
        }
    }

    @Test
    void aProxyForAnObjectKnowsItsMetadataWithoutConnecting() {
        try (Loopback loopback = new Loopback()) {
            Greeter greeter = new Greeter();
            loopback.daemon().register(greeter);
            try (Proxy proxy = loopback.daemon().proxyFor(greeter)) {
                assertThat(proxy.metadata().methods()).contains("hello");
                assertThat(proxy.isBound()).isFalse();
                assertThat(proxy.call("hello", "x")).isEqualTo("hello x");
            }
            assertThatThrownBy(() -> loopback.daemon().proxyFor("nobody"))
                    .isInstanceOf(DaemonException.class);
        }
    }

    @Test
    void behindANatUrisNameTheOutside() {
        try (Loopback loopback = new Loopback(Daemon.builder().config(PyroConfig.defaults())
                .natHost("outside.example").natPort(4444))) {
            Daemon daemon = loopback.daemon();
            Greeter greeter = new Greeter();

            assertThat(daemon.register(greeter, "x").toString())
                    .isEqualTo("PYRO:x@outside.example:4444");
            assertThat(daemon.uriFor(greeter, false).toString())
                    .isEqualTo("PYRO:x@localhost:" + daemon.port());
            assertThat(loopback.proxy(daemon.uriFor("Pyro.Daemon", false)).call("info"))
                    .asString().contains("NAT outside.example:4444");
        }
    }

    @Test
    void aNatPortOfZeroIsThePortInside() {
        try (Loopback loopback = new Loopback(Daemon.builder().config(PyroConfig.defaults())
                .natHost("outside.example").natPort(0))) {
            assertThat(loopback.daemon().uriFor("x").port()).isEqualTo(loopback.daemon().port());
        }
    }

    @Test
    void theLocationNamesTheHostAsItWasGiven() {
        try (Daemon daemon = Daemon.builder().config(PyroConfig.defaults()).host("127.0.0.1")
                .start()) {
            assertThat(daemon.location()).isEqualTo("127.0.0.1:" + daemon.port());
        }
    }

    @Test
    void aPortThatIsTakenIsAnErrorThatNamesIt() {
        try (Loopback loopback = new Loopback()) {
            int port = loopback.daemon().port();

            assertThatThrownBy(() -> Daemon.builder().config(PyroConfig.defaults())
                    .host("localhost").port(port).start())
                    .isInstanceOf(CommunicationException.class)
                    .hasMessageContaining("localhost:" + port);
        }
    }

    @Test
    void aHostThatIsNotOursIsAnErrorThatNamesIt() {
        assertThatThrownBy(() -> Daemon.builder().config(PyroConfig.defaults())
                .host("no-such-host.invalid").start()).isInstanceOf(CommunicationException.class)
                .hasMessageContaining("no-such-host.invalid");
    }

    // autoproxy

    @ParameterizedTest
    @EnumSource(value = Protocol.class, names = {"V48", "V502"})
    void anObjectOfTheDaemonTravelsAsAProxy(Protocol protocol) {
        try (Loopback loopback = new Loopback()) {
            Greeter greeter = new Greeter();
            Factory factory = new Factory(greeter);
            loopback.daemon().register(greeter, "greeter");

            assertThat(loopback.serve(factory, protocol).call("make"))
                    .isInstanceOfSatisfying(Proxy.class, proxy -> {
                        assertThat(proxy.uri()).isEqualTo(loopback.daemon().uriFor(greeter));
                        assertThat(proxy.call("hello", "you")).isEqualTo("hello you");
                        proxy.close();
                    });
        }
    }

    @Test
    void autoproxyOffConcernsProtocol48Alone() {
        PyroConfig config = PyroConfig.builder().autoproxy(false).build();
        try (Loopback loopback = new Loopback(Daemon.builder().config(config))) {
            Greeter greeter = new Greeter();
            Factory factory = new Factory(greeter);
            loopback.daemon().register(greeter, "greeter");
            PyroUri uri = loopback.daemon().register(factory);

            assertThat(loopback.proxy(uri, Protocol.V502).call("make"))
                    .isInstanceOfSatisfying(Proxy.class, Proxy::close);
            assertThatThrownBy(() -> loopback.proxy(uri, Protocol.V48).call("make"))
                    .isInstanceOf(SerializationException.class);
        }
    }

    @Expose
    record Factory(Greeter greeter) {
        public Greeter make() {
            return greeter;
        }
    }

    // hooks

    @Test
    void theHandshakeCarriesDataBothWays() {
        AtomicReference<@Nullable Object> seen = new AtomicReference<>();
        AtomicReference<@Nullable Object> answered = new AtomicReference<>();
        try (Loopback loopback = new Loopback(
                Daemon.builder().config(PyroConfig.defaults()).handshake((client, data) -> {
                    seen.set(data);
                    return List.of("welcome", client.dialect().version());
                }))) {
            PyroUri uri = loopback.daemon().register(new Greeter());
            loopback.proxy(Proxy.builder(uri).protocol(Protocol.V502).handshake(List.of("me", 1))
                    .handshakeResponse(answered::set)).bind();
        }
        assertThat(seen.get()).isEqualTo(List.of("me", 1));
        assertThat(answered.get()).isEqualTo(List.of("welcome", 502));
    }

    @Test
    void aClientThatIsRefusedIsToldWhy() {
        try (Loopback loopback = new Loopback(
                Daemon.builder().config(PyroConfig.defaults()).handshake((client, data) -> {
                    throw new IllegalStateException("not you");
                }))) {
            Proxy proxy = loopback.serve(new Greeter());

            assertThatThrownBy(proxy::bind).isInstanceOf(CommunicationException.class)
                    .hasMessageEndingWith("rejected: not you");
        }
    }

    @Test
    void theDisconnectHookHearsOfEveryWelcomedClientAndOfNoOther() throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        AtomicReference<@Nullable Peer> who = new AtomicReference<>();
        try (Loopback loopback = new Loopback(
                Daemon.builder().config(PyroConfig.defaults()).onDisconnect(client -> {
                    who.set(client);
                    left.countDown();
                }))) {
            ScriptedPeer.client(loopback.daemon().port()).send("garbage").closeOutput()
                    .expect(MessageType.CONNECTFAIL).close();
            Proxy proxy = loopback.serve(new Greeter());
            proxy.bind();
            assertThat(left.getCount()).isEqualTo(1);
            proxy.release();

            assertThat(left.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(who.get()).isInstanceOfSatisfying(Peer.class, peer -> {
                assertThat(peer.dialect()).isEqualTo(V502);
                assertThat(peer.address()).isNotNull();
            });
        }
    }

    @Test
    void theErrorHandlerHearsOfWhatUserCodeThrew() throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        try (Loopback loopback = new Loopback(Daemon.builder().config(PyroConfig.defaults())
                .errorHandler((client, object, method, failure) -> heard
                        .complete(object + "." + method + ": " + failure.getMessage())))) {
            loopback.daemon().register(new Failing(), "failing");
            Proxy proxy = loopback.proxy(loopback.daemon().uriFor("failing"));
            assertThatThrownBy(() -> proxy.call("fail")).isInstanceOf(RemoteCallException.class);

            assertThat(heard.get(5, TimeUnit.SECONDS)).isEqualTo("failing.fail: as asked");
        }
    }

    @Expose
    static class Failing {
        public void fail() {
            throw new IllegalStateException("as asked");
        }
    }

    // server types

    @Expose
    static class Slow {
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);

        public String slow() throws InterruptedException {
            entered.countDown();
            assertThat(goOn.await(10, TimeUnit.SECONDS)).isTrue();
            return "done";
        }

        public String quick() {
            return goOn.getCount() == 0 ? "after" : "during";
        }

        public void release() {
            goOn.countDown();
        }
    }

    @Test
    void callsOfTwoClientsRunSideBySide() throws Exception {
        try (Loopback loopback = new Loopback()) {
            Slow slow = new Slow();
            Proxy one = loopback.serve(slow);
            Proxy two = loopback.proxy(one.uri());
            CompletableFuture<@Nullable Object> running = one.callAsync("slow");
            slow.entered.await();

            assertThat(two.call("quick")).isEqualTo("during");
            two.call("release");
            assertThat(running.get(5, TimeUnit.SECONDS)).isEqualTo("done");
        }
    }

    @Test
    void multiplexRunsOneCallAtATime() throws Exception {
        try (Loopback loopback = new Loopback(Daemon.builder().config(PyroConfig.defaults())
                .serverType(ServerType.MULTIPLEX))) {
            Slow slow = new Slow();
            Proxy one = loopback.serve(slow);
            Proxy two = loopback.proxy(one.uri());
            two.bind();
            CompletableFuture<@Nullable Object> running = one.callAsync("slow");
            slow.entered.await();
            CompletableFuture<@Nullable Object> waiting = two.callAsync("quick");
            slow.goOn.countDown();

            assertThat(waiting.get(5, TimeUnit.SECONDS)).isEqualTo("after");
            assertThat(running.get(5, TimeUnit.SECONDS)).isEqualTo("done");
        }
    }

    // the end

    @Test
    void closingTwiceIsFine() {
        Daemon daemon = Daemon.builder().config(PyroConfig.defaults()).start();
        daemon.close();
        daemon.close();
        daemon.shutdown();
    }

    @Test
    void theRequestLoopEndsWithTheDaemon() throws Exception {
        Daemon daemon = Daemon.builder().config(PyroConfig.defaults()).start();
        CompletableFuture<Void> loop = CompletableFuture.runAsync(daemon::requestLoop);
        daemon.shutdown();

        loop.get(5, TimeUnit.SECONDS);
    }

    @Test
    void theRequestLoopEndsWhenItsConditionDoes() {
        try (Daemon daemon = Daemon.builder().config(
                PyroConfig.defaults().toBuilder().pollTimeout(Duration.ofMillis(1)).build())
                .start()) {
            int[] rounds = {0};
            daemon.requestLoop(() -> ++rounds[0] < 3);

            assertThat(rounds[0]).isEqualTo(3);
        }
    }

    @Expose
    static class Switch {
        private final Daemon daemon;

        Switch(Daemon daemon) {
            this.daemon = daemon;
        }

        public String shutdown() {
            daemon.shutdown();
            return "good bye";
        }
    }

    @ParameterizedTest
    @EnumSource(ServerType.class)
    void aServedMethodCanShutTheDaemonDownAndItsReplyArrives(ServerType type) throws Exception {
        try (Loopback loopback = new Loopback(
                Daemon.builder().config(PyroConfig.defaults()).serverType(type))) {
            Proxy proxy = loopback.serve(new Switch(loopback.daemon()));
            CompletableFuture<Void> loop = CompletableFuture
                    .runAsync(loopback.daemon()::requestLoop);

            assertThat(proxy.call("shutdown")).isEqualTo("good bye");
            loop.get(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void aCallThatRunsIsFinishedBeforeTheEnd() throws Exception {
        try (Loopback loopback = new Loopback()) {
            Slow slow = new Slow();
            Proxy proxy = loopback.serve(slow);
            CompletableFuture<@Nullable Object> running = proxy.callAsync("slow");
            slow.entered.await();
            CompletableFuture<Void> closing = CompletableFuture
                    .runAsync(loopback.daemon()::shutdown);
            awaitRefusal(loopback.daemon().port());
            slow.goOn.countDown();

            assertThat(running.get(5, TimeUnit.SECONDS)).isEqualTo("done");
            closing.get(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void connectionsAreNotServedAfterTheEnd() {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(new Greeter());
            proxy.bind();
            loopback.daemon().close();

            assertThatThrownBy(() -> proxy.call("hello", "x"))
                    .isInstanceOf(CommunicationException.class);
        }
    }

    @Test
    void nobodyCanConnectAfterTheEnd() {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(new Greeter());
            loopback.daemon().close();

            assertThatThrownBy(() -> proxy.call("hello", "x"))
                    .isInstanceOf(CommunicationException.class)
                    .hasMessageContaining("localhost:" + loopback.daemon().port());
        }
    }

    @Test
    void aPortIsFreeAgainAtOnce() {
        int port;
        try (Loopback loopback = new Loopback()) {
            port = loopback.daemon().port();
            loopback.serve(new Greeter()).call("hello", "x");
        }
        try (Daemon again = Daemon.builder().config(PyroConfig.defaults()).host("localhost")
                .port(port).start()) {
            assertThat(again.port()).isEqualTo(port);
        }
    }

    @Test
    void aConnectionThatIsIdleForLongerThanCommTimeoutIsClosedAndTheProxyComesBack()
            throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        try (Loopback loopback = new Loopback(Daemon.builder()
                .config(PyroConfig.defaults().toBuilder().commTimeout(Duration.ofMillis(100))
                        .build())
                .onDisconnect(client -> left.countDown()))) {
            PyroUri uri = loopback.daemon().register(new Greeter());
            Proxy proxy = loopback
                    .proxy(Proxy.builder(uri).protocol(Protocol.V502).maxRetries(1));
            proxy.bind();

            assertThat(left.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(proxy.call("hello", "again")).isEqualTo("hello again");
        }
    }

    // the daemon's own object

    @ParameterizedTest
    @EnumSource(value = Protocol.class, names = {"V48", "V502"})
    void theDaemonsOwnObjectAnswers(Protocol protocol) {
        try (Loopback loopback = new Loopback()) {
            loopback.daemon().register(new Greeter(), "greeter");
            Proxy own = loopback.proxy(loopback.daemon().uriFor("Pyro.Daemon"), protocol);

            assertThat(own.call("ping")).isNull();
            assertThat(registered(loopback)).containsExactlyInAnyOrder("Pyro.Daemon", "greeter");
            assertThat(own.call(String.class, "info"))
                    .startsWith("Pyro.Daemon bound on localhost:" + loopback.daemon().port()
                            + ", NAT None, 2 objects registered. Servertype: <SocketServer_");
            assertThat(String.valueOf(own.call("get_metadata", "greeter"))).contains("hello")
                    .contains("attrs");
            assertThat(own.metadata().methods()).containsExactlyInAnyOrder("registered", "ping",
                    "info", "get_metadata", "get_next_stream_item", "close_stream");
        }
    }

    @Test
    void tracebacksAreDetailedIfTheConfigurationSaysSo() {
        PyroConfig detailed = PyroConfig.builder().detailedTraceback(true).build();
        try (Loopback plain = new Loopback();
                Loopback talkative = new Loopback(Daemon.builder().config(detailed))) {
            assertThat(traceback(plain)).doesNotContain("in thread");
            assertThat(traceback(talkative)).contains("in thread '", "module java.base");
        }
    }

    private static String traceback(Loopback loopback) {
        try {
            loopback.serve(new Greeter()).call("hello", 5);
        } catch (PyroException e) {
            return String.join("", e.remoteTraceback());
        }
        return "";
    }

    private static void awaitRefusal(int port) {
        while (true) {
            try {
                ScriptedPeer.client(port).close();
                Thread.onSpinWait();
            } catch (UncheckedIOException e) {
                return;
            }
        }
    }

    private static List<String> registered(Loopback loopback) {
        return loopback.proxy(loopback.daemon().uriFor("Pyro.Daemon"))
                .call(new TypeRef<List<String>>() {}, "registered");
    }
}
