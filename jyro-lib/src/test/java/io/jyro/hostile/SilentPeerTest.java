package io.jyro.hostile;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import ch.qos.logback.classic.Level;
import io.jyro.Dialect;
import io.jyro.PyroConfig;
import io.jyro.wire.MessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Peers that connect and then keep others waiting, against a daemon with little patience. */
class SilentPeerTest extends AgainstADaemon {
    SilentPeerTest() {
        super(PyroConfig.defaults().toBuilder().handshakeTimeout(Duration.ofMillis(500)).build());
    }

    @Test
    void silenceIsAnsweredWithAConnectFailOf502SoThatNetcatShowsTheVersion() {
        try (ScriptedPeer client = stranger()) {
            RawMessage refusal = client.expect(MessageType.CONNECTFAIL).received();

            assertThat(refusal.dialect()).isEqualTo(Dialect.V502);
            assertThat(refusal.marshalText()).contains("handshake");
            log.await(Level.WARN, "no complete handshake within PT0.5S (HANDSHAKE_TIMEOUT)");
            client.closeOutput().expectClosed();
        }
    }

    @Test
    void aSendingSideThatIsClosedAtOnceGetsAConnectFailOf502() {
        try (ScriptedPeer client = stranger()) {
            RawMessage refusal = client.closeOutput().expect(MessageType.CONNECTFAIL).expectClosed()
                    .received();

            assertThat(refusal.dialect()).isEqualTo(Dialect.V502);
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aHandshakeThatStopsHalfwayIsRefusedInItsDialect(Dialect dialect) {
        byte[] connect = RawMessage.connect(dialect, "echo").bytes();
        try (ScriptedPeer client = stranger()) {
            RawMessage refusal = client.send(Arrays.copyOf(connect, 30))
                    .expect(MessageType.CONNECTFAIL).received();

            assertThat(refusal.dialect()).isEqualTo(dialect);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 30})
    void manySilentPeersKeepNobodyWaiting(int bytes) {
        byte[] connect = RawMessage.connect(Dialect.V502, "echo").bytes();
        List<ScriptedPeer> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                silent.add(stranger().send(Arrays.copyOf(connect, bytes)));
            }

            theNextClientIsServedAtOnce();
        } finally {
            silent.forEach(ScriptedPeer::close);
        }
    }

    @Test
    void manyPeersInTheMiddleOfARequestKeepNobodyWaiting() {
        List<ScriptedPeer> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) { // more than there are threads for busy connections
                stalled.add(welcomed(Dialect.V502).send("PYRO"));
            }

            theNextClientIsServedAtOnce();
        } finally {
            stalled.forEach(ScriptedPeer::close);
        }
    }

    @Test
    void aPeerThatNeverReadsItsRepliesHoldsOnlyItself() {
        String much = "'" + "x".repeat(1_000_000) + "',";
        try (ScriptedPeer client = welcomed(Dialect.V502)) {
            RawMessage request = RawMessage.invoke(Dialect.V502, "echo", "echo", much);
            Thread flood = Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < 100; i++) {
                        client.send(request);
                    }
                } catch (UncheckedIOException e) {
                    // it is closed below, in the middle of its flood
                }
            });
            assertThat(flood).isNotNull();

            theNextClientIsServedAtOnce();
        }
    }
}
