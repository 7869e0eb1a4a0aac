package io.jyro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.jyro.client.NameServer;
import io.jyro.client.Proxy;
import io.jyro.server.Daemon;
import io.jyro.tls.Authority;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The examples of {@code docs/tls.md}: each Java block of the page stands in this file, and does what the page says. */
@SuppressWarnings("NullAway") // the manual is short
class TlsManualTest {
    private static final Pattern BLOCK = Pattern.compile("(?s)```java\n(.*?)```");

    /** What is served. */
    @Expose
    public static class Thermostat {
        public double raise(double degrees) {
            return 20 + degrees;
        }
    }

    @TempDir
    private Path certs;

    @BeforeEach
    void makeCertificates() throws IOException {
        Authority.selfSigned("thermostat", "localhost").write(certs, "server");
        Authority.selfSigned("kitchen").write(certs, "client");
    }

    @Test
    void everyExampleOfTheManualIsCompiledHere() throws IOException {
        Path root = Path.of(Objects.requireNonNull(System.getProperty("jyro.root"),
                "system property jyro.root"));
        String here = withoutBlanks(Files.readString(root
                .resolve("jyro-lib/src/test/java/io/jyro/TlsManualTest.java")));
        List<String> blocks = BLOCK.matcher(Files.readString(root.resolve("docs/tls.md")))
                .results().map((MatchResult block) -> block.group(1)).toList();

        assertThat(blocks).hasSize(6)
                .allSatisfy(block -> assertThat(here).contains(withoutBlanks(block)));
    }

    private static String withoutBlanks(String source) {
        return source.replaceAll("\\s+", "");
    }

    @Test
    void aProxyCallsADaemonWhoseCertificateItTrusts() {
        TlsConfig tls = TlsConfig.builder()
                .certificate(certs.resolve("server_cert.pem"), certs.resolve("server_key.pem"))
                .build();
        Daemon daemon = Daemon.builder().tls(tls).start();
        PyroUri uri = daemon.register(new Thermostat(), "thermostat");
        try (daemon; Proxy thermostat = thermostat(uri)) {
            assertThat(thermostat.call(double.class, "raise", 1.5)).isEqualTo(21.5);
        }
    }

    private Proxy thermostat(PyroUri uri) {
        TlsConfig tls = TlsConfig.builder().trust(certs.resolve("server_cert.pem")).build();
        Proxy thermostat = Proxy.builder(uri).tls(tls).build();
        return thermostat;
    }

    @Test
    void aPeerThatHasNothingBetterIsServedWithASuiteThatIsNamed() {
        TlsConfig tls = TlsConfig.builder()
                .certificate(certs.resolve("server_cert.pem"), certs.resolve("server_key.pem"))
                .cipherSuites(
                        List.of("TLS_AES_256_GCM_SHA384", "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384"))
                .build();

        assertThat(tls.daemonEngine(UnaryOperator.identity()).getEnabledCipherSuites())
                .containsExactly("TLS_AES_256_GCM_SHA384", "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384");
    }

    @Test
    void aNameIsLookedUpWithoutTlsWhereTheUserSaysSo() {
        TlsConfig tls = TlsConfig.builder().trust(certs.resolve("server_cert.pem")).build();
        assertThatThrownBy(() -> {
            PyroUri uri;
            try (NameServer names = NameServer.locate("localhost", 9090, PyroConfig.defaults())) {
                uri = names.lookup("house.thermostat");
            }
            Proxy thermostat = Proxy.builder(uri).tls(tls).build();
            thermostat.close();
        }).isInstanceOf(NamingException.class); // none listens there
    }

    @Test
    void aDaemonKnowsItsClientsByTheirCertificates() throws IOException {
        TlsConfig tls = TlsConfig.builder()
                .certificate(certs.resolve("server_cert.pem"), certs.resolve("server_key.pem"))
                .trust(certs.resolve("client_cert.pem"))
                .requireClientCertificate(true)
                .build();
        Daemon daemon = Daemon.builder().tls(tls).handshake((client, data) -> {
            String name = client.certificates().getFirst().getSubjectX500Principal().getName();
            if (!name.equals("CN=kitchen")) {
                throw new PyroSecurityException(name + " may not use this thermostat");
            }
            return "welcome";
        }).start();
        PyroUri uri = daemon.register(new Thermostat(), "thermostat");
        try (daemon;
                Proxy known = Proxy.builder(uri).tls(kitchen()).build();
                Proxy unknown = thermostat(uri)) {
            assertThat(known.call(double.class, "raise", 1.5)).isEqualTo(21.5);
            assertThatThrownBy(() -> unknown.call("raise", 1.5))
                    .hasMessageContaining("demands a certificate");
        }
    }

    private TlsConfig kitchen() {
        TlsConfig tls = TlsConfig.builder()
                .certificate(certs.resolve("client_cert.pem"), certs.resolve("client_key.pem"))
                .trust(certs.resolve("server_cert.pem"))
                .build();
        return tls;
    }
}
