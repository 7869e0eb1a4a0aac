package io.jyro.interop.tools;

import java.util.ArrayList;
import java.util.List;

import io.jyro.PyroConfig;
import io.jyro.RemoteCallException;
import io.jyro.client.Proxy;
import io.jyro.interop.PeerProcess;
import io.jyro.interop.Pyro;
import io.jyro.interop.Python;
import io.jyro.interop.WithEachPyro;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Pyro's built-in test server, Python's and Jyro's. */
@WithEachPyro
class EchoServerIT {
    private final Pyro pyro;
    private final Python python;

    EchoServerIT(Pyro pyro, Python python) {
        this.pyro = pyro;
        this.python = python;
    }

    @Test
    void jyrosServesPythonAsPythonsDoes() {
        try (PeerProcess ours = PeerProcess.ofJyro("echo-server", "-p", "0")) {
            python.run("p = Proxy('" + ours.awaitLine("echo uri: ") + "')");

            assertThat(python
                    .eval("""
                            p.verbose = True
                            p.oneway_echo('x')
                            [p.echo([1, 'x']), list(p.generator()), p.nan(), p.inf(), p.__dunder__(), p.verbose]
                            """))
                    .isEqualTo("[[1, 'x'], ['one', 'two', 'three'], nan, inf,"
                            + " 'should be allowed (dunder)', True]");
            assertThat(python.raised("p.error_with_text()").text())
                    .isEqualTo("the message of the error");
            assertThat(python.raised("p.error()").type()).isEqualTo("builtins.ValueError");
            python.run("p.shutdown()");
            assertThat(ours.status()).isZero();
        }
    }

    @Test
    void pythonsServesJyro() {
        try (PeerProcess theirs = theirs()) {
            String uri = theirs.awaitLine("echo uri: ");
            theirs.awaitLine("echoserver running.");
            try (Proxy proxy = Proxy.builder(uri).config(PyroConfig.defaults()).build()) {
                proxy.set("verbose", true);
                proxy.call("oneway_echo", "x");

                assertThat(proxy.call("echo", List.of(1, "x"))).isEqualTo(List.of(1, "x"));
                assertThat(proxy.get("verbose")).isEqualTo(true);
                assertThat(proxy.stream(String.class, "generator").stream()).containsExactly("one",
                        "two", "three");
                assertThat(proxy.call(double.class, "nan")).isNaN();
                assertThat(proxy.call(double.class, "inf")).isInfinite();
                assertThat(proxy.call("__dunder__")).isEqualTo("should be allowed (dunder)");
                assertThatThrownBy(() -> proxy.call("error_with_text"))
                        .isInstanceOf(RemoteCallException.class)
                        .hasMessageContaining("the message of the error");
            }
        }
    }

    @Test
    void bothPrintTheSameLines() {
        try (PeerProcess ours = PeerProcess.ofJyro("echo-server", "-p", "0", "-v");
                PeerProcess theirs = theirs("-v")) {
            assertThat(linesOf(ours)).isEqualTo(linesOf(theirs));
        }
    }

    private PeerProcess theirs(String... options) {
        List<String> arguments = new ArrayList<>(List.of("-p", "0"));
        arguments.addAll(List.of(options));
        return PeerProcess.ofPyro(pyro,
                pyro == Pyro.PYRO4 ? "pyro4-test-echoserver" : "pyro5-echoserver",
                arguments.toArray(String[]::new));
    }

    // Ports differ, and only protocol 48 has keys to warn of.
    private static List<String> linesOf(PeerProcess server) {
        List<String> lines = new ArrayList<>();
        do {
            lines.add(server.line().replaceAll(":\\d+$", ":PORT"));
        } while (!lines.getLast().equals("echoserver running."));
        lines.removeIf(line -> line.startsWith("Warning: HMAC key not set."));
        return lines;
    }
}
