package io.jyro.interop.sockets;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.jyro.CommunicationException;
import io.jyro.NamingException;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.RemoteCallException;
import io.jyro.Serializer;
import io.jyro.client.NameServer;
import io.jyro.client.Proxy;
import io.jyro.interop.PeerProcess;
import io.jyro.interop.Pyro;
import io.jyro.interop.Python;
import io.jyro.interop.ThingDaemon;
import io.jyro.interop.WithEachPyro;
import io.jyro.nameserver.NameServerDaemon;
import io.jyro.server.Daemon;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Unix domain sockets between Jyro and Python: objects and name servers, hosted here and there. */
@WithEachPyro
class UnixSocketIT {
    private static final PyroConfig DEFAULTS = PyroConfig.defaults();

    private final Pyro pyro;
    private final Python python;
    @TempDir
    private Path directory;
    private String path = "";

    UnixSocketIT(Pyro pyro, Python python) {
        this.pyro = pyro;
        this.python = python;
    }

    @BeforeEach
    void choosePath() {
        path = directory.resolve("a socket").toString();
    }

    @Test
    void pythonCallsAnObjectOfJyro() {
        try (ThingDaemon jyro = ThingDaemon.start(builder -> builder.unixSocket(path))) {
            python.run("p = " + jyro.proxy("thing"));

            assertThat(python.eval("str(p._pyroUri)"))
                    .isEqualTo("'PYRO:thing@./u:" + path + "'");
            assertThat(python.eval("p.echo([1, 'x'])")).isEqualTo("[1, 'x']");
            assertThat(python.eval("p.target = 3; p.target")).isEqualTo("3");
            assertThat(python.eval("list(p.count(3))")).isEqualTo("[1, 2, 3]");
            assertThat(python.eval("len(p.echo('x' * 3000000))")).isEqualTo("3000000");
            assertThat(python.eval("p._pyroRelease(); p.echo(5)")).isEqualTo("5");
        }
    }

    @Test
    void pythonGetsAProxyForAnotherObjectOfJyro() {
        try (ThingDaemon jyro = ThingDaemon.start(builder -> builder.unixSocket(path))) {
            assertThat(python.eval("str(" + jyro.proxy("thing") + ".child()._pyroUri)"))
                    .contains("@./u:" + path);
        }
    }

    @Test
    void jyroCallsAnObjectOfPython() {
        serveWithPython();
        try (Proxy proxy = proxy("thing").build()) {
            assertThat(proxy.uri()).hasToString("PYRO:thing@./u:" + path);
            assertThat(proxy.call("echo", List.of(1, "x"))).isEqualTo(List.of(1, "x"));
            proxy.set("target", 4);
            assertThat(proxy.get("target")).isEqualTo(4);
            try (var numbers = proxy.stream(int.class, "count", 3)) {
                assertThat(numbers).toIterable().containsExactly(1, 2, 3);
            }
            String much = "x".repeat(3_000_000);
            assertThat(proxy.call("echo", much)).isEqualTo(much);
        } finally {
            stopPython();
        }
    }

    @Test
    void jyroCallsWithATimeout() {
        serveWithPython();
        try (Proxy proxy = proxy("thing").timeout(Duration.ofSeconds(20)).build()) {
            for (int i = 0; i < 100; i++) {
                assertThat(proxy.call("echo", i)).isEqualTo(i);
            }
            assertThatThrownBy(() -> proxy.call("nosuch"))
                    .isInstanceOf(RemoteCallException.class);
        } finally {
            stopPython();
        }
    }

    @Test
    void theProtocolIsFoundOut() {
        serveWithPython();
        try (Proxy proxy = Proxy.builder(PyroUri.ofUnixSocket("thing", path)).config(DEFAULTS)
                .build()) {
            assertThat(proxy.dialect()).isEqualTo(pyro.dialect());
        } finally {
            stopPython();
        }
    }

