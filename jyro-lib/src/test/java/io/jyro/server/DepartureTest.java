package io.jyro.server;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import io.jyro.CommunicationException;
import io.jyro.Expose;
import io.jyro.Link;
import io.jyro.Loopback;
import io.jyro.PyroConfig;
import io.jyro.client.Proxy;
import io.jyro.rpc.CallContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is left behind by clients that are refused, or go while a call of theirs runs: nothing. */
@Timeout(60)
class DepartureTest {
    private final CountDownLatch gone = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @Test
    void whatWasTrackedForAClientThatIsRefusedIsClosed() throws Exception {
        try (Loopback loopback = new Loopback(Daemon.builder().config(PyroConfig.defaults())
                .handshake((client, data) -> {
                    CallContext.current().trackResource(closed::countDown);
                    throw new IllegalArgumentException("not you");
                }))) {
            Proxy refused = loopback.serve(new Object() {});

            assertThatThrownBy(refused::bind).isInstanceOf(CommunicationException.class)
                    .hasMessageContaining("not you");
            assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Its items come when nobody is there any more to fetch them. */
    @Expose
    public class Late {
        /** A call that lasts until its client has gone. */
        public Stream<Integer> items() throws InterruptedException {
            entered.countDown();
            goOn.await();
            return Stream.of(1, 2, 3).onClose(closed::countDown);
        }

        /** A call that does not. */
        public void nudge() {}
    }

    @Test
    void anItemStreamThatBeginsWhenItsClientHasGoneIsForgotten() throws Exception {
        PyroConfig config = PyroConfig.defaults().toBuilder().iterStreamLinger(Duration.ZERO)
                .build();
        leaveBeforeTheItemsCome(config);
    }

    @Test
    void anItemStreamThatBeginsWhenItsClientHasGoneLingersNoLongerThanOthers() throws Exception {
        PyroConfig config = PyroConfig.defaults().toBuilder()
                .iterStreamLinger(Duration.ofMillis(50)).pollTimeout(Duration.ofMillis(20))
                .build();
        leaveBeforeTheItemsCome(config);
    }

    private void leaveBeforeTheItemsCome(PyroConfig config) throws Exception {
        try (Loopback loopback = new Loopback(Daemon.builder().config(config)
                .onDisconnect(client -> gone.countDown()))) {
            leaveDuring(loopback.serve(new Late()), "items", entered, goOn);

            assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void anItemStreamThatBeginsWhileTheDaemonEndsIsForgotten() throws Exception {
        try (Loopback loopback = new Loopback()) {
            CompletableFuture<@Nullable Object> unanswered = loopback.serve(new Late())
                    .callAsync("items");
            entered.await();
            loopback.daemon().shutdown(Duration.ZERO);
            goOn.countDown();

            assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(unanswered.handle((reply, failure) -> "over").get(10, TimeUnit.SECONDS))
                    .isEqualTo("over");
        }
    }

    /** One for each client; notes whether it was closed while it was in use. */
    @Expose
    public static class Session implements AutoCloseable {
        private static final CountDownLatch ENTERED = new CountDownLatch(1);
        private static final CountDownLatch GO_ON = new CountDownLatch(1);
        private static final CompletableFuture<Boolean> CLOSED_IN_USE = new CompletableFuture<>();

        private volatile boolean inUse;

        /** A call that lasts until its client has gone. */
        public void stay() throws InterruptedException {
            inUse = true;
            ENTERED.countDown();
            GO_ON.await();
            inUse = false;
        }

        /** A call that does not. */
        public void nudge() {}

        @Override
        public void close() {
            CLOSED_IN_USE.complete(inUse);
        }
    }

    @Test
    void aSessionInstanceIsClosedWhenItsLastCallHasEnded() throws Exception {
        try (Loopback loopback = new Loopback(Daemon.builder().config(PyroConfig.defaults())
                .onDisconnect(client -> gone.countDown()))) {
            leaveDuring(loopback.serve(Session.class), "stay", Session.ENTERED, Session.GO_ON);

            assertThat(Session.CLOSED_IN_USE.get(10, TimeUnit.SECONDS)).isFalse();
        }
    }

    /** Has two calls that each wait for their own word. */
    @Expose
    public class Two {
        private final CountDownLatch otherEntered = new CountDownLatch(1);
        private final CountDownLatch otherGoesOn = new CountDownLatch(1);

        /** The first to begin, and the last to end. */
        public String outer() throws InterruptedException {
            entered.countDown();
            goOn.await();
            return "outer";
        }

        /** Begins after the other, and ends before it. */
        public String inner() throws InterruptedException {
            otherEntered.countDown();
            otherGoesOn.await();
            return "inner";
        }
    }

    @Test
    void aShutdownLetsAllCallsOfAConnectionEndInWhateverOrder() throws Exception {
        try (Loopback loopback = new Loopback()) {
            Two two = new Two();
            Proxy proxy = loopback.serve(two);
            proxy.bind();
            CompletableFuture<String> outer = proxy.callAsync(String.class, "outer");
            entered.await();
            CompletableFuture<String> inner = proxy.callAsync(String.class, "inner");
            two.otherEntered.await();
            loopback.proxy(proxy.uri()).bind();
            CompletableFuture<Void> ending = CompletableFuture
                    .runAsync(() -> loopback.daemon().shutdown(Duration.ofSeconds(20)));
            while (loopback.daemon().clients().size() > 1) { // who is silent is closed at once
                Thread.onSpinWait();
            }

            two.otherGoesOn.countDown();
            assertThat(inner.get(10, TimeUnit.SECONDS)).isEqualTo("inner");
            goOn.countDown();
            assertThat(outer.get(10, TimeUnit.SECONDS)).isEqualTo("outer");
            ending.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aDaemonOfOneClientEndsWhenTheHookHasHeardThatTheClientLeft() {
        Link link = Link.inProcess();
        AtomicBoolean heard = new AtomicBoolean();
        try (Daemon daemon = Daemon.builder().config(PyroConfig.defaults()).link(link.one())
                .onDisconnect(client -> {
                    LockSupport.parkNanos(200_000_000); // so long that a program that ends would not wait for it
                    heard.set(true);
                }).start()) {
            daemon.register(new Late(), "late");
            try (Proxy proxy = Proxy.builder("late").link(link.other())
                    .config(PyroConfig.defaults()).build()) {
                proxy.call("nudge");
            }
            daemon.requestLoop();

            assertThat(heard).isTrue();
        }
    }

    private void leaveDuring(Proxy proxy, String method, CountDownLatch hasBegun,
            CountDownLatch mayEnd) throws InterruptedException {
        proxy.bind();
        CompletableFuture<@Nullable Object> lost = proxy.callAsync(method);
        hasBegun.await();
        proxy.callOneway("nudge"); // another thread reads on, and sees that the client leaves
        proxy.release();
        gone.await();
        mayEnd.countDown();
        assertThat(lost).isNotNull();
    }
}
