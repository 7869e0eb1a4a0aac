package io.jyro.tls;

import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import io.jyro.CommunicationException;
import io.jyro.Expose;
import io.jyro.Oneway;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.PyroException;
import io.jyro.PyroUri;
import io.jyro.Serializer;
import io.jyro.TlsConfig;
import io.jyro.client.Proxy;
import io.jyro.hostile.LogCapture;
import io.jyro.rpc.CallContext;
import io.jyro.rpc.Peer;
import io.jyro.server.Daemon;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Daemons and proxies over TLS: that it works, who is refused, and what each end says about it. */
class TlsCallsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What is served. */
    @Expose
    public static class Echo {
        private final LinkedBlockingQueue<String> notes = new LinkedBlockingQueue<>();
        private final @Nullable Daemon daemon;

        Echo(@Nullable Daemon daemon) {
            this.daemon = daemon;
        }

        public @Nullable Object echo(@Nullable Object value) {
            return value;
        }

        public byte[] bytes(byte[] bytes) {
            return bytes;
        }

        @Oneway
        public void note(String text) {
            notes.add(text);
        }

        public String noted() throws InterruptedException {
            return String.valueOf(notes.poll(5, TimeUnit.SECONDS));
        }

        public Iterator<Integer> count(int n) {
            return IntStream.rangeClosed(1, n).iterator();
        }

        public String client() {
            Peer client = CallContext.current().client();
            return client == null
                    ? "nobody"
                    : client.certificates().stream()
                            .map(X509Certificate::getSubjectX500Principal).toList().toString();
        }

        public Echo child() {
            Echo child = new Echo(null);
            if (daemon != null) {
                daemon.register(child);
            }
            return child;
        }

        public @Nullable Object relay(Proxy proxy, Object value) {
            return proxy.call("echo", value);
        }
    }

    private final Certificates certificates;
    private final LogCapture log = new LogCapture();
    private final List<AutoCloseable> open = new ArrayList<>();

    TlsCallsTest(@TempDir Path directory) {
        certificates = new Certificates(directory);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
        log.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"V48", "V502"})
    void callsOfAllKindsWork(Protocol protocol) {
        Proxy proxy = proxy(serve(certificates.server()), certificates.anonymous(), protocol);

        assertThat(proxy.call("echo", "x")).isEqualTo("x");
        proxy.call("note", "oneway");
        assertThat(proxy.call("noted")).isEqualTo("oneway");
        assertThat(proxy.stream(int.class, "count", 3).stream()).containsExactly(1, 2, 3);
        assertThat(proxy.batch().call("echo", 1).call("echo", 2).invoke()).hasSize(2);
        assertThat(proxy.callAsync("echo", 5).join()).isEqualTo(5);
        log.await(Level.DEBUG, "- SSL");
    }

    @Test
    void largePayloadsOfManyRecordsComeBackAsTheyWere() {
        PyroUri uri = serve(certificates.server());
        byte[] large = new byte[5 << 20];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) (i * 31 >> 3);
        }
        Proxy proxy = Proxy.builder(uri).config(PyroConfig.defaults()).timeout(PATIENCE)
                .serializer(Serializer.MARSHAL).tls(certificates.anonymous().build()).build();
        open.add(proxy);

        assertThat(Arrays.equals(proxy.call(byte[].class, "bytes", large), large)).isTrue();
    }

    @Test
    void theItemsOfTheConfigurationDoTheSameAsTheBuilders() {
        PyroConfig config = PyroConfig.builder().ssl(true).sslRequireClientCert(true)
                .sslServerCert(certificates.file("server_cert.pem").toString())
                .sslServerKey(certificates.file("server_key.pem").toString())
                .sslClientCert(certificates.file("client_cert.pem").toString())
                .sslClientKey(certificates.file("client_key.pem").toString())
                .sslCaCerts(certificates.file("ca.pem").toString()).build();
        Daemon daemon = Daemon.builder().config(config).start();
        open.add(daemon);
        Proxy proxy = Proxy.builder(daemon.register(new Echo(daemon))).config(config).build();
        open.add(proxy);

        assertThat(proxy.call("client")).isEqualTo("[CN=client]");
    }

    @Test
    void theHandshakeHookAndTheCallSeeTheCertificateOfTheClient() {
        List<String> seen = new ArrayList<>();
        Daemon daemon = Daemon.builder().config(PyroConfig.defaults())
                .tls(certificates.strictServer().build()).handshake((client, data) -> {
                    seen.add(client.certificates().getFirst().getSubjectX500Principal().getName());
                    return "hello";
                }).start();
        open.add(daemon);

        Proxy proxy = proxy(daemon.register(new Echo(daemon)), certificates.client(),
                Protocol.AUTO);

        assertThat(proxy.call("client")).isEqualTo("[CN=client]");
        assertThat(seen).containsExactly("CN=client");
    }

    @Test
    void withoutDemandNobodyIsAskedForACertificate() {
        Proxy proxy = proxy(serve(certificates.server()), certificates.client(), Protocol.AUTO);

        assertThat(proxy.call("client")).isEqualTo("[]");
    }

    @Test
    void proxiesThatComeOverAnEncryptedConnectionAreEncryptedToo() {
        Proxy proxy = proxy(serve(certificates.strictServer()), certificates.client(),
                Protocol.V502);

        Proxy child = (Proxy) proxy.call("child");
        open.add(child);

        assertThat(child == null ? "" : child.call("echo", "x")).isEqualTo("x");
    }

    @Test
    void aDaemonCallsTheProxiesOfItsClientsEncrypted() {
        TlsConfig both = certificates.server().trust(certificates.file("ca.pem")).build();
        Daemon daemon = Daemon.builder().config(PyroConfig.defaults()).tls(both).start();
        open.add(daemon);
        Proxy proxy = proxy(daemon.register(new Echo(daemon)), certificates.client(),
                Protocol.V502);
        Proxy other = proxy(serve(certificates.server()), certificates.client(), Protocol.V502);

        assertThat(proxy.call("relay", other, "x")).isEqualTo("x");
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "V48", "V502"})
    void aMissingClientCertificateIsToldToBothEnds(Protocol protocol) {
        Proxy proxy = proxy(serve(certificates.strictServer()), certificates.anonymous(),
                protocol);

        assertThatThrownBy(() -> proxy.call("echo", 1)).isInstanceOf(CommunicationException.class)
                .hasMessageContaining("demands a certificate")
                .hasMessageContaining("SSL_CLIENTCERT");
        log.await(Level.DEBUG, "showed no certificate");
    }

    @Test
    void aClientCertificateOfAStrangerIsToldToBothEnds() {
        Issued stranger = Authority.named("stranger").issue("mallory");
        Proxy proxy = proxy(serve(certificates.strictServer()), certificates.anonymous()
                .keyStore(stranger.keyStore("secret"), "secret"), Protocol.AUTO);

        assertThatThrownBy(() -> proxy.call("echo", 1)).isInstanceOf(CommunicationException.class)
                .hasMessageContaining("certificate");
        log.await(Level.DEBUG, "is refused");
    }

    @Test
    void anUnknownAuthorityIsNamedOnBothEnds() {
        Proxy proxy = proxy(serve(certificates.server()),
                TlsConfig.builder().trustStore(Authority.named("other").own().keyStore("x"))
                        .trustDefaults(false),
                Protocol.AUTO);

        assertThatThrownBy(() -> proxy.call("echo", 1)).isInstanceOf(CommunicationException.class)
                .hasMessageContaining("CN=test authority").hasMessageContaining("SSL_CACERTS");
        log.await(Level.DEBUG, "does not trust the certificate that was shown here");
    }

    @Test
    void anotherHostNamesTheNamesOfTheCertificate() throws Exception {
        certificates.authority().issue("server", "thermostat.example", "10.1.2.3")
                .write(certificates.file("."), "server");
        Proxy proxy = proxy(serve(certificates.server()), certificates.anonymous(), Protocol.AUTO);

        assertThatThrownBy(() -> proxy.call("echo", 1)).isInstanceOf(CommunicationException.class)
                .hasMessageContaining("is for thermostat.example, 10.1.2.3")
                .hasMessageContaining("localhost");
    }

    @Test
    void anAddressNeedsASubjectAlternativeNameOfItsKind() throws Exception {
        certificates.authority().issue("127.0.0.1", "localhost")
                .write(certificates.file("."), "server");
        PyroUri uri = serve(certificates.server());
        Proxy proxy = proxy(PyroUri.parse(uri.toString().replace("localhost", "127.0.0.1")),
                certificates.anonymous(), Protocol.AUTO);

        assertThatThrownBy(() -> proxy.call("echo", 1)).hasMessageContaining("kind IP");
    }

    @Test
    void theHostNameIsLeftUncheckedOnlyWhenThatIsAskedFor() throws Exception {
        certificates.authority().issue("server", "elsewhere")
                .write(certificates.file("."), "server");
        PyroUri uri = serve(certificates.server());

        assertThat(proxy(uri, certificates.anonymous().checkHostName(false), Protocol.AUTO)
                .call("echo", 1)).isEqualTo(1);
    }

    @Test
    void anExpiredCertificateIsToldWithItsDate() throws Exception {
        Issued expired = certificates.authority().issue("EC", Duration.ofDays(-1), "old",
                "localhost");
        PyroUri uri = serve(TlsConfig.builder().context(Contexts.showing(expired)));

        assertThatThrownBy(
                () -> proxy(uri, certificates.anonymous(), Protocol.AUTO).call("echo", 1))
                .hasMessageContaining("expired on "
                        + expired.certificate().getNotAfter().toInstant());
        log.await(Level.DEBUG, "expired");
    }

    @Test
    void anExpiredCertificateIsRefusedEvenIfItIsTrustedByItself() throws Exception {
        Issued expired = certificates.authority().issue("EC", Duration.ofDays(-1), "old",
                "localhost");
        Path itself = Files.writeString(certificates.file("old.pem"), expired.certificatePem());
        PyroUri uri = serve(TlsConfig.builder().context(Contexts.showing(expired)));

        assertThatThrownBy(() -> proxy(uri, TlsConfig.builder().trust(itself), Protocol.AUTO)
                .call("echo", 1)).hasMessageContaining("expired on ");
    }

    @Test
    void aSelfSignedCertificateMayBeTrustedByItself() throws Exception {
        Authority.selfSigned("localhost", "localhost").write(certificates.file("."), "server");
        PyroUri uri = serve(certificates.server());

        assertThat(proxy(uri, TlsConfig.builder().trust(certificates.file("server_cert.pem")),
                Protocol.AUTO).call("echo", 1)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"V48", "V502"})
    void aPlainClientIsToldThatTlsIsSpoken(Protocol protocol) {
        PyroUri uri = serve(certificates.server());
        Proxy plain = Proxy.builder(uri).config(PyroConfig.defaults()).protocol(protocol)
                .timeout(PATIENCE).build();
        open.add(plain);

        assertThatThrownBy(() -> plain.call("echo", 1)).isInstanceOf(PyroException.class)
                .hasMessageContaining("this daemon speaks TLS only");
        log.await(Level.DEBUG, "speaks TLS only");
    }

    @Test
    void aTlsClientOfAPlainDaemonIsToldSo() {
        Daemon daemon = Daemon.builder().config(PyroConfig.defaults()).start();
        open.add(daemon);
        Proxy proxy = proxy(daemon.register(new Echo(daemon)), certificates.anonymous(),
                Protocol.AUTO);

        assertThatThrownBy(() -> proxy.call("echo", 1)).isInstanceOf(CommunicationException.class)
                .hasMessageContaining("a Pyro daemon without TLS");
    }

    @Test
    void callersThatShareAProxyGetTheirOwnAnswers() {
        Proxy proxy = proxy(serve(certificates.server()), certificates.anonymous(),
                Protocol.AUTO);

        List<CompletableFuture<@Nullable Object>> answers = IntStream.range(0, 200)
                .mapToObj(i -> proxy.callAsync("echo", i)).toList();

        for (int i = 0; i < 200; i++) {
            assertThat(answers.get(i).join()).isEqualTo(i);
        }
    }

    @Test
    void replacedCertificatesAreSeenByNewConnections() throws Exception {
        TlsConfig tls = certificates.server().build();
        Daemon daemon = Daemon.builder().config(PyroConfig.defaults()).tls(tls).start();
        open.add(daemon);
        PyroUri uri = daemon.register(new Echo(daemon));
        Authority next = Authority.named("next");
        Path nextCa = Files.writeString(certificates.file("next.pem"),
                next.own().certificatePem());
        Proxy before = proxy(uri, certificates.anonymous(), Protocol.AUTO);
        before.bind();

        next.issue("server", "localhost").write(certificates.file("."), "server");
        tls.reload();

        assertThat(proxy(uri, TlsConfig.builder().trust(nextCa), Protocol.AUTO).call("echo", 2))
                .isEqualTo(2);
        assertThat(before.call("echo", 1)).isEqualTo(1);
    }

    @Test
    void aBrokenReplacementLeavesWhatWasThere() throws Exception {
        TlsConfig tls = certificates.server().build();
        Daemon daemon = Daemon.builder().config(PyroConfig.defaults()).tls(tls).start();
        open.add(daemon);
        PyroUri uri = daemon.register(new Echo(daemon));

        Files.writeString(certificates.file("server_key.pem"), "nonsense");

        assertThatThrownBy(tls::reload).hasMessageContaining("server_key.pem");
        assertThat(proxy(uri, certificates.anonymous(), Protocol.AUTO).call("echo", 1))
                .isEqualTo(1);
    }

    @Test
    void aSilentClientOnATlsPortHoldsUpNobody() throws Exception {
        PyroUri uri = serve(certificates.server());
        try (Socket silent = new Socket("localhost", uri.port())) {
            assertThat(silent.isConnected()).isTrue();
            assertThat(proxy(uri, certificates.anonymous(), Protocol.AUTO).call("echo", 1))
                    .isEqualTo(1);
        }
    }

    @Test
    void aDaemonWithoutCertificateDoesNotStart() {
        assertThatThrownBy(() -> Daemon.builder()
                .config(PyroConfig.builder().ssl(true).build()).start())
                .isInstanceOf(PyroException.class).hasMessageContaining("SSL_SERVERCERT");
    }

    private PyroUri serve(TlsConfig.Builder tls) {
        Daemon daemon = Daemon.builder().config(PyroConfig.defaults()).tls(tls.build()).start();
        open.add(daemon);
        return daemon.register(new Echo(daemon));
    }

    private Proxy proxy(PyroUri uri, TlsConfig.Builder tls, Protocol protocol) {
        Proxy proxy = Proxy.builder(uri).config(PyroConfig.defaults()).protocol(protocol)
                .timeout(PATIENCE).tls(tls.build()).build();
        open.add(proxy);
        return proxy;
    }
}
