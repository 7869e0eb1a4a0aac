package io.jyro.client.link;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.jyro.CommunicationException;
import io.jyro.Expose;
import io.jyro.NamingException;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.client.NamesResolveAgainTest;
import io.jyro.client.Proxy;
import io.jyro.server.Daemon;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Proxies that wait for a daemon which is not there yet, or not again. */
@Timeout(60)
class PatienceTest {
    private static final Duration LONG = Duration.ofSeconds(50);

    /** Is there to be called. */
    @Expose
    public static class Service {
        public String echo(String text) {
            return text;
        }
    }

    private final List<AutoCloseable> open = new ArrayList<>();
    private final int port = freePort();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private static int freePort() {
        try (Daemon daemon = Daemon.builder().host("localhost").config(PyroConfig.defaults())
                .start()) {
            return daemon.register(new Service()).port();
        }
    }

    private Daemon start(int atPort) {
        Daemon daemon = Daemon.builder().host("localhost").port(atPort)
                .config(PyroConfig.defaults()).register(new Service(), "service").start();
        open.add(daemon);
        return daemon;
    }

    private Proxy.Builder service() {
        return Proxy.builder(PyroUri.of("service", "localhost", port))
                .config(PyroConfig.defaults());
    }

    private Proxy built(Proxy.Builder builder) {
        Proxy proxy = builder.build();
        open.add(proxy);
        return proxy;
    }

    // A thread that waits for another attempt is parked; the daemon starts only then.
    private void startWhenItWaits(Thread caller, Runnable start) {
        while (caller.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        start.run();
    }

    private static Thread run(CompletableFuture<@Nullable Object> result, Proxy proxy) {
        return Thread.ofPlatform().start(() -> {
            try {
                result.complete(proxy.call("echo", "x"));
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
    }

    @Test
    void aRefusedConnectIsTriedAgainAsOftenAsTheProxyIsTold() throws Exception {
        CompletableFuture<@Nullable Object> result = new CompletableFuture<>();
        Thread caller = run(result, built(service().maxRetries(20)));

        startWhenItWaits(caller, () -> start(port));

        assertThat(result.get(50, TimeUnit.SECONDS)).isEqualTo("x");
    }

    @Test
    void aProxyThatDoesNotRetrySaysAtOnceThatNothingListens() {
        Proxy proxy = built(service());

        assertThatThrownBy(() -> proxy.call("echo", "x"))
                .isInstanceOf(CommunicationException.class).hasMessageContaining("refused");
    }

    @Test
    void aProxyWaitsForItsDaemon() throws Exception {
        CompletableFuture<@Nullable Object> result = new CompletableFuture<>();
        Thread caller = run(result, built(service().waitForDaemon(LONG)));

        startWhenItWaits(caller, () -> start(port));

        assertThat(result.get(50, TimeUnit.SECONDS)).isEqualTo("x");
    }

    @Test
    void aProxyWaitsForItsNameToo() throws Exception {
        PyroUri there = PyroUri.of("service", "localhost", start(0).uriFor("service").port());
        CompletableFuture<@Nullable Object> result = new CompletableFuture<>();
        Thread caller = run(result, built(Proxy
                .builder(PyroUri.ofName("service", "localhost", port))
                .config(PyroConfig.defaults()).waitForDaemon(LONG)));

        startWhenItWaits(caller, () -> open.add(Daemon.builder().host("localhost").port(port)
                .config(PyroConfig.defaults())
                .register(new NamesResolveAgainTest.Names(there), "Pyro.NameServer").start()));

        assertThat(result.get(50, TimeUnit.SECONDS)).isEqualTo("x");
    }

    @Test
    void waitingEndsWithTheCausesOwnError() {
        Proxy proxy = built(service().waitForDaemon(Duration.ofMillis(30)));
        Proxy named = built(Proxy.builder(PyroUri.ofName("service", "localhost", port))
                .config(PyroConfig.defaults()).waitForDaemon(Duration.ofMillis(30)));

        assertThatThrownBy(proxy::bind).isInstanceOf(CommunicationException.class)
                .hasMessageContaining("refused");
        assertThatThrownBy(named::bind).isInstanceOf(NamingException.class);
    }

    @Test
    void aReconnectWithPatienceWaitsForTheDaemonToComeBack() throws Exception {
        Daemon before = start(port);
        Proxy proxy = built(service());
        proxy.bind();
        before.close();
        Thread caller = Thread.ofPlatform().start(() -> proxy.reconnect(LONG));

        startWhenItWaits(caller, () -> start(port));
        caller.join();

        assertThat(proxy.isBound()).isTrue();
        assertThat(proxy.call("echo", "x")).isEqualTo("x");
    }

    @Test
    void pausesGrowUpToASecond() {
        GrowingPause pause = new GrowingPause();

        assertThat(Stream.generate(pause::next).limit(9)).containsExactly(Duration.ofMillis(10),
                Duration.ofMillis(20), Duration.ofMillis(40), Duration.ofMillis(80),
                Duration.ofMillis(160), Duration.ofMillis(320), Duration.ofMillis(640),
                Duration.ofSeconds(1), Duration.ofSeconds(1));
    }

    @Test
    void negativePatienceIsRefused() {
        Proxy proxy = built(service());

        assertThatThrownBy(() -> proxy.reconnect(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> service().waitForDaemon(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
