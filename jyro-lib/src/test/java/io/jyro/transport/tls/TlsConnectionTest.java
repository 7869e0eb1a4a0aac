package io.jyro.transport.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

import io.jyro.CommunicationException;
import io.jyro.tls.Certificates;
import io.jyro.transport.Connection;
import io.jyro.transport.Connector;
import io.jyro.transport.DelegatingConnection;
import io.jyro.transport.Listener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** TLS as bytes: what is read, written, waited for and closed. */
class TlsConnectionTest {
    private final Certificates certificates;
    private final Listener listener;
    private final List<AutoCloseable> open = new ArrayList<>();

    TlsConnectionTest(@TempDir Path directory) {
        certificates = new Certificates(directory);
        listener = Listener.open(List.of("localhost"), 0, 0, true, true).getFirst();
        open.add(listener);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    /** Counts writes. */
    private static final class Counted extends DelegatingConnection {
        private final AtomicInteger writes;

        Counted(Connection below, AtomicInteger writes) {
            super(below);
            this.writes = writes;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            writes.incrementAndGet();
            super.write(bytes, offset, length);
        }
    }

    /** Both ends, hands shaken. */
    private record Pair(Connection proxy, Connection daemon, AtomicInteger writesOfTheProxy) {}

    private Connection shakenHandsWith(Connection proxy) throws IOException {
        Connection daemon = TlsListener.over(listener, certificates.server().build()).accept();
        open.add(proxy);
        open.add(daemon);
        CompletableFuture<@Nullable Void> written = inBackground(
                () -> proxy.write(new byte[]{1}, 0, 1));
        assertThat(daemon.read(new byte[9], 0, 9)).isEqualTo(1);
        written.join();
        return daemon;
    }

    private Pair pair() throws IOException {
        AtomicInteger writes = new AtomicInteger();
        Connection client = new Connector(Duration.ofSeconds(5), 0, true).connect("localhost",
                listener.port());
        Connection proxy = TlsConnection.toDaemon(new Counted(client, writes),
                certificates.anonymous().build(), "localhost", 1);
        Connection daemon = shakenHandsWith(proxy);
        daemon.write(new byte[]{2}, 0, 1);
        assertThat(proxy.read(new byte[9], 0, 9)).isEqualTo(1);
        writes.set(0);
        return new Pair(proxy, daemon, writes);
    }

    @Test
    void whatIsWrittenIsReadInPiecesOfAnySize() throws IOException {
        Pair pair = pair();
        pair.proxy().write(new byte[]{0, 1, 2, 3, 4, 5}, 1, 4);
        byte[] got = new byte[10];

        assertThat(pair.daemon().read(got, 3, 2)).isEqualTo(2);
        assertThat(pair.daemon().available()).isEqualTo(2);
        assertThat(pair.daemon().read(got, 5, 5)).isEqualTo(2);
        assertThat(Arrays.copyOfRange(got, 3, 7)).containsExactly(1, 2, 3, 4);
    }

    @Test
    void aSmallMessageIsOneWrite() throws IOException {
        Pair pair = pair();

        pair.proxy().write(new byte[500], 0, 500);

        assertThat(pair.writesOfTheProxy()).hasValue(1);
    }

    @Test
    void aLargeMessageIsFewWrites() throws IOException {
        Pair pair = pair();
        CompletableFuture<@Nullable Void> read = inBackground(
                () -> readFully(pair.daemon(), new byte[1 << 20]));

        pair.proxy().write(new byte[1 << 20], 0, 1 << 20);

        read.join();
        assertThat(pair.writesOfTheProxy()).hasValueLessThanOrEqualTo(24);
    }

    @Test
    void bothEndsMayWriteMuchWhileBothRead() throws IOException {
        Pair pair = pair();
        byte[] much = new byte[20 << 20];
        for (int i = 0; i < much.length; i++) {
            much[i] = (byte) (i * 31 >> 5);
        }
        byte[] atDaemon = new byte[much.length];
        byte[] atProxy = new byte[much.length];

        CompletableFuture.allOf(
                inBackground(() -> pair.proxy().write(much, 0, much.length)),
                inBackground(() -> pair.daemon().write(much, 0, much.length)),
                inBackground(() -> readFully(pair.proxy(), atProxy)),
                inBackground(() -> readFully(pair.daemon(), atDaemon))).join();

        assertThat(Arrays.equals(much, atDaemon)).isTrue();
        assertThat(Arrays.equals(much, atProxy)).isTrue();
    }

    @Test
    void whatIsAvailableCountsOnlyWholeRecords() throws Exception {
        try (SSLSocket client = client("TLSv1.3")) {
            Connection tcp = listener.accept();
            Gate gate = new Gate(tcp);
            Connection daemon = TlsConnection.fromClient(gate, certificates.server().build(),
                    TlsBuffers.ofDaemon());
            open.add(daemon);
            CompletableFuture<@Nullable Void> unused = inBackground(
                    () -> client.getOutputStream().write(1));
            assertThat(daemon.read(new byte[9], 0, 9)).isEqualTo(1);

            client.getOutputStream().write(new byte[100]);
            while (tcp.available() < 100) {
                Thread.onSpinWait();
            }
            gate.open = 50;
            assertThat(daemon.available()).isZero();
            gate.open = Integer.MAX_VALUE;
            assertThat(daemon.available()).isEqualTo(100);
            assertThat(daemon.read(new byte[200], 0, 200)).isEqualTo(100);
        }
    }

    /** Lets only so many bytes through. */
    private static final class Gate extends DelegatingConnection {
        private int open = Integer.MAX_VALUE;

        Gate(Connection below) {
            super(below);
        }

        @Override
        public int available() throws IOException {
            return Math.min(open, super.available());
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = super.read(into, offset, Math.min(open, length));
            open -= count;
            return count;
        }
    }

    @Test
    void aReadWaitsNoLongerThanItIsToldAndGoesOnLater() throws IOException {
        Pair pair = pair();
        pair.daemon().readTimeout(Duration.ofMillis(20));

        assertThatThrownBy(() -> pair.daemon().read(new byte[1], 0, 1))
                .isInstanceOf(SocketTimeoutException.class);
        pair.proxy().write(new byte[]{7}, 0, 1);
        pair.daemon().readTimeout(Duration.ZERO);

        assertThat(pair.daemon().read(new byte[1], 0, 1)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void closingSaysGoodbye(String version) throws Exception {
        try (SSLSocket client = client(version)) {
            Connection daemon = accepted(client);

            daemon.close();

            assertThat(client.getInputStream().read()).isEqualTo(-1); // it would throw without a goodbye
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void afterTheOutputIsShutDownReadingGoesOn(String version) throws Exception {
        try (SSLSocket client = client(version)) {
            Connection daemon = accepted(client);

            daemon.shutdownOutput();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            if (version.equals("TLSv1.3")) { // in 1.2 a goodbye is answered by one
                client.getOutputStream().write(new byte[]{1, 2, 3});
                assertThat(daemon.read(new byte[10], 0, 10)).isEqualTo(3);
            }
        }
    }

    @Test
    void aStreamThatIsCutOffIsAtItsEnd() throws Exception {
        try (Socket tcp = new Socket("localhost", listener.port());
                SSLSocket client = over(tcp, "TLSv1.3")) {
            Connection daemon = accepted(client);

            tcp.shutdownOutput();

            assertThat(daemon.read(new byte[10], 0, 10)).isEqualTo(-1);
            assertThat(daemon.read(new byte[10], 0, 10)).isEqualTo(-1);
        }
    }

    @Test
    void newKeysInTheMiddleAreNoticedByNobody() throws Exception {
        try (SSLSocket client = client("TLSv1.3")) {
            Connection daemon = accepted(client);
            for (int i = 0; i < 3; i++) {
                client.startHandshake(); // in 1.3 this updates the keys, and asks the other end to do so
                client.getOutputStream().write(i);

                assertThat(daemon.read(new byte[9], 0, 9)).isEqualTo(1);
                daemon.write(new byte[]{(byte) i}, 0, 1);
                assertThat(client.getInputStream().read()).isEqualTo(i);
            }
        }
    }

    @Test
    void negotiatingAnewIsRefused() throws Exception {
        try (SSLSocket client = client("TLSv1.2")) {
            Connection daemon = accepted(client);
            CompletableFuture<@Nullable Void> unused = inBackground(client::startHandshake);

            assertThatThrownBy(() -> daemon.read(new byte[9], 0, 9))
                    .isInstanceOf(IOException.class).hasMessageContaining("refused");
        }
    }

    @Test
    void closingEndsABlockedReadAndABlockedWrite() throws IOException {
        Pair pair = pair();
        CompletableFuture<@Nullable Void> reader = inBackground(
                () -> pair.daemon().read(new byte[1], 0, 1));
        byte[] much = new byte[64 << 20];
        CompletableFuture<@Nullable Void> writer = inBackground(
                () -> pair.daemon().write(much, 0, much.length)); // nobody reads it

        assertThat(writer).isNotCompleted(); // if it is not blocked yet, closing comes before it, which is as good
        pair.daemon().close();

        assertThatThrownBy(writer::join).hasCauseInstanceOf(IOException.class);
        assertThat(reader.handle((result, failure) -> "ended").join()).isEqualTo("ended");
    }

    @Test
    void bytesThatTrickleDoNotMakeTheHandshakeLast() throws Exception {
        try (Socket tcp = new Socket("localhost", listener.port())) {
            Connection daemon = TlsListener.over(listener, certificates.server().build()).accept();
            open.add(daemon);
            daemon.readTimeout(Duration.ofMillis(200));
            CompletableFuture<@Nullable Void> unused = inBackground(() -> {
                OutputStream out = tcp.getOutputStream();
                out.write(new byte[]{22, 3, 1, 32, 0});
                for (int i = 0; i < 8000; i++) {
                    out.write(1);
                    Thread.sleep(5); // slower than the whole may last, faster than each read
                }
            });

            assertThatThrownBy(() -> daemon.read(new byte[9], 0, 9))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void afterAFailedHandshakeNothingIsReadOrWritten() throws Exception {
        try (Socket tcp = new Socket("localhost", listener.port())) {
            Connection daemon = TlsListener.over(listener, certificates.server().build()).accept();
            open.add(daemon);
            tcp.getOutputStream().write("SSH-2.0-x\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThatThrownBy(() -> daemon.read(new byte[9], 0, 9))
                    .isInstanceOf(CommunicationException.class).hasMessageContaining("5353482d");
            assertThatThrownBy(() -> daemon.read(new byte[9], 0, 9))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> daemon.write(new byte[9], 0, 9))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void garbageBehindTheHandshakeIsAnError() throws Exception {
        try (Socket tcp = new Socket("localhost", listener.port());
                SSLSocket client = over(tcp, "TLSv1.3")) {
            Connection daemon = accepted(client);

            tcp.getOutputStream()
                    .write(new byte[]{23, 3, 3, 0, 20, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                            1, 1, 1, 1, 1, 1, 1, 1});

            assertThatThrownBy(() -> daemon.read(new byte[9], 0, 9))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aRecordThatClaimsTooMuchIsAnError() throws Exception {
        try (Socket tcp = new Socket("localhost", listener.port());
                SSLSocket client = over(tcp, "TLSv1.3")) {
            Connection daemon = accepted(client);

            tcp.getOutputStream().write(new byte[]{23, 3, 3, -1, -1, 1});

            assertThatThrownBy(() -> daemon.read(new byte[9], 0, 9))
                    .isInstanceOf(IOException.class).hasMessageContaining("65540 bytes");
        }
    }

    private Connection accepted(SSLSocket client) throws IOException {
        Connection daemon = TlsListener.over(listener, certificates.server().build()).accept();
        open.add(daemon);
        CompletableFuture<@Nullable Void> written = inBackground(() -> {
            client.getOutputStream().write(1);
            InputStream in = client.getInputStream();
            assertThat(in.read()).isEqualTo(2);
        });
        assertThat(daemon.read(new byte[9], 0, 9)).isEqualTo(1);
        daemon.write(new byte[]{2}, 0, 1);
        written.join();
        return daemon;
    }

    private SSLSocket client(String version) throws IOException, GeneralSecurityException {
        return over(new Socket("localhost", listener.port()), version);
    }

    private SSLSocket over(Socket tcp, String version)
            throws IOException, GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory
                .getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(certificates.authority().own().keyStore("x"));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(tcp, "localhost", 1,
                true);
        socket.setEnabledProtocols(new String[]{version});
        return socket;
    }

    private interface Work {
        void run() throws Exception;
    }

    private static CompletableFuture<@Nullable Void> inBackground(Work work) {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                work.run();
                done.complete(null);
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private static void readFully(Connection from, byte[] into) throws IOException {
        int have = 0;
        while (have < into.length) {
            int count = from.read(into, have, Math.min(into.length - have, 70_000));
            assertThat(count).isPositive();
            have += count;
        }
    }

    /** Hands on what is written byte by byte, with a rest between two. */
    private static final class Trickle extends DelegatingConnection {
        private volatile boolean slow;

        Trickle(Connection below) {
            super(below);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int i = 0; i < length; i += slow ? 1 : length) {
                super.write(bytes, offset + i, slow ? 1 : length);
                LockSupport.parkNanos(slow ? 50_000_000 : 0);
            }
        }
    }

    @Test
    void bytesOfARecordThatTrickleInDoNotProlongTheTimeout() throws Exception {
        Trickle trickle = new Trickle(new Connector(Duration.ofSeconds(5), 0, true)
                .connect("localhost", listener.port()));
        Connection proxy = TlsConnection.toDaemon(trickle, certificates.anonymous().build(),
                "localhost", 1);
        Connection daemon = shakenHandsWith(proxy);
        trickle.slow = true;
        daemon.readTimeout(Duration.ofMillis(200)); // a record takes a second and more
        CompletableFuture<@Nullable Void> trickling = inBackground(
                () -> proxy.write(new byte[]{2}, 0, 1));

        assertThatThrownBy(() -> daemon.read(new byte[9], 0, 9))
                .isInstanceOf(SocketTimeoutException.class);
        trickling.join();
        daemon.readTimeout(Duration.ofSeconds(5));
        assertThat(daemon.read(new byte[9], 0, 9)).isEqualTo(1);
    }
}
