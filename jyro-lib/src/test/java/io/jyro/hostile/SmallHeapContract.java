package io.jyro.hostile;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

import io.jyro.Dialect;
import io.jyro.Serializer;
import io.jyro.wire.MessageType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What hostile payloads of one serializer can do to a daemon with a small heap: nothing but cost their own call. After
 * each, a client on a connection of its own is served.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class SmallHeapContract {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int EXCEPTION = 1;
    private static final int COMPRESSED = 2;
    private static final int INFLATED = 10_000_000;

    private final Serializer serializer;
    private final SmallDaemon daemon = new SmallDaemon();

    /** Made once for all, since that takes seconds. */
    private static final class Bomb {
        static final byte[] BYTES = deflated(new byte[1_000_000], 900);
    }

    /** For the payloads of one serializer. */
    protected SmallHeapContract(Serializer serializer) {
        this.serializer = serializer;
    }

    /** What is sent. */
    protected abstract List<Hostile> payloads();

    /** A call of {@code target.take} with one short text, to be cut off anywhere. */
    protected abstract byte[] flawless();

    /** What, again and again, makes a payload that is refused. */
    protected abstract byte[] costly();

    List<Dialect> dialects() {
        return serializer.isPickleFamily() ? List.of(Dialect.V48) : List.of(Dialect.values());
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void aHostilePayloadCostsItsOwnCallAlone(Hostile hostile) {
        byte[] payload = hostile.bytes().get();
        for (Dialect dialect : dialects()) {
            assertThat(isRefused(dialect, payload, 0) || !hostile.isRefused()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void aCallThatIsCutOffAnywhereIsRefused(Dialect dialect) {
        byte[] call = flawless();
        try (Client client = new Client(dialect)) {
            for (int length = 0; length < call.length; length++) {
                assertThat(client.isRefused(Arrays.copyOf(call, length), 0)).as("%d", length)
                        .isTrue();
            }
            assertThat(client.isRefused(call, 0)).isFalse();
        }
    }

    @Test
    void aBombOf900MegabytesIsRefused() {
        for (Dialect dialect : dialects()) {
            assertThat(isRefused(dialect, Bomb.BYTES, COMPRESSED)).isTrue();
        }
    }

    @Test
    void whatInflatesToACostlyPayloadIsRefused() {
        byte[] bomb = deflated(costly(), INFLATED / costly().length);
        for (Dialect dialect : dialects()) {
            assertThat(isRefused(dialect, bomb, COMPRESSED)).isTrue();
        }
    }

    @Test
    void noThreadIsLost() {
        honestCall(Dialect.V48);

        assertThat(daemon.threadsLeft()).isEmpty();
    }

    /** Whether a payload is refused; after it, another client has to be served. */
    private boolean isRefused(Dialect dialect, byte[] payload, int flags) {
        try (Client client = new Client(dialect)) {
            return client.isRefused(payload, flags);
        } finally {
            honestCall(dialect);
        }
    }

    private void honestCall(Dialect dialect) {
        try (Client client = new Client(dialect)) {
            assertThat(client.isRefused(flawless(), 0)).isFalse();
        }
    }

    private static byte[] deflated(byte[] piece, int times) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(out,
                new Deflater(Deflater.BEST_SPEED))) {
            for (int i = 0; i < times; i++) {
                deflated.write(piece);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Ends the daemon, which says whether it had a fault. */
    @AfterAll
    void stop() {
        daemon.close();
    }

    /** A client over a raw socket that has shaken hands. */
    private final class Client implements AutoCloseable {
        private final Dialect dialect;
        private final Socket socket = new Socket();

        Client(Dialect dialect) {
            this.dialect = dialect;
            try {
                socket.connect(new InetSocketAddress("localhost", daemon.port()), PATIENCE_MILLIS);
                socket.setSoTimeout(PATIENCE_MILLIS);
                socket.getOutputStream().write(RawMessage.connect(dialect, "target").bytes());
                assertThat(RawMessage.read(socket.getInputStream()).type())
                        .isEqualTo(MessageType.CONNECTOK.code());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Whether an error comes back for a call, or the end of the connection; in bounded time, one of them or a result. */
        boolean isRefused(byte[] payload, int flags) {
            try {
                socket.getOutputStream().write(RawMessage.of(dialect, MessageType.INVOKE)
                        .serializer(serializer.id(dialect)).flags(flags).payload(payload).bytes());
                RawMessage reply = RawMessage.read(socket.getInputStream());
                assertThat(new String(reply.payload(), StandardCharsets.ISO_8859_1))
                        .doesNotContain("OutOfMemory", "StackOverflow", "heap space");
                return (reply.flags() & EXCEPTION) != 0;
            } catch (EOFException | SocketException e) {
                return true;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
