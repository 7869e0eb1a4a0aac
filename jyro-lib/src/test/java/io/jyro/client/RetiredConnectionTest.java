package io.jyro.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.jyro.ConnectionClosedException;
import io.jyro.Expose;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.server.Daemon;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A proxy takes another connection when too many calls were abandoned, and still owns the one before. */
@Timeout(60)
class RetiredConnectionTest {
    private static final int MORE_THAN_ENOUGH = 2_000;

    /** Is there to be called. */
    @Expose
    public static class Service {
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);

        public String echo(String text) {
            return text;
        }

        public void hang() throws InterruptedException {
            entered.countDown();
            goOn.await();
        }
    }

    // Its request does not reach the daemon, so that it waits for its reply until it is interrupted.
    private static void abandon(Proxy proxy) throws InterruptedException {
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                proxy.call("echo", "x");
            } catch (RuntimeException e) {
                // it was interrupted
            }
        });
        while (caller.getState() != Thread.State.WAITING && caller.isAlive()) {
            Thread.onSpinWait();
        }
        caller.interrupt();
        caller.join();
    }

    @SuppressWarnings("try") // closing the proxy is a part of the test
    @Test
    void theNextCallConnectsAgainAndTheProxyEndsBoth() throws Exception {
        Service service = new Service();
        try (Daemon daemon = Daemon.builder().host("localhost").config(PyroConfig.defaults())
                .start()) {
            PyroUri uri = daemon.register(service, "service");
            try (Relay relay = Relay.transparent(uri.port());
                    Proxy proxy = Proxy.builder(relay.uri(uri)).config(PyroConfig.defaults())
                            .build()) {
                proxy.bind();
                CompletableFuture<@Nullable Object> kept = proxy.callAsync("hang");
                service.entered.await();
                relay.stop();
                for (int i = 0; i < MORE_THAN_ENOUGH && proxy.isBound(); i++) {
                    abandon(proxy);
                }
                relay.goOn();

                assertThat(proxy.call("echo", "again")).isEqualTo("again");
                assertThat(relay.connections()).isEqualTo(2);
                assertThat(kept).isNotDone();
                proxy.close();
                assertThatThrownBy(() -> kept.get(20, TimeUnit.SECONDS))
                        .hasCauseInstanceOf(ConnectionClosedException.class);
            } finally {
                service.goOn.countDown();
            }
        }
    }
}
