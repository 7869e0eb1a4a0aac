package io.jyro.hostile;

import java.util.Arrays;

import io.jyro.Dialect;
import io.jyro.wire.MessageType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Messages that are cut off after each of their bytes. */
class CutOffTest extends AgainstADaemon {

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aConnectWhoseSenderStopsSendingIsRefusedBeforeTheClose(Dialect dialect) {
        byte[] connect = RawMessage.connect(dialect, "echo").bytes();
        for (int length = 0; length < connect.length; length++) {
            try (ScriptedPeer client = stranger()) {
                RawMessage refusal = client.send(Arrays.copyOf(connect, length)).closeOutput()
                        .expect(MessageType.CONNECTFAIL).expectClosed().received();

                assertThat(refusal.dialect()).as("after %s bytes", length)
                        .isEqualTo(length < 6 ? Dialect.V502 : dialect);
                assertThat(refusal.marshalText()).contains("handshake");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aConnectWhoseSenderGoesAwayIsForgotten(Dialect dialect) {
        byte[] connect = RawMessage.connect(dialect, "echo").bytes();
        for (int length = 0; length < connect.length; length++) {
            stranger().send(Arrays.copyOf(connect, length)).thenClose().close();
            stranger().send(Arrays.copyOf(connect, length)).thenReset().close();
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void anInvokeThatIsCutOffEndsItsConnectionWithoutAnAnswer(Dialect dialect) {
        byte[] invoke = RawMessage.invoke(dialect, "echo", "echo", "'never',")
                .annotation("TEST", new byte[10]).bytes();
        for (int length = 0; length < invoke.length; length++) {
            try (ScriptedPeer client = welcomed(dialect)) {
                client.send(Arrays.copyOf(invoke, length)).closeOutput().expectClosed();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void anInvokeWhoseSenderGoesAwayIsForgotten(Dialect dialect) {
        byte[] invoke = RawMessage.invoke(dialect, "echo", "echo", "'never',").bytes();
        for (int length = 0; length <= invoke.length; length += 7) {
            welcomed(dialect).send(Arrays.copyOf(invoke, length)).thenReset().close();
        }
    }
}
