package io.jyro.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

import io.jyro.CommunicationException;
import io.jyro.Dialect;
import io.jyro.Expose;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.TlsConfig;
import io.jyro.client.Proxy;
import io.jyro.hostile.Extent;
import io.jyro.hostile.LogCapture;
import io.jyro.hostile.RawMessage;
import io.jyro.server.Daemon;
import io.jyro.wire.MessageType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Which versions, ciphers and certificates are taken, and what becomes of handshakes and calls that are cut off. */
@Timeout(180)
class TlsStrengthTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int HALF_HANDSHAKES = Extent.of(300, 1_000);
    private static final int CONNECTS = Extent.of(10, 174);
    private static final int HANDSHAKE_RECORD = 22;
    private static final int ALERT = 21;
    /** Without encryption, authentication or a key of full length, or with MD5, RC4, DES or 3DES. */
    private static final List<String> WEAK_CIPHERS = List.of("0001", "0002", "0003", "0004", "0005",
            "0006", "0008", "0009", "000a", "0016", "0018", "001b", "0034", "c010", "c011", "c012",
            "c015", "c018");

    private final Certificates certificates;
    private final LogCapture log = new LogCapture();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final AtomicInteger welcomed = new AtomicInteger();
    private final Counted counted = new Counted();

    /** Counts its calls. */
    @Expose
    public static final class Counted {
        private final AtomicInteger calls = new AtomicInteger();

        public int count() {
            return calls.incrementAndGet();
        }
    }

    TlsStrengthTest(@TempDir Path directory) {
        certificates = new Certificates(directory);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
        log.close();
        assertThat(log.errors()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void eachNewVersionAloneIsSpoken(String version) throws Exception {
        PyroUri uri = serve(certificates.server());
        try (SSLSocket client = connect(uri)) {
            client.setEnabledProtocols(new String[]{version});
            shakeHands(client);

            assertThat(client.getSession().getProtocol()).isEqualTo(version);
        }
    }

    @Test
    void oldVersionsAndWeakCiphersAreRefused() throws Exception {
        certificates.authority().issue("RSA", Duration.ofDays(1), "server", "localhost")
                .write(certificates.file("."), "server");
        PyroUri uri = serve(certificates.server());

        for (String version : List.of("0300", "0301", "0302")) {
            assertThat(answerTo(uri, hello(version, "c02f"))).as(version).isEqualTo(ALERT);
        }
        for (String cipher : WEAK_CIPHERS) {
            assertThat(answerTo(uri, hello("0303", cipher))).as(cipher).isEqualTo(ALERT);
        }
        assertThat(answerTo(uri, hello("0303", "c02f"))).isEqualTo(HANDSHAKE_RECORD);
    }

    @Test
    void anExpiredClientCertificateIsRefusedBeforeTheHandshakeOfPyro() throws Exception {
        Issued expired = certificates.authority().issue("EC", Duration.ofDays(-1), "client");
        PyroUri uri = serve(certificates.strictServer());
        KeyManagerFactory keys = KeyManagerFactory
                .getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(expired.keyStore("secret"), "secret".toCharArray());
        try (SSLSocket client = (SSLSocket) context(keys.getKeyManagers()).getSocketFactory()
                .createSocket("localhost", uri.port())) {
            assertThatThrownBy(() -> shakeHands(client)).isInstanceOf(IOException.class);
        }

        assertThat(welcomed).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"foreign", "expired", "nameless", "other host"})
    void aProxySaysNothingToADaemonWithAWrongCertificate(String wrong) throws Exception {
        Authority own = certificates.authority();
        Issued shown = switch (wrong) {
            case "foreign" -> Authority.named("foreign").issue("server", "localhost");
            case "expired" -> own.issue("EC", Duration.ofDays(-1), "server", "localhost");
            case "nameless" -> own.issue("server");
            default -> own.issue("server", "elsewhere.example", "10.1.2.3");
        };
        PyroUri uri = serve(TlsConfig.builder().context(Contexts.showing(shown)));
        for (Protocol protocol : Protocol.values()) {
            Proxy proxy = Proxy.builder(uri).config(PyroConfig.defaults()).protocol(protocol)
                    .timeout(PATIENCE).tls(certificates.anonymous().build()).build();
            open.add(proxy);

            assertThatThrownBy(() -> proxy.call("count"))
                    .isInstanceOf(CommunicationException.class);
        }

        assertThat(welcomed).hasValue(0);
        assertThat(counted.calls).hasValue(0);
    }

    @Test
    void aCallThatIsCutOffNeverRuns() throws Exception {
        PyroUri uri = serve(certificates.server());
        byte[] call = RawMessage.invoke(Dialect.V502, "counted", "count", "").bytes();
        for (int length = 1; length < call.length; length += 3) {
            try (Socket under = new Socket("localhost", uri.port())) {
                SSLSocket client = (SSLSocket) context().getSocketFactory().createSocket(under,
                        "localhost", uri.port(), false);
                shakeHands(client);
                client.getOutputStream().write(Arrays.copyOf(call, length));
                // the socket below is closed without a goodbye
            }
        }

        assertThat(proxy(uri, certificates.anonymous()).call(int.class, "count")).isEqualTo(1);
        open.removeLast().close();
        while (!daemon().clients().isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(counted.calls).hasValue(1);
    }

    @Test
    void halfHandshakesHoldUpNobodyAndAreClosed() throws Exception {
        PyroUri uri = serve(certificates.server(), Duration.ofSeconds(4));
        byte[] hello = hello("0303", "c02b");
        List<Socket> half = new ArrayList<>();
        for (int i = 0; i < HALF_HANDSHAKES; i++) {
            Socket stranger = new Socket("localhost", uri.port());
            half.add(stranger);
            stranger.getOutputStream().write(hello, 0, i % hello.length);
        }

        assertThat(proxy(uri, certificates.anonymous()).call(int.class, "count")).isEqualTo(1);

        for (Socket stranger : half) {
            stranger.setSoTimeout((int) Duration.ofSeconds(60).toMillis());
            InputStream in = stranger.getInputStream();
            assertThat(in.readAllBytes().length).isLessThan(100); // an alert at most
            stranger.close();
        }
    }

    @Test
    void noConnectFailsWhileCertificatesAreReplacedHalfAndWhole() throws Exception {
        PyroUri uri = serve(certificates.server());
        for (int round = 0; round < 4; round++) {
            Issued next = certificates.authority().issue("server", "localhost");
            String certificate = next.certificatePem();
            Files.writeString(certificates.file("server_cert.pem"),
                    certificate.substring(0, certificate.length() / 2));
            connectManyTimes(uri);
            next.write(certificates.file("."), "server");
            connectManyTimes(uri);
        }

        assertThat(counted.calls).hasValue(8 * CONNECTS);
    }

    private void connectManyTimes(PyroUri uri) {
        for (int i = 0; i < CONNECTS; i++) {
            try (Proxy proxy = proxy(uri, certificates.anonymous())) {
                assertThat(proxy.call("count")).isNotNull();
            }
        }
    }

    private static int answerTo(PyroUri uri, byte[] hello) throws Exception {
        try (Socket client = new Socket("localhost", uri.port())) {
            client.setSoTimeout((int) PATIENCE.toMillis());
            client.getOutputStream().write(hello);
            return client.getInputStream().read();
        }
    }

    /** A ClientHello with one cipher, for the usual curves and signatures. */
    private static byte[] hello(String version, String cipher) {
        byte[] body = bytes(version + "5a".repeat(32) + "00" + "0002" + cipher + "0100" + "001e"
                + "000a00060004001d0017" + "000d000a0008040308040401" + "0201" + "000b00020100");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(bytes("160301"));
        out.writeBytes(shorts(body.length + 4));
        out.writeBytes(bytes("0100"));
        out.writeBytes(shorts(body.length));
        out.writeBytes(body);
        return out.toByteArray();
    }

    private static byte[] shorts(int value) {
        return ByteBuffer.allocate(2).putShort((short) value).array();
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    /** Shakes hands in TLS and in Pyro. */
    private static void shakeHands(SSLSocket client) throws Exception {
        client.setSoTimeout((int) PATIENCE.toMillis());
        client.getOutputStream().write(RawMessage.connect(Dialect.V502, "counted").bytes());
        assertThat(RawMessage.read(client.getInputStream()).type())
                .isEqualTo(MessageType.CONNECTOK.code());
    }

    private SSLSocket connect(PyroUri uri) throws Exception {
        return (SSLSocket) context().getSocketFactory().createSocket("localhost", uri.port());
    }

    private SSLContext context(KeyManager... keys) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", certificates.authority().own().certificate());
        TrustManagerFactory trust = TrustManagerFactory
                .getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust.getTrustManagers(), null);
        return context;
    }

    private Daemon daemon() {
        return (Daemon) open.getFirst();
    }

    private PyroUri serve(TlsConfig.Builder tls) {
        return serve(tls, Duration.ofSeconds(10));
    }

    private PyroUri serve(TlsConfig.Builder tls, Duration handshakeTimeout) {
        Daemon daemon = Daemon.builder()
                .config(PyroConfig.defaults().toBuilder().handshakeTimeout(handshakeTimeout)
                        .build())
                .tls(tls.build()).handshake((peer, handshake) -> {
                    welcomed.incrementAndGet();
                    return handshake;
                }).start();
        open.add(daemon);
        return daemon.register(counted, "counted");
    }

    private Proxy proxy(PyroUri uri, TlsConfig.Builder tls) {
        Proxy proxy = Proxy.builder(uri).config(PyroConfig.defaults()).protocol(Protocol.V502)
                .timeout(PATIENCE).tls(tls.build()).build();
        open.add(proxy);
        return proxy;
    }
}
