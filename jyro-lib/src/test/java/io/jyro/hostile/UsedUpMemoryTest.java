package io.jyro.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.DeflaterOutputStream;

import ch.qos.logback.classic.Level;
import io.jyro.DaemonException;
import io.jyro.Dialect;
import io.jyro.Expose;
import io.jyro.Oneway;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.Serializer;
import io.jyro.client.Proxy;
import io.jyro.server.Daemon;
import io.jyro.server.DaemonMemory;
import io.jyro.types.SerializedBlob;
import io.jyro.wire.MessageType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A daemon whose memory for messages is used up by some clients: others are served if their messages are small, and told
 * why if not. Whatever ends what a client holds, nothing of it stays counted.
 */
class UsedUpMemoryTest extends AgainstADaemon {
    private static final int BUDGET = 2_000_000;
    private static final int EXCEPTION = 1;
    private static final int COMPRESSED = 2;
    /** Takes most of the budget when a third of it has come. */
    private static final int OCCUPYING = 1_700_000;

    private final Holder holder = new Holder();
    private final List<ScriptedPeer> occupiers = new ArrayList<>();

    UsedUpMemoryTest() {
        super(PyroConfig.builder().memoryBudget(BUDGET).build());
    }

    /** Keeps calls until it is told to let go. */
    @Expose
    static class Holder {
        volatile CountDownLatch entered = new CountDownLatch(1);
        volatile CountDownLatch end = new CountDownLatch(1);

        public int hold(@Nullable Object value) throws InterruptedException {
            entered.countDown();
            end.await();
            return 7;
        }

        @Oneway
        public void holdOneway(@Nullable Object value) throws InterruptedException {
            hold(value);
        }

        public void fail(@Nullable Object value) {
            throw new AssertionError(CURSED);
        }

        public int blob(SerializedBlob blob) {
            return blob.deserialized() instanceof List<?> list ? list.size() : -1;
        }

        /** Calls back through a proxy of the caller, which calls {@link #size} here. */
        public @Nullable Object circle(Proxy other, int length) {
            return other.call("back", length);
        }

        public String large(int length) {
            return "x".repeat(length);
        }

        public int sets(List<Set<Double>> sets) {
            return sets.size();
        }

        public int size(byte[] bytes) {
            return bytes.length;
        }
    }

    @BeforeAll
    void registerTheHolder() {
        daemon.register(holder, "holder");
    }

    @BeforeEach
    void nothingIsHeld() {
        holder.entered = new CountDownLatch(1);
        holder.end = new CountDownLatch(1);
    }

    @AfterEach
    void nothingStaysCounted() {
        occupiers.forEach(ScriptedPeer::close);
        holder.end.countDown();
        DaemonMemory.awaitNothing(daemon);
    }

    /** It has 70 KB of values as it comes, and more than the budget as it is declared. */
    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aCallIsRefusedWhoseArgumentsBecomeTooLargeAsDeclared(Dialect dialect) {
        try (ScriptedPeer client = welcomed(dialect)) {
            RawMessage refusal = client.send(RawMessage.invoke(dialect, "holder", "sets",
                    "[" + "[1],".repeat(12_000) + "],").sequence(42))
                    .expect(MessageType.RESULT).received();

            assertRefused(refusal);
            assertThat(client.send(RawMessage.invoke(dialect, "holder", "sets", "[[1],[2]],"))
                    .expect(MessageType.RESULT).received().text()).isEqualTo("2");
        }
    }

    private void occupy(Dialect dialect) {
        ScriptedPeer client = welcomed(dialect);
        occupiers.add(client);
        RawMessage whole = RawMessage.invoke(dialect, "echo", "echo", "'x',")
                .claimPayload(OCCUPYING);
        byte[] begun = Arrays.copyOf(whole.bytes(), OCCUPYING / 3);
        Arrays.fill(begun, whole.bytes().length, begun.length, (byte) 'x');
        client.send(begun);
        DaemonMemory.awaitUsed(daemon, OCCUPYING - 20_000);
    }

    private static RawMessage echo(Dialect dialect, int length) {
        return RawMessage.invoke(dialect, "echo", "echo", "'" + "x".repeat(length) + "',");
    }

