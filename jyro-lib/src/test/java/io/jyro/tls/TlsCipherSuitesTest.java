package io.jyro.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

import io.jyro.PyroConfig;
import io.jyro.PyroException;
import io.jyro.TlsConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Which cipher suites a daemon and a proxy agree to: handshakes between two engines, without a network. */
class TlsCipherSuitesTest {
    private static final String WEAK = "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA";
    private static final int ROUNDS = 50;

    private final Path directory;
    private final TlsConfig ecdsa;
    private final TlsConfig rsa;

    TlsCipherSuitesTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        Authority authority = Authority.named("authority");
        Files.writeString(directory.resolve("ca.pem"), authority.own().certificatePem());
        authority.issue("EC", Duration.ofDays(1), "ecdsa", "localhost").write(directory, "ecdsa");
        authority.issue("RSA", Duration.ofDays(1), "rsa", "localhost").write(directory, "rsa");
        ecdsa = config(directory, "ecdsa").build();
        rsa = config(directory, "rsa").build();
    }

    private static TlsConfig.Builder config(Path directory, String name) {
        return TlsConfig.builder().trust(directory.resolve("ca.pem")).certificate(
                directory.resolve(name + "_cert.pem"), directory.resolve(name + "_key.pem"));
    }

    @Test
    void ofVersion12OnlyForwardSecrecyAndAuthenticatedEncryptionIsAccepted() {
        List<String> byDaemons = new ArrayList<>();
        List<String> byProxies = new ArrayList<>();
        for (String suite : daemon(ecdsa).getSupportedCipherSuites()) {
            TlsConfig shown = suite.contains("_ECDSA_") ? ecdsa : rsa;
            if (!suite.contains("_WITH_")) {
                continue;
            }
            if (agreed(restricted(proxy(shown), suite), daemon(shown)) != null) {
                byDaemons.add(suite);
            }
            if (agreed(proxy(shown), restricted(daemon(shown), suite)) != null) {
                byProxies.add(suite);
            }
        }

        assertThat(byDaemons).containsExactlyInAnyOrder(
                "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
                "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");
        assertThat(byProxies).containsExactlyInAnyOrderElementsOf(byDaemons);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256",
            "TLS_CHACHA20_POLY1305_SHA256"})
    void allOfVersion13IsAccepted(String suite) {
        SSLEngine client = proxy(ecdsa);
        client.setEnabledCipherSuites(new String[]{suite});

        assertThat(agreed(client, daemon(ecdsa))).isEqualTo(suite);
    }

    @Test
    void chosenSuitesReplaceTheDefault() {
        TlsConfig old = config(directory, "ecdsa").cipherSuites(List.of(WEAK)).build();

        assertThat(agreed(restricted(proxy(ecdsa), WEAK), daemon(old))).isEqualTo(WEAK);
        assertThat(agreed(proxy(old), restricted(daemon(ecdsa), WEAK))).isEqualTo(WEAK);
        assertThat(agreed(proxy(ecdsa), daemon(old))).isNull();
    }

    @Test
    void theItemOfTheConfigurationChoosesToo() {
        PyroConfig config = PyroConfig.builder().ssl(true)
                .sslServerCert(directory.resolve("ecdsa_cert.pem").toString())
                .sslServerKey(directory.resolve("ecdsa_key.pem").toString())
                .sslCaCerts(directory.resolve("ca.pem").toString())
                .sslCipherSuites("TLS_AES_256_GCM_SHA384, " + WEAK).build();
        TlsConfig tls = Objects.requireNonNull(config.daemonTls());

        assertThat(daemon(tls).getEnabledCipherSuites())
                .containsExactly("TLS_AES_256_GCM_SHA384", WEAK);
    }

    @Test
    void aContextMadeElsewhereIsRestrictedToo() throws Exception {
        TlsConfig tls = TlsConfig.of(Contexts.showing(
                Authority.named("authority").issue("ecdsa", "localhost")));

        assertThat(daemon(tls).getEnabledCipherSuites()).isNotEmpty()
                .containsExactly(daemon(ecdsa).getEnabledCipherSuites());
    }

    @Test
    void anUnknownSuiteIsNamedWithThoseThatThereAre() {
        TlsConfig.Builder builder = config(directory, "ecdsa")
                .cipherSuites(List.of("ECDHE-RSA-AES128-GCM-SHA256"));

        assertThatThrownBy(builder::build).isInstanceOf(PyroException.class)
                .hasMessageContaining("ECDHE-RSA-AES128-GCM-SHA256")
                .hasMessageContaining("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
    }

    private static SSLEngine daemon(TlsConfig tls) {
        return tls.daemonEngine(UnaryOperator.identity());
    }

    private static SSLEngine proxy(TlsConfig tls) {
        return tls.proxyEngine("localhost", 1, UnaryOperator.identity());
    }

    private static SSLEngine restricted(SSLEngine engine, String suite) {
        engine.setEnabledProtocols(new String[]{"TLSv1.2"});
        engine.setEnabledCipherSuites(new String[]{suite});
        return engine;
    }

    // The suite that both came to, or null if they did not come to any.
    private static @Nullable String agreed(SSLEngine client, SSLEngine server) {
        try {
            client.beginHandshake();
            server.beginHandshake();
            ByteBuffer toServer = ByteBuffer.allocate(1 << 16);
            ByteBuffer toClient = ByteBuffer.allocate(1 << 16);
            for (int round = 0; round < ROUNDS; round++) {
                step(client, toClient, toServer);
                step(server, toServer, toClient);
                if (isDone(client) && isDone(server)) {
                    return client.getSession().getCipherSuite();
                }
            }
            throw new AssertionError("no end of the handshake");
        } catch (SSLException e) {
            return null;
        }
    }

    private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        ByteBuffer nothing = ByteBuffer.allocate(0);
        ByteBuffer plain = ByteBuffer.allocate(1 << 16);
        in.flip();
        SSLEngineResult result;
        do {
            for (Runnable task; (task = engine.getDelegatedTask()) != null;) {
                task.run();
            }
            result = engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP
                    ? engine.wrap(nothing, out)
                    : engine.unwrap(in, plain);
        } while (result.bytesConsumed() > 0 || result.bytesProduced() > 0
                || engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK);
        in.compact();
    }

    private static boolean isDone(SSLEngine engine) {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }
}
