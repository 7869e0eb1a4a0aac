package io.jyro.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.jyro.CallTimeoutException;
import io.jyro.Expose;
import io.jyro.Loopback;
import io.jyro.PyroConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Callers that need a connection at the same time. */
@Timeout(60)
class JointAttemptTest {

    @Test
    void theyShareTheTimeoutOfAConnectThatFails() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Proxy proxy = Proxy.builder("PYRO:thing@localhost:" + silent.getLocalPort())
                        .config(PyroConfig.defaults()).timeout(Duration.ofSeconds(1)).build()) {
            List<CompletableFuture<@Nullable Object>> calls = new ArrayList<>();
            long began = System.nanoTime();
            for (int i = 0; i < 8; i++) {
                calls.add(proxy.callAsync("ask"));
            }

            for (CompletableFuture<@Nullable Object> call : calls) {
                assertThatThrownBy(() -> call.get(30, TimeUnit.SECONDS))
                        .hasCauseInstanceOf(CallTimeoutException.class);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofSeconds(4)); // one after the other would be eight
        }
    }

    @Test
    void theNextAttemptIsANewOne() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        try (Proxy proxy = Proxy.builder("PYRO:thing@localhost:" + port)
                .config(PyroConfig.defaults()).build()) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(proxy::bind).hasMessageContaining("refused");
            }
        }
    }

    /** Is there to be called. */
    @Expose
    public static class Service {
        /** Gives what it gets. */
        public String echo(String text) {
            return text;
        }
    }

    @Test
    void aHandshakeThatNeedsItsOwnConnectionIsAnErrorAndNoCircle() {
        try (Loopback loopback = new Loopback()) {
            List<Proxy> self = new ArrayList<>();
            self.add(loopback.proxy(Proxy.builder(loopback.daemon().register(new Service()))
                    .handshakeResponse(answer -> self.getFirst().call("echo", "me"))));

            assertThatThrownBy(() -> self.getFirst().bind())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("while it connects");
        }
    }
}