    private static void assertRefused(RawMessage reply) {
        assertThat(reply.flags() & EXCEPTION).isEqualTo(EXCEPTION);
        assertThat(reply.text()).contains("DaemonError", "MEMORY_BUDGET 2000000");
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aMessageThatFindsNoRoomIsRefusedAndItsConnectionLives(Dialect dialect) {
        occupy(dialect);
        try (ScriptedPeer client = welcomed(dialect)) {
            RawMessage refusal = client.send(echo(dialect, 600_000).sequence(42))
                    .expect(MessageType.RESULT).received();
            assertRefused(refusal);
            assertThat(refusal.sequence()).isEqualTo(42);
            assertThat(refusal.text()).contains("call again later");

            assertThat(client.send(echo(dialect, 5)).expect(MessageType.RESULT).received().text())
                    .isEqualTo("'xxxxx'");
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void smallMessagesAreServedMeanwhile(Dialect dialect) {
        occupy(dialect);
        try (ScriptedPeer client = welcomed(dialect)) {
            for (int i = 0; i < 100; i++) {
                client.send(echo(dialect, 4_000)).expect(MessageType.RESULT);
                assertThat(client.received().flags() & EXCEPTION).isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aMessageThatWaitsIsServedWhenThereIsRoom(Dialect dialect) {
        occupy(dialect);
        try (ScriptedPeer client = welcomed(dialect)) {
            client.send(echo(dialect, 600_000));
            DaemonMemory.awaitWaiting(daemon);

            occupiers.forEach(ScriptedPeer::close);

            assertThat(client.expect(MessageType.RESULT).received().flags() & EXCEPTION).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aMessageThatCanNeverFitIsRefusedThoughNobodyElseIsThere(Dialect dialect) {
        try (ScriptedPeer client = welcomed(dialect)) {
            RawMessage refusal = client.send(echo(dialect, BUDGET)).expect(MessageType.RESULT)
                    .received();

            assertRefused(refusal);
            assertThat(refusal.text()).contains("send less at once");
            client.send(echo(dialect, 5)).expect(MessageType.RESULT);
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aOnewayCallThatFindsNoRoomIsLoggedAndDropped(Dialect dialect) {
        try (ScriptedPeer client = welcomed(dialect)) {
            client.send(echo(dialect, BUDGET).flags(0x04));
            client.send(echo(dialect, 5)).expect(MessageType.RESULT);

            assertThat(client.received().text()).isEqualTo("'xxxxx'");
            log.await(Level.WARN, "MEMORY_BUDGET");
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void whatInflatesToMoreThanThereIsIsRefused(Dialect dialect) {
        try (ScriptedPeer client = welcomed(dialect)) {
            RawMessage call = echo(dialect, BUDGET);
            RawMessage refusal = client.send(call.flags(COMPRESSED)
                    .payload(deflated(call.payload()))).expect(MessageType.RESULT).received();

            assertRefused(refusal);
            client.send(echo(dialect, 5)).expect(MessageType.RESULT);
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void valuesThatTakeMoreThanThereIsAreRefused(Dialect dialect) {
        try (ScriptedPeer client = welcomed(dialect)) {
            RawMessage refusal = client
                    .send(RawMessage.invoke(dialect, "echo", "echo", "[" + "[],".repeat(45_000)
                            + "],"))
                    .expect(MessageType.RESULT).received();

            assertRefused(refusal);
            client.send(echo(dialect, 5)).expect(MessageType.RESULT);
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void bytesThatHaveAnArrayOfTheirOwnAreCountedOnce(Dialect dialect) {
        try (ScriptedPeer client = welcomed(dialect)) {
            client.send(RawMessage.of(dialect, MessageType.INVOKE)
                    .serializer(Serializer.MARSHAL.id(dialect))
                    .payload(marshalCall(BUDGET * 2 / 3))).expect(MessageType.RESULT);

            assertThat(client.received().flags() & EXCEPTION).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(value = Protocol.class, names = {"V48", "V502"})
    void theArgumentsOfACallCountUntilItIsAnswered(Protocol protocol) throws Exception {
        try (Proxy proxy = proxy("holder", protocol)) {
            var reply = proxy.callAsync("hold", List.of("x".repeat(500_000)));
            holder.entered.await();
            assertThat(DaemonMemory.used(daemon)).isGreaterThan(500_000);

            holder.end.countDown();

            assertThat(reply.get(10, TimeUnit.SECONDS)).isEqualTo(7);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Protocol.class, names = {"V48", "V502"})
    void theArgumentsOfAOnewayCallCountUntilItHasRun(Protocol protocol) throws Exception {
        try (Proxy proxy = proxy("holder", protocol)) {
            proxy.call("holdOneway", "x".repeat(500_000));
            holder.entered.await();
            assertThat(DaemonMemory.used(daemon)).isGreaterThan(500_000);
            proxy.release();

            assertThat(DaemonMemory.used(daemon)).isGreaterThan(500_000);
            holder.end.countDown();
        }
    }

    @Test
    void callsThatLastAreCountedThoughEachIsSmall() throws Exception {
        try (Proxy proxy = proxy("holder", Protocol.V502)) {
            List<CompletableFuture<@Nullable Object>> replies = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                replies.add(proxy.callAsync("hold", "x".repeat(5_000)));
            }

            DaemonMemory.awaitUsed(daemon, 24 * 5_000);
            holder.end.countDown();
            for (CompletableFuture<@Nullable Object> reply : replies) {
                assertThat(reply.get(10, TimeUnit.SECONDS)).isEqualTo(7);
            }
        }
    }

    @Test
    void theValuesOfABlobCountUntilItsCallIsAnswered() {
        try (Proxy proxy = proxy("holder", Protocol.V502)) {
            assertThat(proxy.call("blob",
                    new SerializedBlob("info", new ArrayList<>(List.of(1, 2, 3))))).isEqualTo(3);
            List<List<?>> lists = new ArrayList<>();
            for (int i = 0; i < 30_000; i++) {
                lists.add(List.of());
            }
            assertThatThrownBy(() -> proxy.call("blob", new SerializedBlob("info", lists)))
                    .isInstanceOf(DaemonException.class).hasMessageContaining("MEMORY_BUDGET");
        }
    }

    @Test
    void aCircleOfCallsGetsAPartThatNobodyElseCanUse() {
        try (Daemon caller = Daemon.builder().config(PyroConfig.defaults()).host("localhost")
                .start();
                Proxy proxy = proxy("holder", Protocol.V502)) {
            Back back = new Back(Proxy.builder(daemon.uriFor("holder"))
                    .serializer(Serializer.MARSHAL).timeout(PATIENCE).build());
            caller.register(back, "back");
            occupy(Dialect.V502);
            try (ScriptedPeer client = welcomed(Dialect.V502)) {
                client.send(echo(Dialect.V502, 150_000)).expect(MessageType.RESULT);
                assertRefused(client.received());
            }

            assertThat(proxy.call("circle", caller.proxyFor("back"), 150_000))
                    .isEqualTo(150_000);
            assertThatThrownBy(() -> proxy.call("circle", caller.proxyFor("back"), 600_000))
                    .isInstanceOf(DaemonException.class).hasMessageContaining("MEMORY_BUDGET");
            back.proxy.close();
        }
    }

    /** What the holder calls back. */
    @Expose
    static class Back {
        private final Proxy proxy;

        Back(Proxy proxy) {
            this.proxy = proxy;
        }

        public @Nullable Object back(int length) {
            return proxy.call("size", (Object) new byte[length]);
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void strangersUseATenthAtMost(Dialect dialect) {
        for (int i = 0; i < 3; i++) {
            ScriptedPeer stranger = stranger();
            occupiers.add(stranger);
            RawMessage connect = RawMessage.connect(dialect, "echo").claimPayload(90_000);
            stranger.send(Arrays.copyOf(connect.bytes(), 40_000));
        }
        DaemonMemory.awaitUsed(daemon, 150_000);
        try (ScriptedPeer next = stranger()) {
            RawMessage refusal = next.send(Arrays.copyOf(
                    RawMessage.connect(dialect, "echo").claimPayload(90_000).bytes(), 80_000))
                    .expect(MessageType.CONNECTFAIL).received();

            assertThat(refusal.marshalText()).contains("MEMORY_BUDGET", "200000, a tenth");
        }
        assertThat(DaemonMemory.used(daemon)).isLessThanOrEqualTo(BUDGET / 10);
        welcomed(dialect).send(echo(dialect, 100_000)).expect(MessageType.RESULT).close();
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void whateverEndsAMessageNothingOfItIsCounted(Dialect dialect) {
        byte[] call = echo(dialect, 300_000).bytes();
        for (int length : new int[]{1, 30, 1_000, 20_000, 100_000, 300_000, call.length}) {
            welcomed(dialect).send(Arrays.copyOf(call, length)).close();
            stranger().send(Arrays.copyOf(RawMessage.connect(dialect, "echo")
                    .claimPayload(200_000).bytes(), Math.min(length, 150_000))).close();
        }
        RawMessage whole = echo(dialect, 300_000);
        endsTheConnection(dialect, whole.seal(1));
        endsTheConnection(dialect, whole.flags(COMPRESSED));
        endsTheConnection(dialect, whole.annotationBytes(new byte[]{1, 2, 3}));
        welcomed(dialect).send(whole.serializer(99)).expect(MessageType.RESULT).close();
        welcomed(dialect).send(whole.serpent("('echo'," + " ".repeat(300_000)))
                .expect(MessageType.RESULT).close();
        welcomed(dialect).send(whole.type(MessageType.PING.code())).expect(MessageType.PING)
                .close();
        welcomed(dialect).send(RawMessage.invoke(dialect, "holder", "fail",
                "'" + "x".repeat(300_000) + "',")).expect(MessageType.RESULT).close();
        welcomed(dialect).send(RawMessage.invoke(dialect, "holder", "nothing",
                "'" + "x".repeat(300_000) + "',")).expect(MessageType.RESULT).close();

        DaemonMemory.awaitNothing(daemon);
    }

    private void endsTheConnection(Dialect dialect, RawMessage message) {
        try (ScriptedPeer client = welcomed(dialect)) {
            client.send(message).expectClosed();
        } catch (UncheckedIOException e) {
            assertThat(e).hasCauseInstanceOf(SocketException.class); // before all of it was sent
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aReplyThatNobodyReadsCountsUntilItsClientHasLeft(Dialect dialect) {
        int more = 30_000_000; // than the system takes
        try (ScriptedPeer client = welcomed(dialect)) {
            client.send(RawMessage.invoke(dialect, "holder", "large", more + ","));
            DaemonMemory.awaitUsed(daemon, more);

            try (ScriptedPeer other = welcomed(dialect)) {
                other.send(echo(dialect, 50_000)).expect(MessageType.RESULT);
                assertRefused(other.received());
                other.send(echo(dialect, 5_000)).expect(MessageType.RESULT);
                assertThat(other.received().flags() & EXCEPTION).isZero();
            }
        }
    }

    @Test
    void aShutdownLeavesNothingCounted() throws Exception {
        Daemon other = Daemon.builder().config(PyroConfig.defaults()).host("localhost").start();
        other.register(holder, "holder");
        try (ScriptedPeer half = ScriptedPeer.welcomed(Dialect.V502, other.port(), "holder");
                Proxy proxy = Proxy.of(other.uriFor("holder"))) {
            half.send(Arrays.copyOf(echo(Dialect.V502, 500_000).bytes(), 300_000));
            var reply = proxy.callAsync("hold", "x".repeat(500_000));
            holder.entered.await();
            DaemonMemory.awaitUsed(other, 800_000);

            other.shutdown(Duration.ZERO);
            holder.end.countDown();
            assertThat(reply.get(10, TimeUnit.SECONDS)).isEqualTo(7);
        }
        DaemonMemory.awaitNothing(other);
    }

    private static byte[] marshalCall(int length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[]{'(', 4, 0, 0, 0});
        for (String text : new String[]{"echo", "echo"}) {
            out.writeBytes(new byte[]{'u', 4, 0, 0, 0});
            out.writeBytes(Hostile.latin1(text));
        }
        out.writeBytes(new byte[]{'(', 1, 0, 0, 0, 's', (byte) length, (byte) (length >>> 8),
                (byte) (length >>> 16), (byte) (length >>> 24)});
        out.writeBytes(new byte[length]);
        out.writeBytes(new byte[]{'{', '0'});
        return out.toByteArray();
    }

    private static byte[] deflated(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(out)) {
            deflated.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
