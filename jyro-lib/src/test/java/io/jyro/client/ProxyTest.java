package io.jyro.client;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.jyro.Attribute;
import io.jyro.CallTimeoutException;
import io.jyro.CommunicationException;
import io.jyro.DaemonException;
import io.jyro.Dialect;
import io.jyro.Expose;
import io.jyro.Kwargs;
import io.jyro.Loopback;
import io.jyro.NamingException;
import io.jyro.Oneway;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.PyroException;
import io.jyro.PyroSecurityException;
import io.jyro.PyroUri;
import io.jyro.RemoteCallException;
import io.jyro.SerializationException;
import io.jyro.Serializer;
import io.jyro.TypeRef;
import io.jyro.rpc.BatchResult;
import io.jyro.server.Daemon;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Calls over a real connection, one JVM at both ends: docs/protocol.md, 6. */
class ProxyTest {

    @Expose
    static class Service {
        final CountDownLatch goOn = new CountDownLatch(1);
        final CountDownLatch entered = new CountDownLatch(1);
        final AtomicInteger told = new AtomicInteger();
        private int value = 5;

        public @Nullable Object echo(@Nullable Object thing) {
            return thing;
        }

        public int add(int a, int b) {
            return a + b;
        }

        public void nothing() {}

        @Attribute
        public int getValue() {
            return value;
        }

        @Attribute
        public void setValue(int newValue) {
            value = newValue;
        }

        public void fail(String kind) {
            throw switch (kind) {
                case "argument" -> new IllegalArgumentException("bad argument");
                case "naming" -> new NamingException("unknown name: x");
                case "daemon" -> new DaemonException("daemon says no");
                case "security" -> new PyroSecurityException("not allowed");
                case "serialization" -> new SerializationException("cannot travel");
                case "timeout" -> new CallTimeoutException("theirs");
                default -> new RuntimeException(kind);
            };
        }

        public String hang() throws InterruptedException {
            entered.countDown();
            assertThat(goOn.await(10, TimeUnit.SECONDS)).isTrue();
            return "at last";
        }

        @Oneway
        public void tell() {
            told.incrementAndGet();
            goOn.countDown();
        }
    }

    private final Loopback loopback = new Loopback();
    private final Service service = new Service();
    private final PyroUri uri = loopback.daemon().register(service, "service");

