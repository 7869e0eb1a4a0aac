package io.jyro.interop.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.jyro.interop.PeerProcess;
import io.jyro.interop.Pyro;
import io.jyro.nameserver.NameServerDaemon;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The programs of {@code docs/getting-started.md}, compiled as its projects compile them, with a name server of the test. */
class GettingStartedIT {
    @TempDir
    Path directory;

    private final NameServerDaemon names = NameServerDaemon.builder().host("127.0.0.1").port(0)
            .broadcast(false).start();
    private final Map<String, String> variables = Map.of("PYRO_NS_HOST", "127.0.0.1",
            "PYRO_NS_PORT", Integer.toString(names.port()));
    private Page page = new Page("");
    private JavaProgram java;

    @BeforeEach
    void compileAll() throws IOException {
        page = Page.of("docs/getting-started.md");
        java = JavaProgram.compile(directory, page.blocks("java"), "-parameters");
    }

    @AfterEach
    void close() {
        names.close();
    }

    @Test
    void bothLanguagesCallTheThermostat() throws IOException {
        try (PeerProcess server = java.start("Thermostat", variables)) {
            server.awaitLine("Pyro daemon running.");
            try (PeerProcess python = python("# thermostat.py");
                    PeerProcess client = java.start("ThermostatClient", variables)) {
                assertThat(python.outcome()).containsExactly("21.5", "22.0", "22.0",
                        "refused: more than 30 degrees are not allowed", "status 0");
                assertThat(client.outcome()).last().isEqualTo("status 0");
            }
        }
    }

    @Test
    void theSensorOfPythonIsReadFromJava() throws IOException {
        try (PeerProcess sensor = python("# sensor.py")) {
            sensor.awaitLine("sensor ready");
            try (PeerProcess client = java.start("SensorClient", variables)) {
                assertThat(client.outcome()).containsExactly(
                        "Reading[room=attic, celsius=19.5]", "attic", "kitchen", "status 0");
            }
        }
    }

    @Test
    void theDeployedServerCallsListenersOfBothLanguages() throws IOException {
        try (PeerProcess server = java.start("HouseServer", variables, "0")) {
            server.awaitLine("house ready");
            try (PeerProcess python = python("# bell.py")) {
                python.awaitLine("listening");
                try (PeerProcess bell = java.start("Bell", variables)) {
                    bell.awaitLine("listening");
                    assertThat(bell.line()).isEqualTo("ring: kitchen");
                    assertThat(python.line()).isEqualTo("ring: kitchen");
                }
            }
        }
    }

    private PeerProcess python(String firstLine) throws IOException {
        Path script = directory.resolve(firstLine.substring(2));
        Files.writeString(script, page.block("python", firstLine + "\n"));
        return PeerProcess.ofPyro(Pyro.PYRO5, variables, "python", script.toString());
    }
}
