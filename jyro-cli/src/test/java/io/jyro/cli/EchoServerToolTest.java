package io.jyro.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.jyro.PyroConfig;
import io.jyro.client.Proxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

class EchoServerToolTest {
    @Test
    void itPrintsPyrosLinesAndEndsWhenAClientShutsItDown() throws Exception {
        PipedReader pipe = new PipedReader();
        CommandLine command = Main.commandLine().setOut(new PrintWriter(new PipedWriter(pipe)));
        CompletableFuture<Integer> status = new CompletableFuture<>();
        Thread.ofVirtual().start(
                () -> status.complete(command.execute("echo-server", "-H", "127.0.0.1", "-v")));

        List<String> lines = linesUntilRunning(pipe);

        assertThat(lines).containsExactly("Starting Pyro's built-in test echo server.",
                "Warning: HMAC key not set. Anyone can connect to this server!",
                "not using a name server.", "object name: test.echoserver", lines.get(4),
                "echoserver running.");
        assertThat(lines.get(4)).matches("echo uri: PYRO:test\\.echoserver@127\\.0\\.0\\.1:\\d+");
        shutDown(lines.get(4).substring("echo uri: ".length()));
        assertThat(status.get()).isZero();
    }

    @Test
    void itServesOnAUnixSocket(@TempDir Path directory) throws Exception {
        String path = directory.resolve("echo").toString();
        PipedReader pipe = new PipedReader();
        CommandLine command = Main.commandLine().setOut(new PrintWriter(new PipedWriter(pipe)));
        CompletableFuture<Integer> status = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> status.complete(command.execute("echo-server", "-u", path)));

        assertThat(linesUntilRunning(pipe)).contains("echo uri: PYRO:test.echoserver@./u:" + path);
        shutDown("PYRO:test.echoserver@./u:" + path);
        assertThat(status.get()).isZero();
    }

    @Test
    void aKeyOnTheCommandLineIsRefusedWithoutRepeatingIt() {
        Jyro run = Jyro.run("echo-server", "-k", "swordfish");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("PYRO_HMAC_KEY").doesNotContain("swordfish");
    }

    private static void shutDown(String uri) {
        try (Proxy echo = Proxy.builder(uri).config(PyroConfig.defaults()).build()) {
            echo.call("shutdown");
        }
    }

    private static List<String> linesUntilRunning(PipedReader pipe) throws IOException {
        BufferedReader reader = new BufferedReader(pipe);
        List<String> lines = new ArrayList<>();
        String line;
        do {
            line = reader.readLine();
            lines.add(String.valueOf(line));
        } while (line != null && !line.equals("echoserver running."));
        return lines;
    }
}
