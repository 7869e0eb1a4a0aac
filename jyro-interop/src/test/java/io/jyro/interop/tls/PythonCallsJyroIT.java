package io.jyro.interop.tls;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.jyro.PyroConfig;
import io.jyro.interop.Pyro;
import io.jyro.interop.PyroCertificates;
import io.jyro.interop.Python;
import io.jyro.interop.Python.Raised;
import io.jyro.interop.ThingDaemon;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Python's proxies and Jyro's daemons over TLS. */
@SuppressWarnings("NullAway.Init") // JUnit sets it
class PythonCallsJyroIT {
    private static PyroCertificates certificates;

    @BeforeAll
    static void make(@TempDir Path directory) {
        certificates = new PyroCertificates(directory);
    }

    @ParameterizedTest
    @EnumSource
    void callsOfAllKindsWork(Pyro pyro) {
        try (ThingDaemon jyro = ThingDaemon
                .start(daemon -> daemon.tls(certificates.jyroServer().build()));
                Python python = Python.start(pyro, certificates.anonymous("server"))) {
            assertThat(python.eval("p = " + jyro.proxy("thing") + """

                    b = batch(p)
                    b.echo(1)
                    b.echo(2)
                    p.note('oneway')
                    [p.echo('x'), p.noted(), list(p.count(3)), list(b()), p.target]
                    """)).isEqualTo("['x', 'oneway', [1, 2, 3], [1, 2], 20]");
            assertThat(python.raised("p.fail('on purpose')").text()).isEqualTo("on purpose");
            assertThat(python.eval("p.child().name()")).isEqualTo("'child of Java'");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theItemsOfTheConfigurationServeToo(Pyro pyro) {
        PyroConfig config = PyroConfig.builder().ssl(true)
                .sslServerCert(certificates.cert("server"))
                .sslServerKey(certificates.key("server"))
                .sslServerKeyPasswd(PyroCertificates.PASSWORD).build();
        try (ThingDaemon jyro = ThingDaemon.start(daemon -> daemon.config(config));
                Python python = Python.start(pyro, certificates.anonymous("server"))) {
            assertThat(python.eval(jyro.proxy("thing") + ".echo('x')")).isEqualTo("'x'");
        }
    }

    @ParameterizedTest
    @EnumSource
    void fiveMegabytesGoThereAndBackCompressedToo(Pyro pyro) {
        try (ThingDaemon jyro = ThingDaemon
                .start(daemon -> daemon.tls(certificates.jyroServer().build()));
                Python python = Python.start(pyro, certificates.anonymous("server"))) {
            assertThat(python.eval("""
                    text = ''.join(chr(32 + (i * 31 >> 7) %% 90) for i in range(5 << 20))
                    answers = []
                    for compressed in False, True:
                        config.COMPRESSION = compressed
                        p = %s
                        answers.append(p.echo(text) == text)
                    answers
                    """.formatted(jyro.proxy("thing")))).isEqualTo("[True, True]");
        }
    }

    @ParameterizedTest
    @EnumSource
    void bothEndsShowTheirCertificates(Pyro pyro) {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (ThingDaemon jyro = ThingDaemon.start(daemon -> daemon
                .tls(certificates.jyroServer().trust(certificates.file("client_cert.pem"))
                        .requireClientCertificate(true).build())
                .handshake((client, data) -> {
                    seen.add(client.certificates().getFirst().getSubjectX500Principal().getName());
                    return "hello";
                }));
                Python python = Python.start(pyro, certificates.client())) {
            assertThat(python.eval(jyro.proxy("thing") + ".echo('x')")).isEqualTo("'x'");
            assertThat(seen).containsExactly("CN=client");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoShowsNoCertificateWhereOneIsDemandedIsRefused(Pyro pyro) {
        try (ThingDaemon jyro = ThingDaemon.start(daemon -> daemon
                .tls(certificates.jyroServer().trust(certificates.file("client_cert.pem"))
                        .requireClientCertificate(true).build()));
                Python python = Python.start(pyro, certificates.anonymous("server"))) {
            assertThat(python.raised(jyro.proxy("thing") + ".echo('x')").traceback())
                    .containsIgnoringCase("certificate");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoDoesNotTrustTheCertificateDoesNotCall(Pyro pyro) {
        try (ThingDaemon jyro = ThingDaemon
                .start(daemon -> daemon.tls(certificates.jyroServer().build()));
                Python python = Python.start(pyro, certificates.anonymous("other"))) {
            assertThat(python.raised(jyro.proxy("thing") + ".echo('x')").traceback())
                    .containsIgnoringCase("certificate");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientWithoutTlsIsToldThatItIsSpokenHere(Pyro pyro) {
        try (ThingDaemon jyro = ThingDaemon
                .start(daemon -> daemon.tls(certificates.jyroServer().build()));
                Python python = Python.start(pyro)) {
            Raised raised = python.raised(jyro.proxy("thing") + ".echo('x')");

            assertThat(raised.text()).contains("this daemon speaks TLS only");
        }
    }

    @ParameterizedTest
    @EnumSource(names = "PYRO4")
    void messagesAreSignedInsideToo(Pyro pyro) {
        try (ThingDaemon jyro = ThingDaemon
                .start(daemon -> daemon.tls(certificates.jyroServer().build())
                        .hmacKey("k\u00e9y".getBytes(UTF_8)));
                Python python = Python.start(pyro, certificates.anonymous("server"))) {
            assertThat(python.eval("p = " + jyro.proxy("thing") + """

                    p._pyroHmacKey = 'k\u00e9y'
                    p.echo('x')
                    """)).isEqualTo("'x'");
        }
    }
}
