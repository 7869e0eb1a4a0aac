package io.jyro.rpc;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.jyro.Expose;
import io.jyro.Loopback;
import io.jyro.Oneway;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.ServerType;
import io.jyro.client.Proxy;
import io.jyro.server.Daemon;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.MDC;

import static org.assertj.core.api.Assertions.assertThat;

/** The context of a call goes on in the continuations of its future, and in the log lines of what serves it. */
class FollowedContextTest {
    private final UUID id = UUID.randomUUID();

    /** Tells of the call that it serves. */
    @Expose
    public static class Telling {
        volatile @Nullable String ofOneway;
        final CountDownLatch set = new CountDownLatch(1);
        final CountDownLatch told = new CountDownLatch(1);

        public String id() {
            CallContext.current().responseAnnotations().put("BACK", new byte[]{7});
            return String.valueOf(CallContext.current().correlationId());
        }

        public String idWhenAllIsSet() throws InterruptedException {
            set.await();
            return id();
        }

        public String annotations() {
            return CallContext.current().annotations().keySet().toString();
        }

        public @Nullable String logged() {
            return MDC.get("correlationId");
        }

        public @Nullable String loggedAs(String changed) {
            CallContext.current().correlationId(UUID.fromString(changed));
            return MDC.get("correlationId");
        }

        @Oneway
        public void tell() {
            ofOneway = MDC.get("correlationId");
            told.countDown();
        }
    }

    @AfterEach
    void forget() {
        CallContext.current().correlationId(null);
    }

    @ParameterizedTest
    @EnumSource(value = Protocol.class, names = {"V48", "V502"})
    void continuationsAndTheirCallsHaveTheIdOfTheCall(Protocol protocol) throws Exception {
        try (Loopback loopback = new Loopback()) {
            Telling telling = new Telling();
            Proxy proxy = loopback.serve(telling, protocol);
            Proxy other = loopback.serve(new Telling(), protocol);
            CallContext.current().correlationId(id);
            CompletableFuture<String> all = proxy.callAsync("idWhenAllIsSet").thenApply(there -> {
                CallContext context = CallContext.current();
                String back = context.responseAnnotations().keySet().toString();
                context.requestAnnotations().put("MORE", new byte[1]);
                return there + " " + context.correlationId() + " " + back + " "
                        + other.call("annotations") + " " + other.call("id");
            });
            CallContext.current().correlationId(null);
            telling.set.countDown();

            assertThat(all.get()).isEqualTo(id + " " + id + " [BACK] [MORE] " + id);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Protocol.class, names = {"V48", "V502"})
    void logLinesOfACallHaveItsId(Protocol protocol) throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        for (Daemon.Builder builder : new Daemon.Builder[]{
                Daemon.builder().config(PyroConfig.defaults()),
                Daemon.builder().config(PyroConfig.defaults()).serverType(ServerType.MULTIPLEX),
                Daemon.builder().config(PyroConfig.defaults()).executor(executor)}) {
            Telling telling = new Telling();
            try (Loopback loopback = new Loopback(builder)) {
                Proxy proxy = loopback.serve(telling, protocol);

                assertThat(proxy.call("logged")).isNull();
                CallContext.current().correlationId(id);
                assertThat(proxy.call("logged")).isEqualTo(id.toString());
                UUID changed = UUID.randomUUID();
                assertThat(proxy.call("loggedAs", changed.toString()))
                        .isEqualTo(changed.toString());
                proxy.call("tell");
                telling.told.await();
                assertThat(telling.ofOneway).isEqualTo(id.toString());
                CallContext.current().correlationId(null);
                assertThat(proxy.call("logged")).isNull();
            }
        }
        executor.shutdown();
    }

    // Over a connection that is there, no thread waits for the reply: the one that reads it runs the continuations.
    @ParameterizedTest
    @EnumSource(value = Protocol.class, names = {"V48", "V502"})
    void continuationsThatTheReadingThreadRunsHaveItTooAndOthersHaveNot(Protocol protocol)
            throws Exception {
        try (Loopback loopback = new Loopback()) {
            Telling telling = new Telling();
            Proxy proxy = loopback.serve(telling, protocol);
            proxy.bind();
            CallContext.current().correlationId(id);
            CompletableFuture<String> with = proxy.callAsync("idWhenAllIsSet")
                    .thenApply(there -> there + " " + CallContext.current().correlationId());
            CallContext.current().correlationId(null);
            CompletableFuture<Boolean> without = proxy.callAsync("idWhenAllIsSet")
                    .thenApply(there -> CallContext.current().correlationId() == null);
            telling.set.countDown();

            assertThat(with.get()).isEqualTo(id + " " + id);
            assertThat(without.get()).isTrue();
            assertThat(proxy.callAsync("id")
                    .thenApply(there -> CallContext.current().correlationId()).get()).isNull();
        }
    }

    @Test
    void logLinesOfContinuationsHaveItToo() throws Exception {
        try (Loopback loopback = new Loopback(); Loopback other = new Loopback()) {
            Telling telling = new Telling();
            Proxy proxy = loopback.serve(new Following());
            Proxy asked = other.serve(telling);
            asked.bind();
            CallContext.current().correlationId(id);
            CompletableFuture<@Nullable Object> logged = proxy.callAsync("follow", asked);
            CallContext.current().correlationId(null);
            telling.set.countDown();

            assertThat(logged.get()).isEqualTo(id.toString());
        }
    }

    /** Goes on when a call of its own has ended. */
    @Expose
    public static class Following {
        public CompletableFuture<String> follow(Proxy other) {
            other.bind();
            return other.callAsync("idWhenAllIsSet")
                    .thenApply(there -> String.valueOf(MDC.get("correlationId")));
        }
    }

    @Test
    void aThreadThatTakesOverAContextGetsItsOwnBack() {
        Runnable carried = CallContext.current().carriedTo(
                () -> assertThat(MDC.get("correlationId")).isNull());

        carried.run();

        assertThat(MDC.get("correlationId")).isNull();
    }
}