    @Test
    void aSocketThatPythonLeftBehindIsReplacedAndALiveOneIsNot() {
        python.run("""
                import socket
                s = socket.socket(socket.AF_UNIX); s.bind(%s); s.listen(1)
                """.formatted(Python.literal(path)));
        assertThatThrownBy(() -> Daemon.builder().config(DEFAULTS).unixSocket(path).start())
                .isInstanceOf(CommunicationException.class)
                .hasMessageContaining("another process listens there");
        python.run("s.close()");

        try (ThingDaemon jyro = ThingDaemon.start(builder -> builder.unixSocket(path))) {
            assertThat(python.eval(jyro.proxy("thing") + ".echo(1)")).isEqualTo("1");
        }
    }

    @Test
    void pythonAsksTheNameServerOfJyro() {
        try (NameServerDaemon names = NameServerDaemon.builder().config(DEFAULTS).unixSocket(path)
                .start()) {
            python.run("ns = locate_ns(" + Python.literal("./u:" + path) + ")");

            python.run("ns.register('lamp', 'PYRO:lamp@house:55')");
            assertThat(python.eval("str(ns.lookup('lamp'))")).isEqualTo("'PYRO:lamp@house:55'");
            assertThat(python.eval("str(ns.lookup('Pyro.NameServer'))"))
                    .isEqualTo("'" + names.uri() + "'");
        }
    }

    @Test
    void jyroAsksTheNameServerOfPython() {
        try (PeerProcess server = PeerProcess.ofPyro(pyro, pyro.lowerCase() + "-ns", "-u", path)) {
            server.awaitLine("URI = PYRO:Pyro.NameServer@./u:" + path);
            PyroUri lamp = PyroUri.parse("PYRO:lamp@./u:/run/lamp");

            try (NameServer names = NameServer.locate("./u:" + path, 0, DEFAULTS)) {
                names.register("lamp", lamp);
                assertThat(names.lookup("lamp")).isEqualTo(lamp);
            }
        }
    }

    @Test
    void aNameIsLookedUpWhereItsUriTells() {
        try (NameServerDaemon names = NameServerDaemon.builder().config(DEFAULTS).unixSocket(path)
                .start(); ThingDaemon jyro = ThingDaemon.start()) {
            try (NameServer client = NameServer.locate("./u:" + path, 0, DEFAULTS)) {
                client.register("thing", jyro.uri("thing"));
            }
            try (Proxy found = Proxy.builder("PYRONAME:thing@./u:" + path).config(DEFAULTS).build();
                    Proxy lost = Proxy.builder("PYRONAME:nobody@" + "./u:" + path)
                            .config(DEFAULTS).build()) {
                assertThat(found.call("echo", 5)).isEqualTo(5);
                assertThatThrownBy(() -> lost.call("echo", 5)).isInstanceOf(NamingException.class)
                        .hasMessageContaining("nobody");
            }
            assertThat(names.location()).isEqualTo("./u:" + path);
        }
    }

    @Test
    void pythonsToolAsksTheNameServerOfJyro() {
        try (NameServerDaemon names = NameServerDaemon.builder().config(DEFAULTS).unixSocket(path)
                .start();
                PeerProcess nsc = PeerProcess.ofPyro(pyro, pyro.lowerCase() + "-nsc", "-u", path,
                        "-v", "ping")) {
            assertThat(nsc.outcome()).containsExactly("Locating name server...",
                    "Name server found: " + names.uri(), "Name server ping ok.", "Done.",
                    "status 0");
        }
    }

    private void serveWithPython() {
        python.run("""
                %s
                unix = Served(daemon=lambda port: Daemon(unixsocket=%s))
                """.formatted(
                pyro == Pyro.PYRO4 ? "config.SERIALIZERS_ACCEPTED.add('msgpack')" : "",
                Python.literal(path)));
    }

    private void stopPython() {
        python.run("unix.stop()");
    }

    private Proxy.Builder proxy(String objectId) {
        return Proxy.builder(PyroUri.ofUnixSocket(objectId, path)).config(DEFAULTS)
                .protocol(pyro.protocol()).serializer(Serializer.SERPENT);
    }
}
