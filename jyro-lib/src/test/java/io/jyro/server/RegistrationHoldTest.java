package io.jyro.server;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import io.jyro.Attribute;
import io.jyro.DaemonException;
import io.jyro.Dialect;
import io.jyro.Expose;
import io.jyro.Oneway;
import io.jyro.PyroConfig;
import io.jyro.client.Proxy;
import io.jyro.hostile.RawMessage;
import io.jyro.rpc.WireNames;
import io.jyro.server.objects.RegistrationHold;
import io.jyro.wire.MessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Clients that come before the first object is registered. */
@Timeout(120)
class RegistrationHoldTest {
    private static final int MORE_THAN_THERE_ARE_PLATFORM_THREADS = 64
            * Math.max(4, Runtime.getRuntime().availableProcessors()) + 44;

    /** What is registered late. */
    @Expose
    public static class Late {
        private final CountDownLatch told = new CountDownLatch(1);

        /** Answers. */
        public String hello() {
            return "hello";
        }

        /** Does not answer. */
        @Oneway
        public void tell() {
            told.countDown();
        }
    }

    private static void say(Socket client, RawMessage message) throws IOException {
        client.getOutputStream().write(message.bytes());
    }

    private static RawMessage heard(Socket client) throws IOException {
        return RawMessage.read(client.getInputStream());
    }

    private static void register(BareDaemon daemon, Object object) {
        daemon.objects().register(object, "late", false, false);
    }

