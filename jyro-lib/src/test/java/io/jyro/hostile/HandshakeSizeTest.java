package io.jyro.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.DeflaterOutputStream;

import io.jyro.Dialect;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.client.Proxy;
import io.jyro.server.DaemonMemory;
import io.jyro.wire.MessageType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** How large the handshake of a stranger may be. */
class HandshakeSizeTest extends AgainstADaemon {
    private static final int LIMIT = 256 * 1024;
    private static final int COMPRESSED = 2;

    @AfterEach
    void nothingIsCounted() {
        DaemonMemory.awaitNothing(daemon);
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aLargerOneIsRefusedForItsHeaderAlone(Dialect dialect) {
        try (ScriptedPeer client = stranger()) {
            byte[] header = RawMessage.connect(dialect, "echo").claimPayload(LIMIT + 1)
                    .payload(new byte[0]).bytes();

            RawMessage refusal = client.send(header).expect(MessageType.CONNECTFAIL).received();

            assertThat(refusal.dialect()).isEqualTo(dialect);
            assertThat(refusal.marshalText()).contains("handshake message of 262145 bytes",
                    "MAX_HANDSHAKE_SIZE 262144");
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void theLargestThatIsAllowedIsAccepted(Dialect dialect) {
        try (ScriptedPeer client = stranger()) {
            String beginning = "{'object':'echo','handshake':'";
            int others = ("# serpent utf-8 python3.2\n" + beginning + "'}").length();
            client.send(RawMessage.connect(dialect, "echo")
                    .serpent(beginning + "x".repeat(LIMIT - others) + "'}"))
                    .expect(MessageType.CONNECTOK);
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void whatInflatesToMoreIsRefused(Dialect dialect) {
        try (ScriptedPeer client = stranger()) {
            RawMessage refusal = client.send(RawMessage.connect(dialect, "echo").flags(COMPRESSED)
                    .payload(deflated(new byte[LIMIT + 1]))).expect(MessageType.CONNECTFAIL)
                    .received();

            assertThat(refusal.dialect()).isEqualTo(dialect);
            assertThat(refusal.marshalText())
                    .contains("inflates to more than MAX_HANDSHAKE_SIZE 262144");
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void callsAfterItMayBeLarger(Dialect dialect) {
        try (ScriptedPeer client = welcomed(dialect)) {
            client.send(RawMessage.invoke(dialect, "echo", "echo", "'" + "x".repeat(2 * LIMIT)
                    + "',")).expect(MessageType.RESULT);
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void theAnswerIsNotLimited(Dialect dialect) {
        PyroConfig config = PyroConfig.builder().maxHandshakeSize(300).build();
        try (ScriptedPeer server = ScriptedPeer.daemon()) {
            String[] methods = new String[2_000];
            for (int i = 0; i < methods.length; i++) {
                methods[i] = "method" + i;
            }
            server.welcome(methods).expect(MessageType.INVOKE).reply(MessageType.RESULT, "7");
            try (Proxy proxy = Proxy.builder(server.uri("any")).config(config)
                    .protocol(Protocol.valueOf(dialect.name()))
                    .timeout(PATIENCE).build()) {
                assertThat(proxy.call("method1999")).isEqualTo(7);
            }
        }
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
