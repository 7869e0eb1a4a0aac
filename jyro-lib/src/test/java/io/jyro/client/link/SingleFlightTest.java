package io.jyro.client.link;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.jyro.CallTimeoutException;
import io.jyro.Caller;
import io.jyro.CommunicationException;
import io.jyro.Expose;
import io.jyro.Loopback;
import io.jyro.PyroConfig;
import io.jyro.client.Proxy;
import io.jyro.transport.CallDeadline;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Callers that need a connection at the same time. */
@Timeout(20)
class SingleFlightTest {

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

    private final SingleFlight<String> joint = new SingleFlight<>();
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final AtomicInteger attempts = new AtomicInteger();

    private Caller<String> joining(Callable<String> end) {
        return joining(end, CallDeadline.NONE);
    }

    // Makes an attempt that waits until it may end, or waits for one.
    private Caller<String> joining(Callable<String> end, CallDeadline deadline) {
        return Caller.of(() -> joint.join(() -> {
            attempts.incrementAndGet();
            try {
                mayEnd.await();
                return end.call();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CommunicationException("interrupted", e);
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }, deadline));
    }

    @Test
    void callersThatWaitGetTheResultOfTheAttempt() throws Exception {
        Caller<String> attempting = joining(() -> "connected").parked();
        Caller<String> one = joining(() -> "another").parked();
        Caller<String> other = joining(() -> "a third", CallDeadline.in(Duration.ofMinutes(1)))
                .parked();

        mayEnd.countDown();

        assertThat(attempting.result()).isEqualTo("connected");
        assertThat(one.result()).isEqualTo("connected");
        assertThat(other.result()).isEqualTo("connected");
        assertThat(attempts).hasValue(1);
    }

    @Test
    void callersThatWaitShareTheFailureOfTheAttempt() throws Exception {
        RuntimeException refused = new CommunicationException("refused");
        Caller<String> attempting = joining(() -> {
            throw refused;
        }).parked();
        Caller<String> waiting = joining(() -> "another").parked();

        mayEnd.countDown();

        assertThat(attempting.failure()).isSameAs(refused);
        assertThat(waiting.failure()).isSameAs(refused);
        assertThat(attempts).hasValue(1);
    }

    @Test
    void theInterruptOfTheAttemptingCallerIsItsOwnAndAnotherTriesAgain() throws Exception {
        Caller<String> attempting = joining(() -> "never").parked();
        Caller<String> one = joining(() -> "connected").parked();
        Caller<String> other = joining(() -> "connected").parked();

        attempting.interrupt();
        assertThat(attempting.failure()).hasMessage("interrupted");
        while (attempts.get() < 2) {
            Caller.pause();
        }
        mayEnd.countDown();

        assertThat(one.result()).isEqualTo("connected");
        assertThat(other.result()).isEqualTo("connected");
        assertThat(attempts.get()).isBetween(2, 3); // the third caller may come after the second attempt
    }

    @Test
    void theDeadlineOfTheAttemptingCallerIsItsOwnAndAnotherTriesAgain() throws Exception {
        Caller<String> attempting = joining(() -> {
            throw new CallTimeoutException("too late");
        }, CallDeadline.in(Duration.ofNanos(1))).parked();
        Caller<String> waiting = joining(() -> "connected").parked();

        mayEnd.countDown();

        assertThat(attempting.failure()).hasMessage("too late");
        assertThat(waiting.result()).isEqualTo("connected");
        assertThat(attempts).hasValue(2);
    }

    @Test
    void aCallerThatIsInterruptedWhileItWaitsLeavesAlone() throws Exception {
        Caller<String> attempting = joining(() -> "connected").parked();
        Caller<String> leaving = joining(() -> "never").parked();
        Caller<String> staying = joining(() -> "never").parked();

        leaving.interrupt();

        assertThat(leaving.failure()).isInstanceOf(CommunicationException.class)
                .hasMessageContaining("interrupted while waiting for another thread to connect");
        mayEnd.countDown();
        assertThat(attempting.result()).isEqualTo("connected");
        assertThat(staying.result()).isEqualTo("connected");
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
                    .hasMessageContaining("while the same proxy connects");
        }
    }
}
