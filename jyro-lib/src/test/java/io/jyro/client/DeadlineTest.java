package io.jyro.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.jyro.Attribute;
import io.jyro.CallTimeoutException;
import io.jyro.Expose;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.server.Daemon;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A deadline ends a whole call, in whatever it is doing, also where a timeout does not because something comes all the time. */
@Timeout(60)
class DeadlineTest {
    private static final Duration DEADLINE = Duration.ofMillis(500);

    /** Is there to be called. */
    @Expose
    public static class Service {
        private final CountDownLatch goOn = new CountDownLatch(1);
        private final AtomicInteger entered = new AtomicInteger();

        public String echo(String text) {
            return text;
        }

        public byte[] bytes(int size) {
            return new byte[size];
        }

        public int size(byte[] bytes) {
            return bytes.length;
        }

        public String hang() throws InterruptedException {
            entered.incrementAndGet();
            goOn.await();
            return "at last";
        }

        @Attribute
        public String getSlow() throws InterruptedException {
            return hang();
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
                        return hang();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }
            };
        }
    }

    private final Service service = new Service();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final PyroUri uri = closedLater(Daemon.builder().host("localhost")
            .config(PyroConfig.defaults()).start()).register(service, "service");

    @AfterEach
    void close() throws Exception {
        service.goOn.countDown();
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private <T extends AutoCloseable> T closedLater(T one) {
        open.add(one);
        return one;
    }

    private Relay relay(boolean stock) {
        return closedLater(stock ? Relay.stock(uri.port()) : Relay.transparent(uri.port()));
    }

    private Proxy proxy(PyroUri to) {
        return closedLater(Proxy.builder(to).config(PyroConfig.defaults()).deadline(DEADLINE)
                .build());
    }

    private static void assertLate(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(CallTimeoutException.class)
                .hasMessageContaining("not complete within PT0.5S (deadline");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aReplyThatTricklesEndsAndTheNextCallWorks(boolean stock) {
        Relay relay = relay(stock);
        Proxy proxy = proxy(relay.uri(uri));
        proxy.bind();
        relay.trickle(true);

        assertLate(() -> proxy.call("bytes", 5_000));

        relay.trickle(false);
        assertThat(proxy.call("echo", "quick")).isEqualTo("quick");
        assertThat(relay.connections()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTimeoutForEachPauseAppliesBesides(boolean stock) {
        Relay relay = relay(stock);
        Proxy proxy = closedLater(Proxy.builder(relay.uri(uri)).config(PyroConfig.defaults())
                .timeout(Duration.ofMillis(400)).deadline(DEADLINE).build());
        proxy.bind();
        relay.trickle(true);

        assertThatThrownBy(() -> proxy.call("bytes", 5_000))
                .isInstanceOf(CallTimeoutException.class);
    }

    @Test
    void aReplyThatTricklesKeepsNoOtherCallerLongerThanItsDeadline() throws Exception {
        Relay relay = relay(false);
        Proxy proxy = proxy(relay.uri(uri));
        proxy.bind();
        relay.trickle(true);

        List<CompletableFuture<@Nullable Object>> calls = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            CompletableFuture<@Nullable Object> done = new CompletableFuture<>();
            Thread.ofPlatform().daemon().start(() -> {
                try {
                    done.complete(proxy.call("bytes", 5_000));
                } catch (Throwable e) {
                    done.completeExceptionally(e);
                }
            });
            calls.add(done);
        }
        calls.add(proxy.callAsync("bytes", 5_000));

        for (CompletableFuture<@Nullable Object> call : calls) {
            assertThatThrownBy(() -> call.get(20, TimeUnit.SECONDS)).isNotNull();
        }
        relay.trickle(false);
        assertThat(proxy.call("echo", "quick")).isEqualTo("quick");
    }

    @Test
    void aFutureWhoseReplyTricklesFails() {
        Relay relay = relay(false);
        Proxy proxy = proxy(relay.uri(uri));
        proxy.bind();
        relay.trickle(true);

        assertThatThrownBy(() -> proxy.callAsync("bytes", 5_000).get(20, TimeUnit.SECONDS))
                .hasCauseInstanceOf(CallTimeoutException.class).hasMessageContaining("deadline");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aConnectThatHangsEnds(boolean stock) throws Exception {
        Relay relay = relay(stock);
        relay.stop();
        Proxy proxy = proxy(relay.uri(uri));

        assertLate(proxy::bind);
        assertLate(proxy::reconnect);
        assertLate(proxy::metadata);
        assertLate(() -> proxy.call("echo", "x"));

        relay.goOn();
        assertThat(proxy.call("echo", "x")).isEqualTo("x");
    }

    @Test
    void aHandshakeThatTricklesEnds() {
        Relay relay = relay(false);
        relay.trickle(true);

        assertLate(proxy(relay.uri(uri))::bind);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRequestThatIsNotTakenEnds(boolean stock) throws Exception {
        Relay relay = relay(stock);
        Proxy proxy = proxy(relay.uri(uri));
        proxy.bind();
        relay.stop();

        assertLate(() -> proxy.call("size", (Object) new byte[20_000_000]));

        relay.goOn();
        assertThat(proxy.call("echo", "x")).isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void allKindsOfCallsEnd(boolean stock) {
        Proxy proxy = proxy(relay(stock).uri(uri));

        assertLate(() -> proxy.call("hang"));
        assertLate(() -> proxy.batch().call("hang").invoke());
        assertLate(() -> proxy.get("slow"));
        assertLate(() -> proxy.stream(String.class, "items").next());
        assertThatThrownBy(() -> proxy.callAsync("hang").get(20, TimeUnit.SECONDS))
                .hasCauseInstanceOf(CallTimeoutException.class).hasMessageContaining("deadline");
        assertThat(proxy.call("echo", "x")).isEqualTo("x");
    }

    @Test
    void retriesDoNotExtendIt() {
        Proxy proxy = closedLater(Proxy.builder(uri).config(PyroConfig.defaults())
                .timeout(Duration.ofMillis(200)).maxRetries(20).deadline(DEADLINE).build());

        assertThatThrownBy(() -> proxy.call("hang")).isInstanceOf(CallTimeoutException.class);

        assertThat(service.entered.get()).isLessThanOrEqualTo(3);
    }

    @Test
    void aLookUpEnds() throws Exception {
        Relay nameServer = relay(false);
        nameServer.stop();
        PyroUri where = nameServer.uri(uri);
        Proxy proxy = proxy(PyroUri.parse("PYRONAME:thing@localhost:" + where.port()));

        assertLate(() -> proxy.call("echo", "x"));
    }

    @Test
    void theConfigurationSetsItToo() {
        Proxy proxy = closedLater(Proxy.builder(uri)
                .config(PyroConfig.builder().callDeadline(DEADLINE).build()).build());

        assertLate(() -> proxy.call("hang"));
    }

    @Test
    void aNegativeOneIsRefused() {
        assertThatThrownBy(() -> Proxy.builder(uri).deadline(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("negative");
    }
}
