package io.jyro.interop.docs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.jyro.interop.PeerProcess;
import io.jyro.interop.Pyro;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The programs of {@code README.md}, with plain {@code javac} and plain Python; only their ports are changed to free ones. */
class ReadmeIT {
    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void pythonCallsTheJavaObject(Pyro pyro) throws IOException {
        Page page = Page.of("README.md");
        String port = freePort();
        JavaProgram server = JavaProgram.compile(directory,
                List.of(page.block("java", "Daemon daemon").replace("7766", port)));

        try (PeerProcess java = server.start("Thermostat", Map.of())) {
            assertThat(java.line()).isEqualTo("PYRO:thermostat@localhost:" + port);
            try (PeerProcess python = python(pyro, "client.py",
                    page.block("python", "Proxy(").replace("7766", port))) {
                assertThat(python.outcome()).containsExactly("21.5", "23.5", "status 0");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void javaCallsThePythonObject(Pyro pyro) throws IOException {
        Page page = Page.of("README.md");
        String port = freePort();
        JavaProgram client = JavaProgram.compile(directory,
                List.of(page.block("java", "Proxy.of").replace("7767", port)));

        try (PeerProcess python = python(pyro, "server.py",
                page.block("python", "Daemon(").replace("7767", port))) {
            assertThat(python.line()).isEqualTo("PYRO:counter@localhost:" + port);
            try (PeerProcess java = client.start("Count", Map.of())) {
                assertThat(java.outcome()).containsExactly("6", "5", "status 0");
            }
        }
    }

    private PeerProcess python(Pyro pyro, String file, String source) throws IOException {
        Path script = directory.resolve(file);
        Files.writeString(script, source.replace("Pyro5.api", pyro == Pyro.PYRO4
                ? "Pyro4"
                : "Pyro5.api"));
        return PeerProcess.ofPyro(pyro, "python", script.toString());
    }

    private static String freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Integer.toString(socket.getLocalPort());
        }
    }
}
