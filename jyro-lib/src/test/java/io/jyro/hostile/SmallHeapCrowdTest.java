package io.jyro.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

import io.jyro.Dialect;
import io.jyro.wire.MessageType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What many hostile clients together can do to a daemon with a heap of 64 MB: none of them makes it run out of memory.
 * Honest clients are served meanwhile, and refused ones are told which item refuses them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SmallHeapCrowdTest {
    private static final int EXCEPTION = 1;
    private static final int COMPRESSED = 2;
    private static final int INFLATING = 80_000_000;
    private static final int LARGE_CONNECT = 128 << 20;
    private static final int LARGE_CALL = 16_000_000;

    private final SmallDaemon daemon = new SmallDaemon();
    private final List<ScriptedPeer> crowd = new ArrayList<>();

    private ScriptedPeer stranger() {
        ScriptedPeer peer = ScriptedPeer.client(daemon.port());
        crowd.add(peer);
        return peer;
    }

    private ScriptedPeer welcomed(Dialect dialect) {
        return stranger().send(RawMessage.connect(dialect, "target"))
                .expect(MessageType.CONNECTOK);
    }

    private void honestClientIsServed(Dialect dialect) {
        ScriptedPeer honest = welcomed(dialect).send(RawMessage.invoke(dialect, "target", "number",
                "7,")).expect(MessageType.RESULT);
        assertThat(honest.received().text()).isEqualTo("7");
        honest.close();
    }

    // Each peer does it on a thread of its own, and something else is done meanwhile.
    private static void atOnce(List<ScriptedPeer> peers, Consumer<ScriptedPeer> what,
            Runnable meanwhile) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (ScriptedPeer peer : peers) {
                all.add(CompletableFuture.runAsync(() -> what.accept(peer), threads));
            }
            meanwhile.run();
            all.forEach(CompletableFuture::join);
        }
    }

    private void disperse() {
        crowd.forEach(ScriptedPeer::close);
        crowd.clear();
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void handshakesThatInflateWithoutEndAreRefused(Dialect dialect) {
        RawMessage bomb = RawMessage.connect(dialect, "target").flags(COMPRESSED)
                .payload(deflatedZeros());
        for (int i = 0; i < 24; i++) {
            stranger().send(bomb);
        }
        honestClientIsServed(dialect);
        for (ScriptedPeer each : crowd.subList(0, 24)) {
            assertThat(each.expect(MessageType.CONNECTFAIL).received().marshalText())
                    .contains("MAX_HANDSHAKE_SIZE");
        }
        disperse();
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void largeHandshakesAreRefusedForTheirHeaders(Dialect dialect) {
        byte[] begun = Arrays.copyOf(RawMessage.connect(dialect, "target")
                .claimPayload(LARGE_CONNECT).bytes(), 100_000);
        for (int i = 0; i < 3; i++) {
            stranger().send(begun);
        }
        honestClientIsServed(dialect);
        for (ScriptedPeer each : crowd.subList(0, 3)) {
            assertThat(each.expect(MessageType.CONNECTFAIL).received().marshalText())
                    .contains("MAX_HANDSHAKE_SIZE");
        }
        disperse();
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void halvesOfLargeCallsLeaveRoomForOthers(Dialect dialect) {
        RawMessage call = RawMessage.invoke(dialect, "target", "take", "'x',")
                .claimPayload(LARGE_CALL);
        byte[] half = Arrays.copyOf(call.bytes(), LARGE_CALL / 2);
        Arrays.fill(half, call.bytes().length, half.length, (byte) 'x');
        for (int i = 0; i < 50; i++) {
            welcomed(dialect);
        }
        List<ScriptedPeer> senders = List.copyOf(crowd);
        atOnce(senders, sender -> sender.send(half), () -> honestClientIsServed(dialect));

        // Those that found no room are told so when the rest has come.
        byte[] rest = new byte[call.headerSize() + LARGE_CALL - half.length];
        AtomicInteger refused = new AtomicInteger();
        atOnce(senders, sender -> {
            RawMessage reply = sender.send(rest).expect(MessageType.RESULT).received();
            if (reply.text().contains("MEMORY_BUDGET")) {
                refused.incrementAndGet();
            }
        }, () -> honestClientIsServed(dialect));
        assertThat(refused.get()).isGreaterThan(40);
        disperse();
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void valuesThatCallsHoldLeaveRoomForOthers(Dialect dialect) {
        // 300 KB that become some 9 MB
        RawMessage hold = RawMessage.invoke(dialect, "target", "hold",
                "'" + dialect + "',[" + "[],".repeat(100_000) + "],");
        for (int i = 0; i < 12; i++) {
            welcomed(dialect).send(hold);
        }
        honestClientIsServed(dialect);
        welcomed(dialect).send(RawMessage.invoke(dialect, "target", "letGo",
                "'" + dialect + "',"))
                .expect(MessageType.RESULT);
        int refused = 0;
        for (ScriptedPeer each : crowd.subList(0, 12)) {
            RawMessage reply = each.expect(MessageType.RESULT).received();
            if ((reply.flags() & EXCEPTION) != 0) {
                assertThat(reply.text()).contains("MEMORY_BUDGET");
                refused++;
            }
        }
        assertThat(refused).isLessThan(12);
        disperse();
    }

    private static byte[] deflatedZeros() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(out,
                new Deflater(Deflater.BEST_SPEED))) {
            byte[] zeros = new byte[1_000_000];
            for (int i = 0; i < INFLATING / zeros.length; i++) {
                deflated.write(zeros);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Ends the daemon, which says whether it had a fault. */
    @AfterAll
    void stop() {
        disperse();
        daemon.close();
    }
}
