package io.jyro.interop.sockets;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;

import io.jyro.PyroConfig;
import io.jyro.client.Proxy;
import io.jyro.interop.Pyro;
import io.jyro.interop.Python;
import io.jyro.interop.Thing;
import io.jyro.interop.WithEachPyro;
import io.jyro.server.Daemon;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Sockets that were connected before the two Pyros had them: docs/protocol.md, 3.12. */
@WithEachPyro
class ConnectedSocketIT {
    private final Pyro pyro;
    private final Python python;
    @TempDir
    private Path directory;

    ConnectedSocketIT(Pyro pyro, Python python) {
        this.pyro = pyro;
        this.python = python;
    }

    @Test
    void aJavaProgramServesAtTheOtherEndOfAPair() {
        startChild("serve");
        python.run("p = Proxy('thing', connected_socket=mine)");

        assertThat(python.eval("p.echo([1, 'x'])")).isEqualTo("[1, 'x']");
        assertThat(python.eval("p.target = 7; p.target")).isEqualTo("7");
        assertThat(python.eval("list(p.count(3))")).isEqualTo("[1, 2, 3]");
        assertThat(python.eval("len(p.echo('x' * 1000000))")).isEqualTo("1000000");
        assertThat(python
                .eval("p._pyroRelease(); mine.close(); child.communicate(timeout=PATIENCE)[0]"))
                .isEqualTo("'served\\n'");
        assertThat(python.eval("child.returncode")).isEqualTo("0");
    }

    @Test
    void aJavaProgramCallsWhatIsServedAtTheOtherEndOfAPair() {
        startChild("call", pyro.protocol().name());

        python.run("""
                d = Daemon(connected_socket=mine)
                d.register(Thing(), 'thing')
                d.requestLoop()
                """);

        assertThat(python.eval("child.communicate(timeout=PATIENCE)[0].splitlines()"))
                .isEqualTo("['PYRO:thing@<<connected-socket>>:0', '[1, x]', '5', '1', '2', '3',"
                        + " '1000000']");
        assertThat(python.eval("child.returncode")).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TCP", "Unix"})
    void pythonCallsOverASocketThatJavaConnected(String kind) throws IOException {
        try (SocketChannel socket = connect(kind)) {
            try (Daemon daemon = Daemon.builder().config(PyroConfig.defaults())
                    .connectedSocket(socket).start()) {
                daemon.register(new Thing(daemon), "thing");
                python.run("p = Proxy('thing', connected_socket=mine)");

                assertThat(python.eval("p.echo(1 << 70)")).isEqualTo("1180591620717411303424");
                assertThat(python.raised("p.echo()").type()).isEqualTo("builtins.TypeError");
                assertThat(python.eval("p.echo('still')")).isEqualTo("'still'");
            }

            socket.write(ByteBuffer.wrap(new byte[]{'!'}));
            assertThat(python.eval("mine.recv(10)")).isEqualTo("b'!'");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TCP", "Unix"})
    void javaCallsOverASocketThatItConnected(String kind) throws IOException {
        try (SocketChannel socket = connect(kind)) {
            python.run("""
                    d = Daemon(connected_socket=mine)
                    d.register(Thing(), 'thing')
                    serving = threading.Thread(target=d.requestLoop, daemon=True)
                    serving.start()
                    """);
            for (int i = 0; i < 2; i++) {
                try (Proxy proxy = Proxy.builder("thing").config(PyroConfig.defaults())
                        .connectedSocket(socket).protocol(pyro.protocol()).build()) {
                    assertThat(proxy.call("echo", List.of(i, "x"))).isEqualTo(List.of(i, "x"));
                    assertThat(proxy.dialect()).isEqualTo(pyro.dialect());
                }
                assertThat(socket.isOpen()).isTrue();
            }
        }
        assertThat(python.eval("serving.join(PATIENCE); serving.is_alive()")).isEqualTo("False");
    }

    private SocketChannel connect(String kind) throws IOException {
        SocketAddress address;
        if (kind.equals("TCP")) {
            python.run("import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen(1)");
            address = new InetSocketAddress(InetAddress.getLoopbackAddress(),
                    Integer.parseInt(python.eval("s.getsockname()[1]")));
        } else {
            Path path = directory.resolve("s");
            python.run("import socket; s = socket.socket(socket.AF_UNIX); s.bind("
                    + Python.literal(path.toString()) + "); s.listen(1)");
            address = UnixDomainSocketAddress.of(path);
        }
        SocketChannel socket = SocketChannel.open(address);
        python.run("mine = s.accept()[0]; s.close()");
        return socket;
    }

    private void startChild(String... arguments) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        python.run("""
                import socket, subprocess
                mine, theirs = socket.socketpair()
                child = subprocess.Popen([%s, '-cp', %s, %s, %s], stdin=theirs,
                                         stdout=subprocess.PIPE, universal_newlines=True)
                theirs.close()
                """.formatted(Python.literal(java),
                Python.literal(absolute(System.getProperty("java.class.path"))),
                Python.literal(InheritedSocket.class.getName()),
                String.join(", ", List.of(arguments).stream().map(Python::literal).toList())));
    }

    private static String absolute(String classPath) {
        return String.join(File.pathSeparator, List.of(classPath.split(File.pathSeparator))
                .stream().map(entry -> Path.of(entry).toAbsolutePath().toString()).toList());
    }
}
