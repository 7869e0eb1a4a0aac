package io.jyro.cli.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import io.jyro.cli.output.ToolOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class DemoIT {
    private final StringWriter printed = new StringWriter();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit fills it
    Path checkout;

    @Test
    void withRealPyroAllIsRight() {
        int status = run(PythonPeers.ofCheckout());

        assertThat(status).as(printed.toString()).isZero();
        assertThat(printed.toString()).endsWith("10 steps right, 0 wrong, 0 left out.\n");
    }

    @Test
    void whereNoPythonCanBeHadItsStepsAreLeftOutWithTheReasonOfTheScript() throws IOException {
        program("scripts/python-peers", "echo 'python-peers: no Python here' >&2; exit 3");

        int status = run(new PythonPeers(checkout));

        assertThat(status).as(printed.toString()).isEqualTo(2);
        assertThat(printed.toString()).contains("left out: python-peers: no Python here",
                "5 steps right, 0 wrong, 5 left out.");
    }

    @Test
    void whatAPythonThatFailsPrintsIsShown() throws IOException {
        program("scripts/python-peers", "exit 0");
        program(".python/pyro4/bin/python", "echo 'ImportError: broken'; exit 1");
        program(".python/pyro5/bin/python", "echo 'ImportError: broken'; exit 1");

        int status = run(new PythonPeers(checkout));

        assertThat(status).as(printed.toString()).isEqualTo(1);
        assertThat(printed.toString()).contains("WRONG: the client ended with status 1",
                "| ImportError: broken",
                "6 steps right, 4 wrong, 0 left out.");
    }

    @Test
    void aPythonClientThatGotAWrongAnswerIsNoticed() throws IOException {
        program("scripts/python-peers", "exit 0");
        program(".python/pyro4/bin/python", "echo 'target = 99.0'");
        program(".python/pyro5/bin/python", "echo 'target = 99.0'");

        int status = run(new PythonPeers(checkout));

        assertThat(status).as(printed.toString()).isEqualTo(1);
        assertThat(printed.toString()).contains("target = 99.0",
                "WRONG: expected: found PYRO:thermostat@");
    }

    private void program(String place, String commands) throws IOException {
        Path file = checkout.resolve(place);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + commands + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private int run(PythonPeers python) {
        return new Demo(new ToolOutput(new PrintWriter(printed)), new Thermostat(), python).run();
    }
}
