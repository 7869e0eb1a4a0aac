package io.jyro.server;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

import io.jyro.Attribute;
import io.jyro.Behavior;
import io.jyro.Expose;
import io.jyro.InstanceMode;
import io.jyro.Loopback;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.RemoteCallException;
import io.jyro.client.Proxy;
import io.jyro.client.RemoteIterator;
import io.jyro.rpc.BatchResult;
import io.jyro.rpc.CallContext;
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
        List<String> heard = new CopyOnWriteArrayList<>();
        try (Loopback loopback = new Loopback(Daemon.builder().config(PyroConfig.defaults())
                .errorHandler((client, object, method, failure) -> heard
                        .add(method + ": " + failure.getMessage())))) {
            Proxy proxy = loopback.serve(PerCall.class);
            CompletableFuture<@Nullable Object> result = proxy.callAsync("later");
            CompletableFuture<String> pending = PerCall.PENDING.take();
            assertThat(PerCall.EVENTS).isEmpty();
            pending.completeExceptionally(new IllegalStateException("late"));

            assertThatThrownBy(result::join).hasMessageContaining("late");
            assertThat(PerCall.EVENTS).containsExactly("closed");
            assertThat(heard).containsExactly("later: late");
        }
    }
}
