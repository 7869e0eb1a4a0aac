package io.jyro.server;

import java.util.List;

import io.jyro.Dialect;
import io.jyro.Expose;
import io.jyro.Loopback;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.RemoteCallException;
import io.jyro.client.Proxy;
import io.jyro.hostile.RawMessage;
import io.jyro.hostile.ScriptedPeer;
import io.jyro.wire.MessageType;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A request beyond a limit is answered with an error that names the limit. */
@Timeout(60)
class TooLargeTest {

    /** Counts the calls of its connection. */
    @Expose
    public static class Counting {
        private int calls;

        public int take(String text) {
            return ++calls;
        }
    }

    private static Loopback with(PyroConfig config) {
        return new Loopback(Daemon.builder().config(config));
    }

    @ParameterizedTest
    @EnumSource(value = Protocol.class, names = {"V48", "V502"})
    void aMessageBeyondTheLimitIsAnErrorOfItsCallAndTheConnectionLives(Protocol protocol) {
        try (Loopback loopback = with(PyroConfig.builder().maxMessageSize(20_000).build())) {
            Proxy proxy = loopback.serve(Counting.class, protocol);
            proxy.call("take", "first");

            for (int size : List.of(20_000, 50_000, 5_000_000)) {
                assertThatThrownBy(() -> proxy.call("take", "x".repeat(size)))
                        .isInstanceOf(RemoteCallException.class)
                        .hasMessageContaining("MessageTooLargeError")
                        .hasMessageContaining("exceeds maxMessageSize 20000");
            }

            assertThat(proxy.call("take", "second")).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Protocol.class, names = {"V48", "V502"})
    void aPayloadThatInflatesBeyondTheLimitIsToo(Protocol protocol) {
        try (Loopback loopback = with(PyroConfig.builder().maxInflatedSize(20_000).build())) {
            try (Proxy proxy = Proxy.builder(loopback.daemon().register(Counting.class))
                    .protocol(protocol).config(PyroConfig.builder().compression(true).build())
                    .build()) {
                assertInflatedIsTooLarge(proxy);
            }
        }
    }

    private static void assertInflatedIsTooLarge(Proxy proxy) {
        proxy.call("take", "first");

        assertThatThrownBy(() -> proxy.call("take", "x".repeat(50_000)))
                .isInstanceOf(RemoteCallException.class)
                .hasMessageContaining("maxInflatedSize 20000");

        assertThat(proxy.call("take", "second")).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void beyondWhatIsSkippedTheConnectionEndsAfterTheReply(Dialect dialect) {
        try (Loopback loopback = with(PyroConfig.builder().maxMessageSize(20_000).build())) {
            loopback.daemon().register(Counting.class, "counting");
            try (ScriptedPeer client = ScriptedPeer.welcomed(dialect, loopback.daemon().port(),
                    "counting")) {
                client.send(RawMessage.invoke(dialect, "counting", "take", "'first'"))
                        .expect(MessageType.RESULT)
                        .send(RawMessage.invoke(dialect, "counting", "take", "'second'")
                                .claimPayload(0x7fff_ffff))
                        .expect(MessageType.RESULT);

                assertThat(client.received().text()).contains("MessageTooLarge")
                        .contains("maxMessageSize 20000");
                client.expectClosed(); // by the daemon first
            }
        }
    }
}