    private static void awaitHeld(BareDaemon daemon, int requests) {
        await(() -> daemon.objects().hold().size() == requests);
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
            assertThat(Thread.currentThread().isInterrupted()).isFalse(); // by the limit of the test
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aHandshakeForAnUnknownObjectIsAnsweredWhenItIsRegistered(Dialect dialect)
            throws IOException {
        try (BareDaemon daemon = new BareDaemon(); Socket client = daemon.socket()) {
            say(client, RawMessage.connect(dialect, "late"));
            awaitHeld(daemon, 1);
            register(daemon, new Late());

            assertThat(heard(client).type()).isEqualTo(MessageType.CONNECTOK.code());
            say(client, RawMessage.invoke(dialect, "late", "hello", ""));
            assertThat(heard(client).text()).isEqualTo("'hello'");
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void whenTimeIsUpTheObjectIsUnknown(Dialect dialect) throws IOException {
        try (BareDaemon daemon = new BareDaemon(); Socket client = daemon.socket()) {
            say(client, RawMessage.connect(dialect, "late"));
            awaitHeld(daemon, 1);
            daemon.objects().hold().end();

            RawMessage answer = heard(client);
            assertThat(answer.type()).isEqualTo(MessageType.CONNECTFAIL.code());
            assertThat(answer.text()).contains("unknown object");
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void theDaemonItselfIsAnsweredAtOnce(Dialect dialect) throws IOException {
        try (BareDaemon daemon = new BareDaemon();
                Socket early = daemon.socket();
                Socket client = daemon.socket()) {
            say(early, RawMessage.connect(dialect, "late"));
            awaitHeld(daemon, 1);
            say(client, RawMessage.connect(dialect, WireNames.DAEMON));
            assertThat(heard(client).type()).isEqualTo(MessageType.CONNECTOK.code());
            say(client, RawMessage.invoke(dialect, WireNames.DAEMON, "registered", ""));

            assertThat(heard(client).text()).contains(WireNames.DAEMON);
            assertThat(daemon.objects().hold().size()).isEqualTo(1);
        }
    }

    // A client of 48 need not name its object before it calls it; one of 502 may call another.
    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aCallOfAnUnknownObjectIsAnsweredWhenItIsRegistered(Dialect dialect) throws IOException {
        try (BareDaemon daemon = new BareDaemon(); Socket client = daemon.socket()) {
            connectWithoutIt(client, dialect);
            say(client, RawMessage.invoke(dialect, "late", "hello", ""));
            awaitHeld(daemon, 1);
            register(daemon, new Late());

            assertThat(heard(client).text()).isEqualTo("'hello'");
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void askingForTheMetadataOfAnUnknownObjectIsAnsweredWhenItIsRegistered(Dialect dialect)
            throws IOException {
        try (BareDaemon daemon = new BareDaemon(); Socket client = daemon.socket()) {
            connectWithoutIt(client, dialect);
            say(client, RawMessage.invoke(dialect, WireNames.DAEMON, "get_metadata", "'late',"));
            awaitHeld(daemon, 1);
            register(daemon, new Late());

            assertThat(heard(client).text()).contains("'hello'");
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aOnewayCallOfAnUnknownObjectRunsWhenItIsRegistered(Dialect dialect) throws Exception {
        Late late = new Late();
        try (BareDaemon daemon = new BareDaemon(); Socket client = daemon.socket()) {
            connectWithoutIt(client, dialect);
            say(client, RawMessage.invoke(dialect, "late", "tell", "").flags(0x04));
            awaitHeld(daemon, 1);
            register(daemon, late);

            assertThat(late.told.await(30, TimeUnit.SECONDS)).isTrue();
            say(client, RawMessage.invoke(dialect, "late", "hello", ""));
            assertThat(heard(client).text()).isEqualTo("'hello'");
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aCallThatIsHeldToTheEndOfTheDaemonIsAnswered(Dialect dialect) throws IOException {
        try (Daemon daemon = Daemon.builder().config(PyroConfig.defaults()).start();
                Socket client = new Socket(daemon.address().getAddress(), daemon.port())) {
            connectWithoutIt(client, dialect);
            say(client, RawMessage.invoke(dialect, "late", "hello", ""));
            await(() -> daemon.clients().stream()
                    .anyMatch(one -> one.running() > 0 || one.calls() > 0));
            daemon.shutdown();

            assertThat(heard(client).text()).contains("unknown object");
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    private static void connectWithoutIt(Socket client, Dialect dialect) throws IOException {
        say(client, dialect == Dialect.V48
                ? RawMessage.connect(dialect, "late").flags(0)
                : RawMessage.connect(dialect, WireNames.DAEMON));
        assertThat(heard(client).type()).isEqualTo(MessageType.CONNECTOK.code());
    }

    @Test
    void heldHandshakesHaveNoThread() throws IOException {
        List<Socket> clients = new ArrayList<>();
        try (BareDaemon daemon = new BareDaemon()) {
            for (int i = 0; i < MORE_THAN_THERE_ARE_PLATFORM_THREADS; i++) {
                clients.add(daemon.socket());
                say(clients.getLast(), RawMessage.connect(Dialect.V502, "late"));
            }
            awaitHeld(daemon, MORE_THAN_THERE_ARE_PLATFORM_THREADS);

            await(() -> threadsIn(ClientConnection.class) == 0);
            register(daemon, new Late());
            for (Socket client : clients) {
                assertThat(heard(client).type()).isEqualTo(MessageType.CONNECTOK.code());
            }
            assertThat(daemon.clients()).isEqualTo(clients.size());
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    private static long threadsIn(Class<?> type) {
        return Thread.getAllStackTraces().values().stream().filter(frames -> Arrays.stream(frames)
                .anyMatch(frame -> frame.getClassName().equals(type.getName()))).count();
    }

    @Test
    void whatIsHeldGoesOnOnceAndNothingIsHeldAfterwards() {
        RegistrationHold hold = new RegistrationHold();
        AtomicInteger went = new AtomicInteger();
        assertThat(hold.hold(went::incrementAndGet)).isTrue();
        assertThat(went).hasValue(0);
        hold.end();
        hold.end();

        assertThat(went).hasValue(1);
        assertThat(hold.hold(went::incrementAndGet)).isFalse();
        assertThat(went).hasValue(1);
    }

    @Test
    void oneThatCannotGoOnDoesNotKeepTheOthers() {
        RegistrationHold hold = new RegistrationHold();
        AtomicInteger went = new AtomicInteger();
        hold.hold(() -> {
            throw new OutOfMemoryError("no thread");
        });
        hold.hold(went::incrementAndGet);
        hold.end();

        assertThat(went).hasValue(1);
    }

    @Test
    void theHoldEndsAfterItsTime() {
        RegistrationHold hold = new RegistrationHold();
        List<Runnable> timer = new ArrayList<>();
        hold.endAfter(Duration.ofSeconds(1), (time, task) -> {
            assertThat(time).isEqualTo(Duration.ofSeconds(1));
            timer.add(task);
        });
        assertThat(hold.isOver()).isFalse();
        timer.getFirst().run();

        assertThat(hold.isOver()).isTrue();
        hold.endAfter(Duration.ofSeconds(1), (time, task) -> timer.clear());
        assertThat(timer).hasSize(1);
    }

    @Test
    void aDaemonThatRegistersNothingSaysThatAnObjectIsUnknown() throws IOException {
        try (Daemon daemon = Daemon.builder().config(PyroConfig.defaults()).start();
                Socket client = new Socket(daemon.address().getAddress(), daemon.port())) {
            client.setSoTimeout(30_000);
            say(client, RawMessage.connect(Dialect.V502, "never"));

            assertThat(heard(client).text()).contains("unknown object");
        }
    }

    @Test
    void afterTheFirstRegistrationNothingIsHeld() throws IOException {
        try (BareDaemon daemon = new BareDaemon(); Socket client = daemon.socket()) {
            register(daemon, new Late());
            daemon.objects().unregister("late");
            say(client, RawMessage.connect(Dialect.V502, "late"));

            assertThat(heard(client).text()).contains("unknown object");
        }
    }

    @Test
    void whatTheBuilderRegistersIsThereBeforeAnyClient() {
        Late object = new Late();
        Late weak = new Late();
        try (Daemon daemon = Daemon.builder().config(PyroConfig.defaults())
                .register(object, "late").register(Late.class).registerWeak(weak, "weak")
                .registerByDialect(new Late(), new Late(), "both").start()) {
            assertThat(daemon.uriFor(object).objectId()).isEqualTo("late");
            assertThat(daemon.uriFor(weak).objectId()).isEqualTo("weak");
            try (Proxy one = proxy(daemon, "late");
                    Proxy two = proxy(daemon, daemon.uriFor(Late.class).objectId());
                    Proxy three = proxy(daemon, "both")) {
                assertThat(one.call("hello")).isEqualTo("hello");
                assertThat(two.call("hello")).isEqualTo("hello");
                assertThat(three.call("hello")).isEqualTo("hello");
            }
        }
    }

    private static Proxy proxy(Daemon daemon, String objectId) {
        return Proxy.builder(daemon.uriFor(objectId)).config(PyroConfig.defaults()).build();
    }

    @Test
    void aBuilderMayStartSeveralDaemonsWithTheSameObjects() {
        Daemon.Builder builder = Daemon.builder().config(PyroConfig.defaults())
                .register(new Late(), "late");
        try (Daemon one = builder.start(); Daemon another = builder.start()) {
            assertThat(one.uriFor("late")).isNotEqualTo(another.uriFor("late"));
        }
    }

    /** Has a marker where it cannot work. */
    @Expose
    public static class Wrong {
        /** An accessor of two values. */
        @Attribute
        public void setBoth(int one, int another) {}
    }

    @Test
    void whatCannotBeRegisteredIsSaidBeforeThePortOpens() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Daemon.Builder builder = Daemon.builder().config(PyroConfig.defaults()).port(port);

        assertThatThrownBy(() -> builder.register(new Late(), WireNames.DAEMON))
                .isInstanceOf(IllegalArgumentException.class);
        builder.register(new Late(), "late");
        try (Daemon daemon = builder.start()) { // the port is still free
            assertThat(daemon.port()).isEqualTo(port);
        }
        builder.register(new Late(), "late");
        assertThatThrownBy(builder::start).isInstanceOf(DaemonException.class)
                .hasMessageContaining("late");
        assertThatThrownBy(() -> Daemon.builder().port(port).register(new Wrong()).start())
                .isInstanceOf(IllegalArgumentException.class);
        try (ServerSocket still = new ServerSocket(port)) {
            assertThat(still.isBound()).isTrue();
        }
    }
}
