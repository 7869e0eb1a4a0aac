package io.jyro.hostile;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import ch.qos.logback.classic.Level;
import io.jyro.Dialect;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.PyroException;
import io.jyro.client.Proxy;
import io.jyro.server.Daemon;
import io.jyro.wire.MessageType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A daemon that wants its messages signed: docs/protocol.md, 1.8. */
class SignatureTest extends AgainstADaemon {
    private static final byte[] KEY = {1, 2, 3};

    SignatureTest() {
        super(Daemon.builder().config(PyroConfig.defaults()).hmacKey(KEY));
    }

    @Test
    void aClientWithoutAKeyIsRefusedInMarshalWithASignedMessage() {
        try (ScriptedPeer client = stranger()) {
            RawMessage refusal = client.send(RawMessage.connect(Dialect.V48, "echo"))
                    .expect(MessageType.CONNECTFAIL).received();

            assertThat(refusal.marshalText()).startsWith("hmac key config not symmetric: ");
            assertThat(refusal.serializer()).isEqualTo(3);
            assertThat(new String(refusal.annotations(),
                    StandardCharsets.ISO_8859_1)).startsWith("HMAC");
            log.await(Level.DEBUG, "hmac key config not symmetric");
        }
    }

    @Test
    void aWrongSignatureIsRefused() {
        try (ScriptedPeer client = stranger()) {
            RawMessage refusal = client.send(
                    RawMessage.connect(Dialect.V48, "echo").annotation("HMAC", new byte[20]))
                    .expect(MessageType.CONNECTFAIL).received();

            assertThat(refusal.marshalText()).startsWith("message hmac mismatch: ");
        }
    }

    @Test
    void aSignatureOfAWrongLengthIsRefused() {
        for (int length : new int[]{0, 1, 19, 21, 100}) {
            try (ScriptedPeer client = stranger()) {
                client.send(RawMessage.connect(Dialect.V48, "echo").annotation("HMAC",
                        new byte[length])).expect(MessageType.CONNECTFAIL);
                assertThat(client.received().marshalText()).contains("hmac");
            }
        }
    }

    @Test
    void aSignatureThatComesTwiceOrMirrorsTheDaemonsOwnIsRefused() {
        byte[] refusalsOwn;
        try (ScriptedPeer client = stranger()) {
            RawMessage refusal = client.send(RawMessage.connect(Dialect.V48, "echo"))
                    .expect(MessageType.CONNECTFAIL).received();
            refusalsOwn = Arrays.copyOfRange(refusal.annotations(), 6, 26);
        }

        RawMessage connect = RawMessage.connect(Dialect.V48, "echo");
        for (RawMessage forged : List.of(connect.annotation("HMAC", refusalsOwn),
                connect.annotation("HMAC", refusalsOwn).annotation("HMAC", refusalsOwn),
                connect.annotation("HMAC", new byte[20]).annotation("HMAC", refusalsOwn))) {
            try (ScriptedPeer client = stranger()) {
                assertThat(client.send(forged).expect(MessageType.CONNECTFAIL).expectClosed()
                        .received().marshalText()).contains("hmac");
            }
        }
    }

    @Test
    void protocol502WhichKnowsNoSignaturesIsRefused() {
        try (ScriptedPeer client = stranger()) {
            client.send(RawMessage.connect(Dialect.V502, "echo")).expect(MessageType.CONNECTFAIL);

            log.await(Level.DEBUG, "502");
        }
    }

    @Test
    void aProxyWithoutTheKeyIsToldSo() {
        try (Proxy proxy = proxy("echo", Protocol.V48)) {
            assertThatThrownBy(() -> proxy.call("echo", 1)).isInstanceOf(PyroException.class)
                    .hasMessageContaining("hmac key config not symmetric");
        }
    }

    @Test
    void aProxyThatFindsOutTheProtocolIsToldWhatIsWanted() {
        try (Proxy proxy = proxy("echo", Protocol.AUTO)) {
            assertThatThrownBy(() -> proxy.call("echo", 1)).isInstanceOf(PyroException.class)
                    .hasMessageContaining("key");
        }
    }

    @Test
    void aProxyWithAnotherKeyIsRefused() {
        try (Proxy proxy = Proxy.builder(daemon.uriFor("echo")).config(PyroConfig.defaults())
                .hmacKey(new byte[]{9}).timeout(PATIENCE).build()) {
            assertThatThrownBy(() -> proxy.call("echo", 1)).isInstanceOf(PyroException.class)
                    .hasMessageContaining("hmac");
        }
    }

    @Override
    @AfterEach
    void theNextClientIsServedAtOnce() {
        try (Proxy proxy = Proxy.builder(daemon.uriFor("echo")).config(PyroConfig.defaults())
                .hmacKey(KEY).timeout(PATIENCE).build()) {
            assertThat(proxy.call("echo", "still here")).isEqualTo("still here");
        }
        assertThat(log.errors()).isEmpty();
        log.clear();
    }
}
