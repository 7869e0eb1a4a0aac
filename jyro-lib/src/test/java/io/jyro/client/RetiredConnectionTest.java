package io.jyro.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.jyro.ConnectionClosedException;
import io.jyro.Expose;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.client.exchange.Exchange;
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
        private final List<CompletableFuture<String>> answers = List.of(new CompletableFuture<>(),
                new CompletableFuture<>());

        public String echo(String text) {
            return text;
        }

        public String answer(int number) {
            return answers.get(number).join();
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

    // A caller that waits for its reply: parked, as long as it does not read.
    private static boolean isParked(Thread caller) {
        return LockSupport.getBlocker(caller) instanceof Exchange;
    }

    @Test
    void itStaysOpenUntilAllCallersHaveTheirReplies() throws Exception {
        Service service = new Service();
        try (Daemon daemon = Daemon.builder().host("localhost").config(PyroConfig.defaults())
                .start()) {
            PyroUri uri = daemon.register(service, "service");
            try (Relay relay = Relay.transparent(uri.port());
                    Proxy proxy = Proxy.builder(relay.uri(uri)).config(PyroConfig.defaults())
                            .build()) {
                List<CompletableFuture<@Nullable Object>> replies = new ArrayList<>();
                List<Thread> callers = new ArrayList<>();
                proxy.bind();
                for (int i = 0; i < 2; i++) {
                    int number = i;
                    CompletableFuture<@Nullable Object> reply = new CompletableFuture<>();
                    replies.add(reply);
                    callers.add(Thread.ofPlatform().daemon().start(() -> {
                        try {
                            reply.complete(proxy.call("answer", number));
                        } catch (RuntimeException e) {
                            reply.completeExceptionally(e);
                        }
                    }));
                }
                while (isParked(callers.get(0)) == isParked(callers.get(1))) {
                    Thread.onSpinWait();
                }
                int reading = isParked(callers.get(0)) ? 1 : 0;
                relay.stop();
                for (int i = 0; i < MORE_THAN_ENOUGH && proxy.isBound(); i++) {
                    abandon(proxy);
                }
                relay.goOn();

                service.answers.get(reading).complete("to the caller that reads");
                assertThat(replies.get(reading).get(20, TimeUnit.SECONDS))
                        .isEqualTo("to the caller that reads");
                service.answers.get(1 - reading).complete("to the one that then reads");
                assertThat(replies.get(1 - reading).get(20, TimeUnit.SECONDS))
                        .isEqualTo("to the one that then reads");
            } finally {
                service.answers.forEach(each -> each.complete(""));
            }
        }
    }
}
