package io.jyro.transport.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import io.jyro.Dialect;
import io.jyro.PyroConfig;
import io.jyro.TlsConfig;
import io.jyro.hostile.BusyDaemon;
import io.jyro.hostile.RawMessage;
import io.jyro.hostile.ScriptedPeer;
import io.jyro.server.Daemon;
import io.jyro.tls.Certificates;
import io.jyro.transport.Connection;
import io.jyro.transport.Connector;
import io.jyro.transport.DelegatingConnection;
import io.jyro.wire.MessageType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Clients that stop in the middle of a TLS handshake or of a record. */
@Timeout(60)
class UnfinishedTlsTest {
    private static final int SOME = 20;
    private static final int MANY = 300; // more than a daemon has platform threads, with two cores
    private static final byte[] HALF_HELLO = HexFormat.of()
            .parseHex("160301012e0100012a0303" + "5a".repeat(100));

    private final TlsConfig tls;
    private final BusyDaemon daemon;
    private final List<AutoCloseable> open = new ArrayList<>();

    UnfinishedTlsTest(@TempDir Path directory) {
        Certificates certificates = new Certificates(directory);
        tls = certificates.anonymous().build();
        daemon = new BusyDaemon(
                Daemon.builder().config(PyroConfig.defaults().toBuilder()
                        .handshakeTimeout(Duration.ofMinutes(1)).build())
                        .host("localhost").tls(certificates.server().build()),
                (proxy, of) -> proxy.tls(tls));
        open.add(daemon);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    /** A client that has shaken hands, and can send a part of what it writes and keep the rest. */
    private final class Client extends DelegatingConnection {
        private final Connection secured;
        private boolean cuts;
        private byte[] kept = {};

        Client(Dialect dialect) throws IOException {
            super(new Connector(Duration.ofSeconds(5), 0, true).connect("localhost",
                    daemon.daemon().port()));
            open.add(below);
            secured = TlsConnection.toDaemon(this, tls, "localhost", daemon.daemon().port());
            send(RawMessage.connect(dialect, "work").bytes());
            expect(MessageType.CONNECTOK);
        }

        /** The last record only in half. */
        void sendInPart(byte[] bytes) throws IOException {
            cuts = true;
            send(bytes);
            cuts = false;
        }

        void send(byte[] bytes) throws IOException {
            secured.write(bytes, 0, bytes.length);
        }

        void sendTheRest() throws IOException {
            below.write(kept, 0, kept.length);
        }

        void expect(MessageType type) throws IOException {
            assertThat(RawMessage.read(new InputStream() {
                @Override
                public int read() throws IOException {
                    byte[] one = new byte[1];
                    return secured.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
                }

                @Override
                public int read(byte[] into, int from, int length) throws IOException {
                    return secured.read(into, from, length);
                }
            }).type()).isEqualTo(type.code());
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int sent = cuts ? length / 2 : length;
            kept = Arrays.copyOfRange(bytes, offset + sent, offset + length);
            below.write(bytes, offset, sent);
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aRecordThatIsNotEndedHoldsNoPlatformThreadAndIsServedWhenItGoesOn(Dialect dialect)
            throws IOException {
        Client client = new Client(dialect);
        byte[] call = call(dialect);
        client.send(Arrays.copyOf(call, 100));
        client.sendInPart(Arrays.copyOfRange(call, 100, call.length));
        daemon.awaitNoServingThread();

        client.sendTheRest();
        client.expect(MessageType.RESULT);
        client.send(call);
        client.expect(MessageType.RESULT);
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void besideHundredsOfHalfRecordsOthersAreServedOnPlatformThreads(Dialect dialect)
            throws Exception {
        byte[] call = call(dialect);
        for (int i = 0; i < MANY; i++) {
            Client client = new Client(dialect);
            if (i % 2 == 0) {
                client.send(Arrays.copyOf(call, 100));
            }
            client.sendInPart(Arrays.copyOfRange(call, 100, call.length));
        }

        daemon.servesOthersWhileItIsBusy();
    }

    @Test
    void handshakesThatAreNotEndedHoldNoPlatformThread() throws Exception {
        for (int i = 0; i < SOME; i++) {
            open.add(ScriptedPeer.client(daemon.daemon().port()).send(HALF_HELLO));
        }
        daemon.awaitAllTakenIn();

        daemon.shakesHandsOnAPlatformThread();
    }

    @Test
    void besideHundredsOfHalfHandshakesOthersAreServedOnPlatformThreads() throws Exception {
        for (int i = 0; i < MANY; i++) {
            open.add(ScriptedPeer.client(daemon.daemon().port()).send(HALF_HELLO));
        }

        daemon.servesOthersWhileItIsBusy();
    }

    private static byte[] call(Dialect dialect) {
        return RawMessage.invoke(dialect, "work", "echo", "'" + "x".repeat(1_000) + "',").bytes();
    }
}
