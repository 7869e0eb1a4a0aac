package io.jyro.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.jyro.Attribute;
import io.jyro.Dialect;
import io.jyro.Expose;
import io.jyro.Oneway;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.PyroException;
import io.jyro.PyroUri;
import io.jyro.client.link.SharedLinks;
import io.jyro.rpc.CallContext;
import io.jyro.server.Daemon;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Proxies that came with a call or a result share the connections to their daemon, and let go of them. */
@Timeout(60)
class ReceivedProxiesTest {
    /** Is called back. */
    @Expose
    public static class Listener {
        private final CountDownLatch told = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);

        public String event() {
            return "heard";
        }

        @Oneway
        public void tell() throws InterruptedException {
            goOn.await();
            told.countDown();
        }

        public String nested(Proxy relay, Proxy listener) {
            return "through " + relay.call("relay", listener);
        }

        public @Nullable String annotation() {
            byte[] value = CallContext.current().annotations().get("TEST");
            return value == null
                    ? null
                    : new String(value, java.nio.charset.StandardCharsets.US_ASCII);
        }

        @Attribute
        public int getSize() {
            return 3;
        }
    }

    /** Calls back. */
    @Expose
    public static class Service {
        private @Nullable Proxy kept;

        public @Nullable Object relay(Proxy listener) {
            return listener.call("event");
        }

        public @Nullable Object relayNested(Proxy listener, Proxy self) {
            return listener.call("nested", self, listener);
        }

        public void nothing() {}

        public void keep(Proxy listener) {
            kept = listener;
        }

        public Proxy give() {
            return kept();
        }

        Proxy kept() {
            return java.util.Objects.requireNonNull(kept);
        }
    }

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Daemon home = daemon(); // of the listener
    private final Service service = new Service();
    private final PyroUri serviceUri = daemon().register(service, "service");
    private final Listener listener = new Listener();
    private final PyroUri listenerUri = home.register(listener, "listener");
    private final Proxy proxy = proxy(serviceUri);

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private Daemon daemon() {
        Daemon daemon = Daemon.builder().host("localhost").config(PyroConfig.defaults()).start();
        open.add(daemon);
        return daemon;
    }

    private Proxy proxy(PyroUri uri) {
        Proxy made = Proxy.builder(uri).config(PyroConfig.defaults()).build();
        open.add(made);
        return made;
    }

    @ParameterizedTest
    @EnumSource(value = Protocol.class, names = {"V48", "V502"})
    void aRelayOfManyCallbacksUsesOneConnection(Protocol protocol) {
        try (Relay relay = Relay.transparent(listenerUri.port());
                Proxy caller = Proxy.builder(serviceUri).config(PyroConfig.defaults())
                        .protocol(protocol).build()) {
            for (int i = 0; i < 200; i++) {
                assertThat(caller.call("relay", proxy(relay.uri(listenerUri)))).isEqualTo("heard");
            }

            assertThat(relay.connections()).isEqualTo(1);
        }
    }

    @Test
    void aLoopOverResultsThatAreProxiesUsesOneConnection() {
        try (Relay relay = Relay.stock(listenerUri.port())) {
            proxy.call("keep", proxy(relay.uri(listenerUri)));
            for (int i = 0; i < 100; i++) {
                assertThat(proxy.call(Proxy.class, "give").call("event")).isEqualTo("heard");
            }

            assertThat(relay.connections()).isEqualTo(1);
        }
    }

    @Test
    void aCallThatComesBackThroughAStockDaemonIsNotStuckBehindItself() {
        try (Relay relay = Relay.stock(listenerUri.port())) {
            assertThat(proxy.call("relayNested", proxy(relay.uri(listenerUri)),
                    proxy(serviceUri))).isEqualTo("through heard");
            assertThat(relay.connections()).isEqualTo(2);
        }
    }

    @Test
    void aConnectionThatIsNotUsedForLongIsClosed() {
        SharedLinks links = new SharedLinks(PyroConfig.defaults(), Proxy.SERVICES,
                Duration.ofMillis(1));
        try (Proxy received = Proxy.received(proxy(listenerUri).proxyState(), links,
                Dialect.V502)) {
            for (int i = 0; i < 2; i++) {
                assertThat(received.call("event")).isEqualTo("heard");
                while (!home.clients().isEmpty()) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    @Test
    void theLastOfThemThatIsReleasedClosesTheConnection() {
        proxy.call("keep", proxy(listenerUri));
        Proxy one = service.kept();
        proxy.call("keep", proxy(listenerUri));
        Proxy other = service.kept();
        one.call("event");
        other.call("event");

        one.release();
        assertThat(one.isBound()).isFalse();
        assertThat(other.isBound()).isTrue();
        assertThat(home.clients()).hasSize(1);
        other.close();

        awaitNoClients();
        assertThat(one.call("event")).isEqualTo("heard");
        assertThatThrownBy(() -> other.call("event")).isInstanceOf(PyroException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void oneThatIsDroppedLetsGoOfTheConnection() {
        for (int i = 0; i < 3; i++) {
            proxy.call("relay", proxy(listenerUri));
        }
        proxy.call("nothing");

        awaitNoClients();
    }

    private void awaitNoClients() {
        while (!home.clients().isEmpty()) {
            System.gc();
            Thread.onSpinWait();
        }
    }

    @Test
    void whatTheObjectOffersIsAskedForIfTheSenderDidNotKnow() {
        proxy.call("keep", proxy(listenerUri)); // which has never connected

        assertThat(service.kept().metadata().methods()).contains("event", "tell");
        assertThat(service.kept().get("size")).isEqualTo(3);
        service.kept().call("tell"); // would wait for ever if it were not oneway
        listener.goOn.countDown();
    }

    @Test
    void anUnknownObjectIsAnErrorAndTheConnectionLives() {
        proxy.call("keep", proxy(PyroUri.of("nobody", "localhost", listenerUri.port())));
        Proxy nobody = service.kept();
        proxy.call("keep", proxy(listenerUri));

        assertThatThrownBy(() -> nobody.call("event")).isInstanceOf(PyroException.class)
                .hasMessageContaining("unknown object");
        assertThat(service.kept().call("event")).isEqualTo("heard");
        assertThat(home.clients()).hasSize(1);
    }

    @Test
    void annotationsForTheNextCallAreNotUsedUpByAQuestionForMetadata() {
        proxy.call("keep", proxy(listenerUri));
        CallContext.current().requestAnnotations().put("TEST", new byte[]{'x'});

        assertThat(service.kept().call("annotation")).isEqualTo("x");
    }

    @Test
    void theyCanBeCalledWithoutWaiting() throws Exception {
        proxy.call("keep", proxy(listenerUri));
        CompletableFuture<@Nullable Object> future = service.kept().callAsync("event");

        assertThat(future.get(20, TimeUnit.SECONDS)).isEqualTo("heard");
    }

    @Test
    void aNameIsLookedUpAndItsConnectionSharedToo() {
        int port = daemon().register(new NamesResolveAgainTest.Names(listenerUri),
                "Pyro.NameServer").port();
        for (int i = 0; i < 3; i++) {
            proxy.call("relay", proxy(PyroUri.ofName("listener", "localhost", port)));
        }

        assertThat(home.clients()).hasSize(1);
    }
}