    @AfterEach
    void close() {
        service.goOn.countDown();
        loopback.close();
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void aCallReturnsWhatTheMethodReturned(Protocol protocol) {
        Proxy proxy = loopback.proxy(uri, protocol);

        assertThat(proxy.call("echo", "text")).isEqualTo("text");
        assertThat(proxy.call(int.class, "add", 1, 2)).isEqualTo(3);
        assertThat(proxy.call("nothing")).isNull();
        assertThat(proxy.call("add", 1, Kwargs.of("b", 5))).isEqualTo(6);
        assertThat(proxy.call("echo", (Object) null)).isNull();
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void attributesAreReadAndWritten(Protocol protocol) {
        Proxy proxy = loopback.proxy(uri, protocol);
        proxy.set("value", 6);

        assertThat(proxy.get("value")).isEqualTo(6);
        assertThat(proxy.get(long.class, "value")).isEqualTo(6L);
    }

    @Test
    void resultsAreConverted() {
        Proxy proxy = loopback.proxy(uri);

        assertThat(proxy.call(double.class, "echo", 1)).isEqualTo(1.0);
        assertThat(proxy.call(new TypeRef<List<Long>>() {}, "echo", List.of(1, 2)))
                .isEqualTo(List.of(1L, 2L));
        assertThat(proxy.call(new TypeRef<Map<String, Double>>() {}, "echo", Map.of("a", 1)))
                .isEqualTo(Map.of("a", 1.0));
    }

    @Test
    void aResultThatDoesNotFitNamesTheMethod() {
        Proxy proxy = loopback.proxy(uri);

        assertThatThrownBy(() -> proxy.call(int.class, "echo", "text"))
                .isInstanceOf(PyroException.class).hasMessageContaining("echo");
        assertThatThrownBy(() -> proxy.call(int.class, "echo", (Object) null))
                .isInstanceOf(PyroException.class).hasMessageContaining("echo");
        assertThat(proxy.call("echo", "the connection lives")).isEqualTo("the connection lives");
    }

    @Test
    void anArrayThatIsNoObjectArrayIsOneArgument() {
        Proxy proxy = loopback.proxy(uri);

        assertThat(proxy.call("echo", (Object) new int[]{1, 2})).isEqualTo(List.of(1, 2));
        assertThat(proxy.call("echo", new int[]{1, 2})).isEqualTo(List.of(1, 2));
        assertThat(proxy.call(new TypeRef<List<List<Double>>>() {}, "echo",
                (Object) new double[][]{{1}, {2}})).isEqualTo(List.of(List.of(1.0), List.of(2.0)));
    }

    // failures of the remote side

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void whatTheMethodRaisedArrivesWithItsTypeAndTrace(Protocol protocol) {
        Proxy proxy = loopback.proxy(uri, protocol);

        assertThatThrownBy(() -> proxy.call("fail", "argument"))
                .isInstanceOfSatisfying(RemoteCallException.class, e -> {
                    assertThat(e.pythonType()).isEqualTo("builtins.ValueError");
                    assertThat(e).hasMessageContaining("bad argument");
                    assertThat(e.getStackTrace())
                            .anyMatch(frame -> frame.getMethodName().equals("fail"))
                            .anyMatch(frame -> frame.getMethodName()
                                    .startsWith("whatTheMethodRaised")
                                    || frame.getMethodName().contains("lambda"));
                });
        assertThat(proxy.isBound()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void pyrosOwnErrorsArriveAsTheirClasses(Protocol protocol) {
        Proxy proxy = loopback.proxy(uri, protocol);

        assertThatThrownBy(() -> proxy.call("fail", "naming")).isInstanceOf(NamingException.class);
        assertThatThrownBy(() -> proxy.call("fail", "daemon")).isInstanceOf(DaemonException.class);
        assertThatThrownBy(() -> proxy.call("fail", "security"))
                .isInstanceOf(PyroSecurityException.class);
        assertThatThrownBy(() -> proxy.call("fail", "serialization"))
                .isInstanceOf(SerializationException.class);
        assertThatThrownBy(() -> proxy.call("fail", "timeout"))
                .isInstanceOf(RemoteCallException.class)
                .isNotInstanceOf(CommunicationException.class);
    }

    @Test
    void anArgumentThatCannotTravelIsOurErrorAndNothingIsSent() {
        Proxy proxy = loopback.proxy(uri);
        proxy.bind();

        assertThatThrownBy(() -> proxy.call("echo", new Thread("value")))
                .isInstanceOf(SerializationException.class);
        assertThat(proxy.call("echo", 1)).isEqualTo(1);
    }

    // connecting

    @Test
    void nothingIsConnectedBeforeTheFirstUse() {
        Proxy proxy = loopback.proxy(uri);

        assertThat(proxy.isBound()).isFalse();
        assertThat(proxy.bind()).isTrue();
        assertThat(proxy.bind()).isFalse();
        assertThat(proxy.isBound()).isTrue();
    }

    @Test
    void afterReleaseTheNextCallConnectsAndAfterCloseItDoesNot() {
        Proxy proxy = loopback.proxy(uri);
        proxy.call("nothing");
        proxy.release();
        assertThat(proxy.isBound()).isFalse();
        proxy.call("nothing");
        proxy.close();
        proxy.close();

        assertThatThrownBy(() -> proxy.call("nothing")).isInstanceOf(PyroException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void aProxyFindsItsDaemonAgainAfterARestart() {
        int port;
        Proxy proxy;
        try (Daemon first = Daemon.builder().config(PyroConfig.defaults()).host("localhost")
                .start()) {
            port = first.port();
            proxy = loopback.proxy(Proxy.builder(first.register(new Service(), "service"))
                    .protocol(Protocol.V502).maxRetries(1));
            proxy.call("nothing");
        }
        try (Daemon second = Daemon.builder().config(PyroConfig.defaults()).host("localhost")
                .port(port).start()) {
            second.register(new Service(), "service");

            assertThat(proxy.call("echo", "again")).isEqualTo("again");
        }
    }

    @Test
    void aClosedPortIsAnErrorThatNamesEveryAddressTried() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Proxy proxy = loopback.proxy(Proxy.builder("PYRO:x@localhost:" + port));

        assertThatThrownBy(() -> proxy.call("x")).isInstanceOf(CommunicationException.class)
                .hasMessageContaining("cannot connect to localhost:" + port)
                .hasMessageContaining("127.0.0.1:" + port).hasMessageContaining("refused");
    }

    @Test
    void anUnknownHostIsAnErrorThatNamesIt() {
        Proxy proxy = loopback.proxy(Proxy.builder("PYRO:x@no-such-host.invalid:1234"));

        assertThatThrownBy(() -> proxy.call("x")).isInstanceOf(CommunicationException.class)
                .hasMessageContaining("no-such-host.invalid");
    }

    @Test
    void anUnknownObjectIsAnErrorThatNamesTheLocation() {
        Proxy proxy = loopback.proxy(loopback.daemon().uriFor("nobody"));

        assertThatThrownBy(() -> proxy.call("x")).isInstanceOf(CommunicationException.class)
                .hasMessage("connection to localhost:" + loopback.daemon().port()
                        + " rejected: unknown object: this daemon has no object 'nobody'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "PYRO:", "PYRO:x", "PYRO:x@", "PYRO:x@host",
            "http://localhost:1"})
    void aUriThatIsNoneIsRefusedWhenTheProxyIsBuilt(String text) {
        Proxy.Builder builder = Proxy.builder(text);

        assertThatThrownBy(builder::build).isInstanceOf(PyroException.class);
    }

    @Test
    void aSerializerThatTheDaemonDoesNotAcceptIsNamed() {
        PyroConfig onlySerpent = PyroConfig.defaults().toBuilder()
                .serializersAccepted(Set.of(Serializer.SERPENT)).build();
        try (Loopback narrow = new Loopback(Daemon.builder().config(onlySerpent))) {
            PyroUri target = narrow.daemon().register(new Service());
            for (Protocol protocol : Protocol.values()) {
                Proxy proxy = narrow.proxy(
                        Proxy.builder(target).protocol(protocol).serializer(Serializer.MARSHAL));

                assertThatThrownBy(() -> proxy.call("nothing"))
                        .isInstanceOf(CommunicationException.class)
                        .hasMessageContaining("serializer");
            }
        }
    }

    @Test
    void theProtocolIsFoundOutOrTold() {
        assertThat(loopback.proxy(uri, Protocol.AUTO).dialect()).isEqualTo(Dialect.V502);
        assertThat(loopback.proxy(uri, Protocol.V48).dialect()).isEqualTo(Dialect.V48);
    }

    @Test
    void aKeyMeansProtocol48AndSignsAllMessages() {
        byte[] key = {1, 2, 3};
        try (Loopback signed = new Loopback(
                Daemon.builder().config(PyroConfig.defaults()).hmacKey(key))) {
            PyroUri target = signed.daemon().register(new Service());
            Proxy proxy = signed.proxy(Proxy.builder(target).hmacKey(key));

            assertThat(proxy.call("echo", "signed")).isEqualTo("signed");
            assertThat(proxy.dialect()).isEqualTo(Dialect.V48);
        }
    }

    // waiting

    @Test
    void aCallThatTakesTooLongIsATimeoutAndTheNextOneWorks() {
        Proxy proxy = Proxy.builder(uri).config(PyroConfig.defaults()).protocol(Protocol.V502)
                .timeout(Duration.ofMillis(200)).build();
        try (proxy) {
            assertThatThrownBy(() -> proxy.call("hang")).isInstanceOf(CallTimeoutException.class);
            service.goOn.countDown();

            assertThat(proxy.call("echo", "next")).isEqualTo("next");
        }
    }

    @Test
    void manyThreadsMayShareAProxy() throws Exception {
        Proxy proxy = loopback.proxy(uri);
        List<CompletableFuture<Integer>> all = IntStream.range(0, 200)
                .mapToObj(i -> proxy.callAsync(Integer.class, "add", i, 1)).toList();

        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i).get(10, TimeUnit.SECONDS)).isEqualTo(i + 1);
        }
    }

    @Test
    void releasingEndsACallThatWaits() throws Exception {
        Proxy proxy = loopback.proxy(uri);
        CompletableFuture<@Nullable Object> waiting = proxy.callAsync("hang");
        service.entered.await();
        proxy.release();

        assertThatThrownBy(() -> waiting.get(5, TimeUnit.SECONDS))
                .hasCauseInstanceOf(CommunicationException.class);
    }

    @Test
    void aCallOnAnInterruptedThreadDoesNotHarmOthers() throws Exception {
        Proxy proxy = loopback.proxy(uri);
        proxy.bind();
        CompletableFuture<@Nullable Object> waiting = proxy.callAsync("hang");
        service.entered.await();
        Thread interrupted = Thread.ofPlatform().start(() -> {
            Thread.currentThread().interrupt();
            try {
                proxy.call("nothing");
            } catch (PyroException e) {
                // it is free not to be made
            }
        });
        interrupted.join(5_000);
        service.goOn.countDown();

        assertThat(waiting.get(5, TimeUnit.SECONDS)).isEqualTo("at last");
    }

    // futures and oneway

    @Test
    void aFutureGetsTheResultOrWhatWasRaised() throws Exception {
        Proxy proxy = loopback.proxy(uri);

        assertThat(proxy.callAsync("echo", 1).get(5, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(proxy.callAsync(double.class, "echo", 1).get(5, TimeUnit.SECONDS))
                .isEqualTo(1.0);
        assertThatThrownBy(() -> proxy.callAsync("fail", "naming").get(5, TimeUnit.SECONDS))
                .hasCauseInstanceOf(NamingException.class);
    }

    @Test
    void theContinuationOfAFutureMayCallTheSameProxy() throws Exception {
        Proxy proxy = loopback.proxy(uri);

        assertThat(proxy.callAsync(int.class, "add", 1, 2)
                .thenApply(three -> proxy.call(int.class, "add", three, 4))
                .get(5, TimeUnit.SECONDS)).isEqualTo(7);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void aOnewayCallIsNotWaitedFor(Protocol protocol) throws Exception {
        Proxy proxy = loopback.proxy(uri, protocol);
        assertThat(proxy.call("tell")).isNull();
        proxy.callOneway("nothing");
        proxy.callOneway("fail", "unseen");
        proxy.callOneway("nosuch");

        assertThat(service.goOn.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(proxy.call("echo", "after")).isEqualTo("after");
    }

    // batches

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void aBatchGivesAResultForEachCall(Protocol protocol) {
        Proxy proxy = loopback.proxy(uri, protocol);

        List<BatchResult> results = proxy.batch().call("add", 1, 2).call("nothing")
                .call("echo", "x").call("add", 1, Kwargs.of("b", 2)).invoke();

        assertThat(results).extracting(BatchResult::get).containsExactly(3, null, "x", 3);
        assertThat(results.getFirst().get(Long.class)).isEqualTo(3L);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void aBatchEndsWithItsFirstFailure(Protocol protocol) {
        Proxy proxy = loopback.proxy(uri, protocol);

        List<BatchResult> results = proxy.batch().call("add", 1, 2).call("fail", "argument")
                .call("tell").invoke();

        assertThat(results).hasSize(2);
        assertThat(results.getLast().isFailure()).isTrue();
        assertThatThrownBy(() -> results.getLast().get()).isInstanceOf(RemoteCallException.class)
                .hasMessageContaining("bad argument");
        assertThat(service.told).hasValue(0);
    }

    @Test
    void anEmptyBatchHasNoResults() {
        assertThat(loopback.proxy(uri).batch().invoke()).isEmpty();
    }

    @Test
    void anUnknownNameFailsTheWholeBatchAndNothingOfItIsDone() {
        Proxy proxy = loopback.proxy(uri);

        assertThatThrownBy(() -> proxy.batch().call("tell").call("nosuch").invoke())
                .isInstanceOf(RemoteCallException.class).hasMessageContaining("nosuch");
        assertThat(service.told).hasValue(0);
    }

    @Test
    void aBatchMayBeOnewayOrAFuture() throws Exception {
        Proxy proxy = loopback.proxy(uri);
        proxy.batch().call("tell").call("tell").invokeOneway();

        assertThat(proxy.batch().call("add", 1, 1).invokeAsync().get(5, TimeUnit.SECONDS)
                .getFirst().get()).isEqualTo(2);
        assertThat(service.told).hasValue(2);
    }

    // as values

    @Test
    void proxiesForOneUriAreEqual() {
        Proxy one = loopback.proxy(uri);
        Proxy two = loopback.proxy(uri, Protocol.V48);
        Proxy other = loopback.proxy(loopback.daemon().uriFor("other"));

        assertThat(one).isEqualTo(two).hasSameHashCodeAs(two).isNotEqualTo(other)
                .isNotEqualTo(uri);
    }

    @Test
    void theTextOfAProxySaysWhereItLeadsAndWhetherItIsConnected() {
        Proxy proxy = loopback.proxy(uri);
        assertThat(proxy).hasToString("Proxy[" + uri + ", not connected]");
        proxy.bind();
        assertThat(proxy).hasToString("Proxy[" + uri + ", connected]");
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void aProxyThatIsSentArrivesAsAProxyForTheSameObject(Protocol protocol) {
        Proxy proxy = loopback.proxy(uri, protocol);

        assertThat(proxy.call("echo", proxy)).isEqualTo(proxy).isInstanceOfSatisfying(Proxy.class,
                received -> {
                    assertThat(received.call("add", 20, 3)).isEqualTo(23);
                    received.close();
                });
    }

    @Test
    void negativeSettingsAreRefused() {
        assertThatThrownBy(() -> Proxy.builder(uri).timeout(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Proxy.builder(uri).maxRetries(-1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
