package io.jyro.hostile;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.jyro.CallTimeoutException;
import io.jyro.CommunicationException;
import io.jyro.ConnectionClosedException;
import io.jyro.Dialect;
import io.jyro.Expose;
import io.jyro.PyroConfig;
import io.jyro.SerializationException;
import io.jyro.rpc.CallContext;
import io.jyro.server.Daemon;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static io.jyro.wire.MessageType.CONNECTFAIL;
import static io.jyro.wire.MessageType.RESULT;
import static org.assertj.core.api.Assertions.assertThat;

/** Hooks of a daemon's user that fail in every way. */
class HostileHooksTest extends AgainstADaemon {
    private static final AtomicReference<Supplier<@Nullable Object>> onHandshake = new AtomicReference<>(
            () -> "hello");
    private static final AtomicReference<Runnable> onDisconnect = new AtomicReference<>(() -> {});
    private static final AtomicReference<Runnable> onHousekeeping = new AtomicReference<>(() -> {});
    private static final AtomicReference<Runnable> onError = new AtomicReference<>(() -> {});
    private static final AtomicReference<Supplier<Map<String, byte[]>>> annotations = new AtomicReference<>(
            Map::of);

    HostileHooksTest() {
        super(Daemon.builder()
                .config(PyroConfig.defaults().toBuilder().pollTimeout(Duration.ofMillis(20))
                        .build())
                .handshake((client, data) -> onHandshake.get().get())
                .onDisconnect(client -> onDisconnect.get().run())
                .housekeeping(() -> onHousekeeping.get().run())
                .errorHandler((client, object, method, failure) -> onError.get().run())
                .annotations(() -> annotations.get().get()));
    }

    /** Leaves something behind. */
    @Expose
    public static class Tracker {
        final CountDownLatch closed = new CountDownLatch(1);

        public void track() {
            CallContext.current().trackResource(closed::countDown);
        }

        public void fail() {
            throw new IllegalStateException("as asked");
        }
    }

    static Stream<Throwable> failures() {
        return Stream.of(new IllegalStateException("no"),
                new IllegalStateException(), new AssertionError("no"),
                new StackOverflowError(), new NoClassDefFoundError("gone/Away"),
                new ConnectionClosedException("pretended"),
                new CommunicationException("pretended"),
                new CallTimeoutException("pretended"),
                new SerializationException("pretended"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aValidatorThatThrowsRefusesTheClient(Throwable failure) {
        for (Dialect dialect : Dialect.values()) {
            try (ScriptedPeer client = stranger()) {
                onHandshake.set(() -> {
                    throw HostileHooksTest.<RuntimeException>as(failure);
                });
                client.send(RawMessage.connect(dialect, "echo")).expect(CONNECTFAIL).closeOutput()
                        .expectClosed();
            } finally {
                onHandshake.set(() -> "hello");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aValidatorWhoseAnswerCannotTravelRefusesTheClient(Dialect dialect) {
        onHandshake.set(Object::new);
        try (ScriptedPeer client = stranger()) {
            client.send(RawMessage.connect(dialect, "echo")).expect(CONNECTFAIL).closeOutput()
                    .expectClosed();
        } finally {
            onHandshake.set(() -> "hello");
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aDisconnectHookThatThrowsKeepsNoResourceOpen(Throwable failure) throws Exception {
        Tracker tracker = new Tracker();
        String id = daemon.register(tracker).objectId();
        onDisconnect.set(() -> {
            throw HostileHooksTest.<RuntimeException>as(failure);
        });
        try (ScriptedPeer client = ScriptedPeer.welcomed(Dialect.V502, daemon.port(), id)) {
            client.send(RawMessage.invoke(Dialect.V502, id, "track", "")).expect(RESULT);
        }

        assertThat(tracker.closed.await(5, TimeUnit.SECONDS)).isTrue();
        onDisconnect.set(() -> {});
        log.clear(); // an Error of a hook may well be logged as one
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aHousekeepingHookThatThrowsIsCalledAgain(Throwable failure) throws Exception {
        CountDownLatch rounds = new CountDownLatch(3);
        onHousekeeping.set(() -> {
            rounds.countDown();
            throw HostileHooksTest.<RuntimeException>as(failure);
        });

        assertThat(rounds.await(5, TimeUnit.SECONDS)).isTrue();
        onHousekeeping.set(() -> {});
        log.clear();
    }

    @ParameterizedTest
    @MethodSource("failures")
    void anErrorHandlerThatThrowsCostsNothing(Throwable failure) {
        String id = daemon.register(new Tracker()).objectId();
        onError.set(() -> {
            throw HostileHooksTest.<RuntimeException>as(failure);
        });
        for (Dialect dialect : Dialect.values()) {
            try (ScriptedPeer client = ScriptedPeer.welcomed(dialect, daemon.port(), id)) {
                client.send(RawMessage.invoke(dialect, id, "fail", "")).expect(RESULT);

                assertThat(client.received().text()).contains("as asked");
                client.send(RawMessage.invoke(dialect, "echo", "echo", "1,")).expect(RESULT);
            }
        }
        onError.set(() -> {});
        log.clear();
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void annotationsThatCannotTravelEndNoMoreThanTheirConnection(Dialect dialect) {
        try (ScriptedPeer client = welcomed(dialect)) {
            annotations.set(() -> Map.of("TOOLONG", new byte[1]));

            client.send(RawMessage.invoke(dialect, "echo", "echo", "1,")).closeOutput();
            try {
                client.expect(RESULT);
            } catch (UncheckedIOException e) {
                // an end is as good as an error
            }
        } finally {
            annotations.set(Map::of);
        }
        log.clear();
    }

    @Test
    void anAnnotationSupplierThatThrowsEndsNoMoreThanItsConnection() {
        try (ScriptedPeer client = stranger()) {
            annotations.set(() -> {
                throw new AssertionError("cursed");
            });

            client.send(RawMessage.connect(Dialect.V502, "echo")).expect(CONNECTFAIL);
        } finally {
            annotations.set(Map::of);
        }
        log.clear();
    }

    // Throws anything at all out of code that may throw nothing that is checked.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> T as(Throwable failure) throws T {
        throw (T) failure;
    }
}
