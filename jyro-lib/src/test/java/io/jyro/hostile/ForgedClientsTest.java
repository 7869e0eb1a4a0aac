package io.jyro.hostile;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import io.jyro.Dialect;
import io.jyro.Expose;
import io.jyro.PyroConfig;
import io.jyro.rpc.CallContext;
import io.jyro.server.Daemon;
import io.jyro.wire.MessageType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** A connection that says that it is one more of a client is taken for that if it names a client that is there, and only then. */
@Timeout(60)
class ForgedClientsTest {
    private static final byte[] OFFER = {1, 0, 0, 0, 0x51};
    private static final String ID = "11".repeat(16);
    private static final byte[] WITHOUT_FURTHER = {1, 0, 0, 0, 0x11};

    /** Tells its client. */
    @Expose
    public static class Service {
        public String client() {
            return String.valueOf(CallContext.current().clientAddress());
        }
    }

    private final Daemon daemon = daemon(PyroConfig.builder());

    private static Daemon daemon(PyroConfig.Builder config) {
        return Daemon.builder().config(config.build()).host("localhost")
                .register(new Service(), "service").register(Service.class, "session").start();
    }

    @AfterEach
    void close() {
        daemon.close();
    }

    private static ScriptedPeer connect(Daemon daemon, Dialect dialect, String object,
            byte[] offer) {
        return ScriptedPeer.client(daemon.port())
                .send(RawMessage.connect(dialect, object).annotation("JYRO", offer))
                .expect(MessageType.CONNECTOK);
    }

    private ScriptedPeer connect(byte[] offer) {
        return connect(daemon, Dialect.V502, "service", offer);
    }

    private static byte[] accepted(ScriptedPeer client) {
        RawMessage welcome = client.received();
        ByteBuffer chunks = ByteBuffer.wrap(welcome.annotations());
        while (true) {
            byte[] id = new byte[4];
            chunks.get(id);
            byte[] value = new byte[welcome.dialect() == Dialect.V48
                    ? chunks.getShort()
                    : chunks.getInt()];
            chunks.get(value);
            if (new String(id, StandardCharsets.US_ASCII).equals("JYRO")) {
                return value;
            }
        }
    }

    private static String client(ScriptedPeer peer) {
        return peer.send(RawMessage.invoke(Dialect.V502, "service", "client", ""))
                .expect(MessageType.RESULT).received().text();
    }

    private static byte[] naming(String id) {
        return HexFormat.of().parseHex("400010" + id);
    }

    private static byte[] further(String id) {
        return HexFormat.of().parseHex("0100000051" + id);
    }

    private ScriptedPeer named(byte[] naming) {
        return connect(OFFER).send(RawMessage.invoke(Dialect.V502, "Pyro.Daemon", "ping", "")
                .annotation("JYRO", naming)).expect(MessageType.RESULT);
    }

    @Test
    void aConnectionThatNamesAClientIsOneOfIt() {
        try (ScriptedPeer first = named(naming(ID)); ScriptedPeer second = connect(further(ID))) {
            assertThat(accepted(second)).isEqualTo(further(ID));
            assertThat(client(second)).isEqualTo(client(first));
        }
    }

    @Test
    void aConnectionThatNamesNobodyIsAClientOfItsOwn() {
        try (ScriptedPeer first = named(naming(ID));
                ScriptedPeer other = connect(further(ID.replace('1', '2')))) {
            assertThat(accepted(other)).isEqualTo(WITHOUT_FURTHER);
            assertThat(client(other)).isNotEqualTo(client(first));
        }
    }

    @Test
    void aConnectionThatNamesAClientThatHasGoneIsAClientOfItsOwn() {
        named(naming(ID)).close();
        while (!daemon.clients().isEmpty()) {
            Thread.onSpinWait();
        }

        try (ScriptedPeer other = connect(further(ID))) {
            assertThat(accepted(other)).isEqualTo(WITHOUT_FURTHER);
        }
    }

    @Test
    void anIdThatIsTakenStaysItsClients() {
        try (ScriptedPeer first = named(naming(ID));
                ScriptedPeer thief = named(naming(ID));
                ScriptedPeer second = connect(further(ID))) {
            assertThat(client(second)).isEqualTo(client(first)).isNotEqualTo(client(thief));
        }
    }

    @Test
    void onlyTheFirstIdOfAConnectionCounts() {
        String another = ID.replace('1', '2');
        try (ScriptedPeer first = named(naming(ID))) {
            first.send(RawMessage.invoke(Dialect.V502, "Pyro.Daemon", "ping", "")
                    .annotation("JYRO", naming(another))).expect(MessageType.RESULT);

            try (ScriptedPeer other = connect(further(another))) {
                assertThat(accepted(other)).isEqualTo(WITHOUT_FURTHER);
            }
        }
    }

    @Test
    void aConnectionOfAnotherProtocolIsAClientOfItsOwn() {
        try (ScriptedPeer first = named(naming(ID));
                ScriptedPeer other = connect(daemon, Dialect.V48, "service", further(ID))) {
            assertThat(accepted(other)).isEqualTo(WITHOUT_FURTHER);
            assertThat(client(first)).isNotEmpty();
        }
    }

    @Test
    void anIdThatIsTooShortIsNone() {
        String half = ID.substring(16);
        try (ScriptedPeer first = named(naming(half));
                ScriptedPeer other = connect(further(half))) {
            assertThat(client(other)).isNotEqualTo(client(first));
        }
    }

    @Test
    void aSessionTakesNoFurtherConnections() {
        try (ScriptedPeer client = connect(daemon, Dialect.V502, "session", OFFER)) {
            assertThat(accepted(client)).isEqualTo(WITHOUT_FURTHER);
        }
    }

    @Test
    void ofFewPlacesFurtherConnectionsTakeNoMoreThanHalf() {
        try (Daemon small = daemon(PyroConfig.builder().maxConnections(4));
                ScriptedPeer first = connect(small, Dialect.V502, "service", OFFER)) {
            first.send(RawMessage.invoke(Dialect.V502, "Pyro.Daemon", "ping", "")
                    .annotation("JYRO", naming(ID))).expect(MessageType.RESULT);
            try (ScriptedPeer second = connect(small, Dialect.V502, "service", further(ID));
                    ScriptedPeer third = connect(small, Dialect.V502, "service", further(ID))) {
                assertThat(accepted(second)).isEqualTo(further(ID));
                assertThat(accepted(third)).isEqualTo(WITHOUT_FURTHER);
            }
        }
    }

    @Test
    void withTheFirstTheOthersEnd() {
        try (ScriptedPeer first = named(naming(ID)); ScriptedPeer second = connect(further(ID))) {
            first.thenClose();

            second.expectClosed();
        }
    }
}
