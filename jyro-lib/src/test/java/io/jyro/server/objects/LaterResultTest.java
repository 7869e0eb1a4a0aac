package io.jyro.server.objects;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import io.jyro.Attribute;
import io.jyro.Behavior;
import io.jyro.ConnectionClosedException;
import io.jyro.Expose;
import io.jyro.InstanceMode;
import io.jyro.Loopback;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.RemoteCallException;
import io.jyro.client.Proxy;
import io.jyro.client.RemoteIterator;
import io.jyro.hostile.LogCapture;
import io.jyro.rpc.BatchResult;
import io.jyro.rpc.CallContext;
import io.jyro.server.Daemon;
import io.jyro.server.DaemonMemory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A served method may return a future: the call is answered when that completes, and no thread waits for it. */
@Timeout(60)
class LaterResultTest {

    /** Returns futures that the test completes. */
    @Expose
    public static class Later {
        final LinkedBlockingQueue<CompletableFuture<@Nullable Object>> pending = new LinkedBlockingQueue<>();

        public CompletionStage<@Nullable Object> later() {
            CallContext.current().responseAnnotations().put("BACK", new byte[]{7});
            CompletableFuture<@Nullable Object> made = new CompletableFuture<>();
            pending.add(made);
            return made.minimalCompletionStage();
        }

        public CompletableFuture<@Nullable Object> of(byte[] bytes) {
            return direct();
        }

        public CompletableFuture<@Nullable Object> direct() {
            CompletableFuture<@Nullable Object> made = new CompletableFuture<>();
            pending.add(made);
            return made;
        }

        public CompletableFuture<String> cancelled() {
            CompletableFuture<String> made = new CompletableFuture<>();
            made.cancel(true);
            return made;
        }

        public CompletableFuture<String> now() {
            return CompletableFuture.completedFuture("now");
        }

        public CompletableFuture<String> failed() {
            return CompletableFuture.failedFuture(new IllegalStateException("at once"));
        }

        @Attribute
        public CompletableFuture<String> value() {
            return CompletableFuture.completedFuture("value");
        }

        public String call() {
            return "called";
        }
    }

