package io.jyro.interop.tls;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

import io.jyro.PyroConfig;
import io.jyro.PyroException;
import io.jyro.Serializer;
import io.jyro.TlsConfig;
import io.jyro.client.Proxy;
import io.jyro.interop.Pyro;
import io.jyro.interop.PyroCertificates;
import io.jyro.interop.Python;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Jyro's proxies and Python's daemons over TLS. */
@SuppressWarnings("NullAway.Init") // JUnit sets it
class JyroCallsPythonIT {
    private static PyroCertificates certificates;

    @BeforeAll
    static void make(@TempDir Path directory) {
        certificates = new PyroCertificates(directory);
    }

    @ParameterizedTest
    @CsvSource({"PYRO4, thread", "PYRO4, multiplex", "PYRO5, thread", "PYRO5, multiplex"})
    void callsOfAllKindsWork(Pyro pyro, String serverType) {
        try (Python python = serve(pyro, certificates.server("server"),
                "config.SERVERTYPE = '" + serverType + "'\n");
                Proxy proxy = proxy(python, certificates.jyroClient("server"))) {
            assertThat(proxy.call("echo", "x")).isEqualTo("x");
            proxy.call("note", "oneway");
            assertThat(proxy.call("noted")).isEqualTo("oneway");
            assertThat(proxy.stream(int.class, "count", 3).stream()).containsExactly(1, 2, 3);
            assertThat(proxy.batch().call("echo", 1).call("echo", 2).invoke()).hasSize(2);
            assertThat(proxy.get(int.class, "target")).isEqualTo(20);
            assertThatThrownBy(() -> proxy.call("fail", "on purpose"))
                    .hasMessageContaining("on purpose");
        }
    }

    @ParameterizedTest
    @EnumSource
    void fiveMegabytesGoThereAndBackCompressedToo(Pyro pyro) {
        byte[] large = new byte[5 << 20];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) (i * 31 >> 7);
        }
        try (Python python = serve(pyro, certificates.server("server"), "")) {
            for (boolean compressed : new boolean[]{false, true}) {
                PyroConfig config = PyroConfig.builder().compression(compressed).build();
                try (Proxy proxy = builder(python, certificates.jyroClient("server"))
                        .config(config).serializer(Serializer.MARSHAL).build()) {
                    byte[] back = proxy.call(byte[].class, "echo", large);

                    assertThat(Arrays.equals(back, large)).isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void bothEndsShowTheirCertificates(Pyro pyro) {
        try (Python python = serve(pyro, certificates.strictServer(), """
                seen = []
                def look(conn, data):
                    seen.append(conn.getpeercert()['subject'])
                    return 'hello'
                Daemon.validateHandshake = lambda self, conn, data: look(conn, data)
                """);
                Proxy proxy = proxy(python, certificates.jyroClient("server").certificate(
                        certificates.file("client_cert.pem"),
                        certificates.file("client_key.pem")))) {
            assertThat(proxy.call("echo", "x")).isEqualTo("x");
            assertThat(python.eval("seen[-1]")).contains("'commonName', 'client'");
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutACertificateTheErrorSaysThatOneIsDemanded(Pyro pyro) {
        try (Python python = serve(pyro, certificates.strictServer(), "");
                Proxy proxy = proxy(python, certificates.jyroClient("server"))) {
            assertThatThrownBy(() -> proxy.call("echo", "x")).isInstanceOf(PyroException.class)
                    .hasMessageContaining("demands a certificate of its clients");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCertificateThatPythonDoesNotTrustIsNamed(Pyro pyro) {
        try (Python python = serve(pyro, certificates.strictServer(), "");
                Proxy proxy = proxy(python, certificates.jyroClient("server").keyStore(
                        certificates.file("other.p12"), "changeit"))) {
            assertThatThrownBy(() -> proxy.call("echo", "x")).isInstanceOf(PyroException.class)
                    .hasMessageContaining("certificate");
        }
    }

    @ParameterizedTest
    @CsvSource({"PYRO4, server, other, is not trusted here",
            "PYRO5, server, other, is not trusted here",
            "PYRO4, other, other, is for elsewhere.example",
            "PYRO5, other, other, is for elsewhere.example", "PYRO4, old, old, expired on",
            "PYRO5, old, old, expired on"})
    void whatIsWrongWithTheServersCertificateIsSaid(Pyro pyro, String shown, String trusted,
            String complaint) {
        try (Python python = serve(pyro, certificates.server(shown), "");
                Proxy proxy = proxy(python, certificates.jyroClient(trusted))) {
            assertThatThrownBy(() -> proxy.call("echo", "x")).isInstanceOf(PyroException.class)
                    .hasMessageContaining(complaint);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDaemonWithoutTlsIsToldFromOneWith(Pyro pyro) {
        try (Python python = serve(pyro, Map.of(), "");
                Proxy proxy = proxy(python, certificates.jyroClient("server"))) {
            assertThatThrownBy(() -> proxy.call("echo", "x")).isInstanceOf(PyroException.class)
                    .hasMessageContaining("a Pyro daemon without TLS listens there");
        }
    }

    @ParameterizedTest
    @EnumSource(names = "PYRO4")
    void messagesAreSignedInsideToo(Pyro pyro) {
        try (Python python = serve(pyro, certificates.server("server"), "key = 'k\u00e9y'\n");
                Proxy proxy = builder(python, certificates.jyroClient("server"))
                        .hmacKey("k\u00e9y".getBytes(UTF_8)).build()) {
            assertThat(proxy.call("echo", "x")).isEqualTo("x");
        }
    }

    private static Python serve(Pyro pyro, Map<String, String> variables, String before) {
        Python python = Python.start(pyro, variables);
        python.run(before + "s = Served(**({'_pyroHmacKey': key} if 'key' in globals() else {}))");
        return python;
    }

    private static Proxy proxy(Python python, TlsConfig.Builder tls) {
        return builder(python, tls).build();
    }

    private static Proxy.Builder builder(Python python, TlsConfig.Builder tls) {
        return Proxy.builder("PYRO:thing@localhost:" + python.eval("s.port"))
                .config(PyroConfig.defaults()).tls(tls.build());
    }
}
