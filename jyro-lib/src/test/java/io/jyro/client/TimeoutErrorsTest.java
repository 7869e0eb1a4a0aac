package io.jyro.client;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.jyro.Attribute;
import io.jyro.CallTimeoutException;
import io.jyro.Expose;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.server.Daemon;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The error of a call that takes too long names the method, the object, the limit, and what was awaited. */
@Timeout(60)
class TimeoutErrorsTest {
    private static final Duration SHORT = Duration.ofMillis(50);

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

        public @Nullable Object relay(Proxy other) {
            return other.toBuilder().timeout(SHORT).build().call("hang");
        }
    }

    private final Service service = new Service();
    private final Daemon daemon = Daemon.builder().host("localhost").config(PyroConfig.defaults())
            .start();
    private final PyroUri uri = daemon.register(service, "service");
    private final Relay stock = Relay.stock(uri.port());

    @AfterEach
    void close() {
        service.goOn.countDown();
        stock.close();
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
