package io.jyro.client;

import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.jyro.Attribute;
import io.jyro.CallTimeoutException;
import io.jyro.Caller;
import io.jyro.Expose;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.RemoteCallException;
import io.jyro.hostile.RawMessage;
import io.jyro.hostile.ScriptedPeer;
import io.jyro.rpc.CallContext;
import io.jyro.server.Daemon;
import io.jyro.wire.MessageType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The error of a call that takes too long names the method, the object, the limit, and what was awaited. */
@Timeout(60)
class TimeoutErrorsTest {
    private static final Duration SHORT = Duration.ofMillis(50);
    // For proxies of which something has to succeed first.
    private static final Duration LONGER = Duration.ofMillis(300);

    /** Hangs until the test is over. */
    @Expose
    public static class Service {
        private final CountDownLatch goOn = new CountDownLatch(1);

        public void hang() throws InterruptedException {
            goOn.await();
        }

        @Attribute
        public int getSize() throws InterruptedException {
            goOn.await();
            return 1;
        }

        public Iterator<String> items() {
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return true;
                }

                @Override
                public String next() {
                    try {
                        goOn.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return "item";
                }
            };
        }

        public int size(byte[] bytes) {
            return bytes.length;
        }

        public String annotated() {
            CallContext.current().responseAnnotations().put("NOTE", new byte[]{1});
            return "annotated";
        }