    @ParameterizedTest
    @EnumSource(value = Protocol.class, names = {"V48", "V502"})
    void theCallIsAnsweredWhenTheFutureCompletes(Protocol protocol) throws Exception {
        Later served = new Later();
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(served, protocol);
            CompletableFuture<@Nullable Object> first = proxy.callAsync("later");
            served.pending.take().complete(List.of(1, 2));
            assertThat(first.get()).isEqualTo(List.of(1, 2));

            CompletableFuture<@Nullable Object> second = proxy.callAsync("later");
            served.pending.take().completeExceptionally(new IllegalStateException("late"));
            assertThatThrownBy(second::join).hasRootCauseInstanceOf(RemoteCallException.class)
                    .hasMessageContaining("late");

            assertThat(proxy.call("now")).isEqualTo("now");
            assertThat(proxy.get("value")).isEqualTo("value");
            assertThatThrownBy(() -> proxy.call("failed")).isInstanceOf(RemoteCallException.class)
                    .hasMessageContaining("at once");
            assertThat(proxy.call("call")).isEqualTo("called");
        }
    }

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final CountDownLatch gone = new CountDownLatch(1);

    private Daemon.Builder listening() {
        return Daemon.builder()
                .config(PyroConfig.builder().iterStreamLinger(Duration.ZERO).build())
                .onDisconnect(client -> gone.countDown())
                .errorHandler((client, object, method, failure) -> heard
                        .add(method + ": " + failure));
    }

    @ParameterizedTest
    @EnumSource(value = Protocol.class, names = {"V48", "V502"})
    void aFutureThatIsCancelledIsAFailureOfItsMethod(Protocol protocol) throws Exception {
        Later served = new Later();
        String cancelled = CancellationException.class.getName();
        try (Loopback loopback = new Loopback(listening())) {
            Proxy proxy = loopback.serve(served, protocol);
            List<CompletableFuture<@Nullable Object>> results = new ArrayList<>();
            results.add(proxy.callAsync("cancelled"));
            results.getLast().handle((result, failure) -> "over").join();
            for (String method : List.of("later", "direct")) {
                results.add(proxy.callAsync(method));
                served.pending.take().cancel(true);
                results.getLast().handle((result, failure) -> "over").join();
            }

            for (CompletableFuture<@Nullable Object> each : results) {
                assertThatThrownBy(each::join).rootCause().isInstanceOfSatisfying(
                        RemoteCallException.class,
                        failure -> assertThat(failure.remoteType()).isEqualTo(cancelled));
            }
            assertThat(heard).satisfiesExactly(
                    line -> assertThat(line).startsWith("cancelled: " + cancelled),
                    line -> assertThat(line).startsWith("later: " + cancelled),
                    line -> assertThat(line).startsWith("direct: " + cancelled));
            assertThat(proxy.call("call")).isEqualTo("called");
        }
    }

    @Test
    void resultsThatComeWhenTheirClientHasLeftAreDropped() throws Exception {
        Later served = new Later();
        CountDownLatch closed = new CountDownLatch(1);
        try (LogCapture log = new LogCapture(); Loopback loopback = new Loopback(listening())) {
            Proxy leaving = loopback.serve(served);
            leaving.bind();
            List<CompletableFuture<@Nullable Object>> lost = new ArrayList<>();
            List<CompletableFuture<@Nullable Object>> pending = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                lost.add(leaving.callAsync("of", (Object) new byte[1_000_000]));
                pending.add(served.pending.take());
            }
            DaemonMemory.awaitUsed(loopback.daemon(), 4_000_000);
            leaving.release();
            gone.await();

            pending.get(0).complete("for nobody");
            pending.get(1).completeExceptionally(new IllegalStateException("late"));
            pending.get(2).complete(Stream.of(1, 2).onClose(closed::countDown));
            pending.get(3).cancel(true);

            closed.await();
            DaemonMemory.awaitNothing(loopback.daemon());
            for (CompletableFuture<@Nullable Object> each : lost) {
                assertThatThrownBy(each::join)
                        .hasCauseInstanceOf(ConnectionClosedException.class);
            }
            assertThat(heard).satisfiesExactly(
                    line -> assertThat(line).isEqualTo("of: java.lang.IllegalStateException: late"),
                    line -> assertThat(line)
                            .startsWith("of: " + CancellationException.class.getName()));
            assertThat(loopback.proxy(leaving.uri()).call("call")).isEqualTo("called");
            assertThat(log.errors()).isEmpty();
        }
    }

    @Test
    void aClientThatTakesTurnsAndHasLeftIsMissedWhenItsResultIsThere() throws Exception {
        Later served = new Later();
        try (LogCapture log = new LogCapture(); Loopback loopback = new Loopback(listening())) {
            Proxy leaving = loopback.serve(served, Protocol.V48);
            CompletableFuture<@Nullable Object> lost = leaving.callAsync("of",
                    (Object) new byte[1_000_000]);
            CompletableFuture<@Nullable Object> pending = served.pending.take();
            DaemonMemory.awaitUsed(loopback.daemon(), 1_000_000);
            leaving.release();
            lost.handle((result, failure) -> "over").join();

            pending.complete("for nobody");

            gone.await();
            DaemonMemory.awaitNothing(loopback.daemon());
            assertThat(heard).isEmpty();
            assertThat(log.errors()).isEmpty();
        }
    }

    /** One for each client; closed with its last call. */
    @Expose
    public static class Session implements AutoCloseable {
        private final LinkedBlockingQueue<CompletableFuture<String>> pending;
        private final CountDownLatch closed;

        Session(LinkedBlockingQueue<CompletableFuture<String>> pending, CountDownLatch closed) {
            this.pending = pending;
            this.closed = closed;
        }

        public CompletableFuture<String> later() {
            CompletableFuture<String> made = new CompletableFuture<>();
            pending.add(made);
            return made;
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    @Test
    void theInstanceOfAClientThatHasLeftLivesUntilItsResultIsThere() throws Exception {
        LinkedBlockingQueue<CompletableFuture<String>> all = new LinkedBlockingQueue<>();
        CountDownLatch closed = new CountDownLatch(1);
        try (Loopback loopback = new Loopback(listening())) {
            Proxy leaving = loopback.proxy(loopback.daemon().register(Session.class,
                    () -> new Session(all, closed)));
            leaving.bind();
            CompletableFuture<@Nullable Object> lost = leaving.callAsync("later");
            CompletableFuture<String> pending = all.take();
            leaving.release();
            gone.await();
            assertThatThrownBy(lost::join).hasCauseInstanceOf(ConnectionClosedException.class);
            assertThat(closed.getCount()).isEqualTo(1);

            pending.complete("for nobody");

            closed.await();
        }
    }

    @Test
    void theFailureOfAOnewayCallMayComeLater() throws Exception {
        Later served = new Later();
        try (LogCapture log = new LogCapture(); Loopback loopback = new Loopback(listening())) {
            loopback.serve(served).callOneway("later");
            served.pending.take().completeExceptionally(new IllegalStateException("late"));

            log.await(Level.WARN, "oneway call of later");
            assertThat(heard).containsExactly("later: java.lang.IllegalStateException: late");
        }
    }

    @Test
    void theReplyHasTheAnnotationsOfItsCall() throws Exception {
        Later served = new Later();
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(served, Protocol.V48);
            Thread.ofVirtual().start(() -> {
                try {
                    served.pending.take().complete("late");
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });

            assertThat(proxy.call("later")).isEqualTo("late");
            assertThat(CallContext.current().responseAnnotations()).containsKey("BACK");
        }
    }

    @Test
    void moreCallsMayWaitThanThereAreThreads() throws Exception {
        Later served = new Later();
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(served);
            List<CompletableFuture<@Nullable Object>> all = new ArrayList<>();
            for (int i = 0; i < 1500; i++) { // beyond the bound of 1024, further ones wait to be read
                all.add(proxy.callAsync("later"));
            }
            for (int i = 0; i < 1500; i++) {
                served.pending.take().complete(i);
            }
            Set<Object> results = ConcurrentHashMap.newKeySet();
            for (CompletableFuture<@Nullable Object> each : all) {
                results.add(String.valueOf(each.get()));
            }

            assertThat(results).hasSize(1500);
        }
    }

    @Test
    void aBatchAndAnItemStreamMayComeLater() throws Exception {
        Later served = new Later();
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(served);
            CompletableFuture<List<BatchResult>> batch = proxy.batch().call("later").call("call")
                    .invokeAsync();
            served.pending.take().complete("first");
            assertThat(batch.get().getLast().get(String.class)).isEqualTo("called");
            assertThat(batch.get().getFirst().get(String.class)).isEqualTo("first");

            Iterator<Integer> source = List.of(1, 2).iterator();
            Thread.ofVirtual().start(() -> {
                try {
                    served.pending.take().complete(source);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            try (RemoteIterator<Integer> items = proxy.stream(Integer.class, "later")) {
                assertThat(items.next()).isEqualTo(1);
            }
        }
    }

    /** Is closed after its call. */
    @Expose
    @Behavior(mode = InstanceMode.PERCALL)
    public static class PerCall implements AutoCloseable {
        static final List<String> EVENTS = new CopyOnWriteArrayList<>();
        static final LinkedBlockingQueue<CompletableFuture<String>> PENDING = new LinkedBlockingQueue<>();

        public CompletableFuture<String> later() {
            CompletableFuture<String> made = new CompletableFuture<>();
            PENDING.add(made);
            return made;
        }

        @Override
        public void close() {
            EVENTS.add("closed");
        }
    }

    @Test
    void theInstanceOfACallLivesUntilTheResultIsThere() throws Exception {
        try (Loopback loopback = new Loopback(listening())) {
            Proxy proxy = loopback.serve(PerCall.class);
            CompletableFuture<@Nullable Object> result = proxy.callAsync("later");
            CompletableFuture<String> pending = PerCall.PENDING.take();
            assertThat(PerCall.EVENTS).isEmpty();
            pending.completeExceptionally(new IllegalStateException("late"));

            assertThatThrownBy(result::join).hasMessageContaining("late");
            assertThat(PerCall.EVENTS).containsExactly("closed");
            assertThat(heard).containsExactly("later: java.lang.IllegalStateException: late");
        }
    }
}