        public @Nullable Object relay(Proxy other) {
            return other.toBuilder().timeout(SHORT).build().call("hang");
        }
    }

    private final Service service = new Service();
    private final Daemon daemon = Daemon.builder().host("localhost").config(PyroConfig.defaults())
            .start();
    private final PyroUri uri = daemon.register(service, "service");
    private final Relay stock = Relay.stock(uri.port());
    private final Relay jyro = Relay.transparent(uri.port());

    @AfterEach
    void close() {
        service.goOn.countDown();
        stock.close();
        jyro.close();
        daemon.close();
    }

    private static Proxy.Builder to(PyroUri uri) {
        return Proxy.builder(uri).config(PyroConfig.defaults());
    }

    @Test
    void theTimeoutOfACallToJyro() {
        try (Proxy proxy = to(uri).timeout(SHORT).build()) {
            assertThatThrownBy(() -> proxy.call("hang")).isInstanceOf(CallTimeoutException.class)
                    .hasMessageContaining("hang() of object 'service'")
                    .hasMessageContaining("no reply came").hasMessageContaining("PT0.05S")
                    .hasMessageContaining("(timeout, COMMTIMEOUT)")
                    .hasMessageContaining("may still run");
        }
    }

    @Test
    void theTimeoutOfACallToAStockDaemon() {
        try (Proxy proxy = to(stock.uri(uri)).timeout(SHORT).build()) {
            assertThatThrownBy(() -> proxy.call("hang")).isInstanceOf(CallTimeoutException.class)
                    .hasMessageContaining("hang() of object 'service'")
                    .hasMessageContaining("waiting for the reply")
                    .hasMessageContaining("PT0.05S (timeout, COMMTIMEOUT)");
        }
    }

    @Test
    void theDeadlineOfACallToEither() {
        for (PyroUri each : new PyroUri[]{uri, stock.uri(uri)}) {
            try (Proxy proxy = to(each).deadline(SHORT).build()) {
                assertThatThrownBy(() -> proxy.call("hang"))
                        .isInstanceOf(CallTimeoutException.class)
                        .hasMessageContaining("hang() of object 'service'")
                        .hasMessageContaining("PT0.05S (deadline, CALL_DEADLINE)")
                        .hasMessageContaining("waiting for the reply");
            }
        }
    }

    @Test
    void theTimeoutOfAFuture() {
        try (Proxy proxy = to(uri).timeout(SHORT).build()) {
            proxy.bind();
            assertThatThrownBy(() -> proxy.callAsync("hang").get(20, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(CallTimeoutException.class)
                    .hasMessageContaining("hang() of object 'service'")
                    .hasMessageContaining("(timeout, COMMTIMEOUT)");
        }
    }

    @Test
    void theTimeoutOfAnAttribute() {
        try (Proxy proxy = to(stock.uri(uri)).timeout(SHORT).build()) {
            assertThatThrownBy(() -> proxy.get("size")).isInstanceOf(CallTimeoutException.class)
                    .hasMessageContaining("attribute size of object 'service'");
        }
    }

    @Test
    void theTimeoutOfABatchAndOfAnItem() {
        for (PyroUri each : new PyroUri[]{uri, stock.uri(uri)}) {
            try (Proxy proxy = to(each).timeout(LONGER).build()) {
                assertThatThrownBy(() -> proxy.batch().call("hang").invoke())
                        .isInstanceOf(CallTimeoutException.class)
                        .hasMessageContaining("a batch of calls of object 'service'")
                        .hasMessageContaining("PT0.3S (timeout, COMMTIMEOUT)");
                RemoteIterator<String> items = proxy.stream(String.class, "items");
                assertThatThrownBy(items::next).isInstanceOf(CallTimeoutException.class)
                        .hasMessageContaining("the request for the next item of a stream")
                        .hasMessageContaining("PT0.3S (timeout, COMMTIMEOUT)");
            }
        }
    }

    // The limit of the second call passes while the first one, whose reply has come, keeps the connection.
    private Caller<@Nullable Object> keeping(Proxy.Builder builder, CountDownLatch mayEnd,
            AtomicReference<@Nullable Proxy> shared) throws InterruptedException {
        CountDownLatch kept = new CountDownLatch(1);
        Proxy proxy = builder.responseAnnotations((annotations, type) -> {
            kept.countDown();
            try {
                mayEnd.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }).build();
        shared.set(proxy);
        Caller<@Nullable Object> first = Caller.of(() -> proxy.call("annotated"));
        kept.await();
        return first;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theLimitOfACallThatWaitsForItsTurn(boolean isDeadline) throws Exception {
        Proxy.Builder builder = to(stock.uri(uri));
        CountDownLatch mayEnd = new CountDownLatch(1);
        AtomicReference<@Nullable Proxy> shared = new AtomicReference<>();
        Caller<@Nullable Object> first = keeping(
                isDeadline ? builder.deadline(LONGER) : builder.timeout(LONGER), mayEnd, shared);
        try (Proxy proxy = Objects.requireNonNull(shared.get())) {
            assertThatThrownBy(() -> proxy.call("hang")).isInstanceOf(CallTimeoutException.class)
                    .hasMessageContaining("hang() of object 'service'")
                    .hasMessageContaining(isDeadline
                            ? "within PT0.3S (deadline, CALL_DEADLINE); it was waiting for its turn"
                            : "calls of other threads kept this proxy busy for PT0.3S"
                                    + " (timeout, COMMTIMEOUT)")
                    .hasMessageContaining("not sent");
            mayEnd.countDown();
            assertThat(first.result()).isEqualTo("annotated");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theLimitOfACallWhoseDaemonAnswersNoPing(boolean isDeadline) {
        try (ScriptedPeer daemon = ScriptedPeer.daemon()) {
            Proxy.Builder builder = Proxy.builder(daemon.uri("thing"))
                    .config(PyroConfig.defaults()).protocol(Protocol.V502);
            daemon.welcome("ask").expect(MessageType.INVOKE).reply(MessageType.RESULT,
                    m -> m.flags(1).serpent("{'__class__':'ValueError','__exception__':True,"
                            + "'args':('no',),'attributes':{}}"))
                    .expect(MessageType.PING);
            try (Proxy proxy = (isDeadline ? builder.deadline(LONGER) : builder.timeout(LONGER))
                    .build()) {
                assertThatThrownBy(() -> proxy.call("ask")).isInstanceOf(RemoteCallException.class);

                assertThatThrownBy(() -> proxy.call("ask"))
                        .isInstanceOf(CallTimeoutException.class)
                        .hasMessageContaining("ask() of object 'thing'")
                        .hasMessageContaining("ping")
                        .hasMessageContaining(isDeadline
                                ? "within PT0.3S (deadline, CALL_DEADLINE)"
                                : "within PT0.3S (timeout, COMMTIMEOUT)")
                        .hasMessageContaining("not sent");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theTimeoutOfARequestThatIsNotTaken(boolean isStock) throws Exception {
        Relay relay = isStock ? stock : jyro;
        try (Proxy proxy = to(relay.uri(uri)).timeout(LONGER).build()) {
            proxy.bind();
            relay.stop();
            assertThatThrownBy(() -> proxy.call("size", (Object) new byte[20_000_000]))
                    .isInstanceOf(CallTimeoutException.class)
                    .hasMessageContaining("size() of object 'service'")
                    .hasMessageContaining("took no more bytes for PT0.3S (timeout, COMMTIMEOUT)");
        } finally {
            relay.goOn();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theTimeoutOfAReplyThatStopsInTheMiddle(boolean isStock) {
        try (ScriptedPeer daemon = ScriptedPeer.daemon();
                Proxy proxy = Proxy.builder(daemon.uri("thing")).config(PyroConfig.defaults())
                        .protocol(Protocol.V502).timeout(LONGER).build()) {
            daemon.nextClient().expect(MessageType.CONNECT)
                    .reply(MessageType.CONNECTOK, m -> welcome(m, isStock))
                    .expect(MessageType.INVOKE)
                    .reply(MessageType.RESULT, m -> m.serpent("'half'").claimPayload(1000));

            assertThatThrownBy(() -> proxy.call("ask")).isInstanceOf(CallTimeoutException.class)
                    .hasMessageContaining("ask() of object 'thing'")
                    .hasMessageContaining("nothing more came")
                    .hasMessageContaining("within PT0.3S (timeout, COMMTIMEOUT)");
        }
    }

    private static RawMessage welcome(RawMessage message, boolean isStock) {
        RawMessage welcome = message.serpent("{'handshake':'hello','meta':{'methods':('ask',),"
                + "'oneway':(),'attrs':()}}");
        return isStock ? welcome : welcome.annotation("JYRO", new byte[]{1, 0, 0, 0, 1});
    }

    @Test
    void theLimitOfAConnectThatIsNotAnswered() {
        try (ScriptedPeer silent = ScriptedPeer.daemon()) {
            Proxy.Builder builder = Proxy.builder(silent.uri("thing"))
                    .config(PyroConfig.defaults());
            try (Proxy proxy = builder.timeout(SHORT).build()) {
                assertThatThrownBy(() -> proxy.call("ask"))
                        .isInstanceOf(CallTimeoutException.class)
                        .hasMessageContaining("ask() of object 'thing'")
                        .hasMessageContaining("the handshake")
                        .hasMessageContaining("within PT0.05S (timeout, COMMTIMEOUT)");
            }
            try (Proxy proxy = builder.timeout(Duration.ZERO).deadline(SHORT).build()) {
                assertThatThrownBy(() -> proxy.call("ask"))
                        .isInstanceOf(CallTimeoutException.class)
                        .hasMessageContaining("ask() of object 'thing'")
                        .hasMessageContaining("within PT0.05S (deadline, CALL_DEADLINE);"
                                + " it was connecting to localhost:" + silent.port())
                        .hasMessageNotContaining("COMMTIMEOUT");
            }
        }
    }

    @Test
    void aCallInAChainNamesWhatWaitsForIt() {
        try (Proxy proxy = to(uri).build(); Proxy other = to(stock.uri(uri)).build()) {
            assertThatThrownBy(() -> proxy.call("relay", other))
                    .hasMessageContaining("hang() of object 'service'")
                    .hasMessageContaining("while serving a call of the client " + text(proxy));
        }
    }

    private static String text(Proxy proxy) {
        return "/127.0.0.1:"
                + ((java.net.InetSocketAddress) proxy.localAddress()).getPort();
    }
}
