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
import io.jyro.nameserver.NameServerDaemon;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

class NameServerToolTest {
    private static final String WARNING = "Warning: HMAC key not set."
            + " Anyone can connect to this server!";

    @Test
    void forThisMachineItPrintsPyrosLines() throws Exception {
        try (Running running = new Running("-n", "127.0.0.1", "-p", "0")) {
            List<String> lines = running.linesUntil("URI = ");

            assertThat(lines).hasSize(4);
            assertThat(lines.get(0)).isEqualTo("Not starting broadcast server for localhost.");
            assertThat(lines.get(1))
                    .matches("NS running on 127\\.0\\.0\\.1:\\d+ \\(127\\.0\\.0\\.1\\)");
            assertThat(lines.get(2)).isEqualTo(WARNING);
            assertThat(lines.get(3)).matches("URI = PYRO:Pyro\\.NameServer@127\\.0\\.0\\.1:\\d+");
        }
    }

    @Test
    void itServesWhenItHasPrintedItsUri() throws Exception {
        try (Running running = new Running("-n", "127.0.0.1", "-p", "0")) {
            String uri = running.linesUntil("URI = ").getLast().substring("URI = ".length());

            try (Proxy names = Proxy.builder(uri).config(PyroConfig.defaults()).build()) {
                assertThat(names.call("count")).isEqualTo(1);
            }
        }
    }

    @Test
    void whenItEndsItSaysSo() throws Exception {
        try (Running running = new Running("-n", "127.0.0.1", "-p", "0")) {
            running.linesUntil("URI = ");

            running.interrupt();

            assertThat(running.linesUntil("NS ")).containsExactly("NS shut down.");
            assertThat(running.status()).isZero();
        }
    }

    @Test
    void forTheNetworkItTellsWhereBroadcastsAreHeard() throws Exception {
        try (Running running = new Running("-n", "0.0.0.0", "-p", "0", "--bchost", "127.0.0.1",
                "--bcport", "0")) {
            List<String> lines = running.linesUntil("URI = ");

            assertThat(lines.get(0)).matches("Broadcast server running on 127\\.0\\.0\\.1:\\d+");
            assertThat(lines.get(1))
                    .matches("NS running on 0\\.0\\.0\\.0:\\d+ \\(0\\.0\\.0\\.0\\)");
        }
    }

    @Test
    void withoutBroadcastsNothingIsSaidOfThem() throws Exception {
        try (Running running = new Running("-n", "0.0.0.0", "-p", "0", "-x")) {
            assertThat(running.linesUntil("URI = ").getFirst()).startsWith("NS running on");
        }
    }

    @Test
    void behindANatItPrintsBothUris() throws Exception {
        try (Running running = new Running("-n", "127.0.0.1", "-p", "0", "--nathost", "gate",
                "--natport", "4711")) {
            List<String> lines = running.linesUntil("external URI = ");

            assertThat(lines.get(3)).startsWith("internal URI = PYRO:Pyro.NameServer@127.0.0.1:");
            assertThat(lines.get(4)).isEqualTo("external URI = PYRO:Pyro.NameServer@gate:4711");
        }
    }

    @Test
    void onAUnixSocketItPrintsPyrosLines(@TempDir Path directory) throws Exception {
        Path path = directory.resolve("ns");
        try (Running running = new Running("-u", path.toString())) {

            assertThat(running.linesUntil("URI = ")).containsExactly(
                    "NS running on ./u:" + path + " (Unix domain socket)", WARNING,
                    "URI = PYRO:Pyro.NameServer@./u:" + path);
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void aUnixSocketBehindANatIsRefusedInPyrosWords() {
        Jyro run = Jyro.run("ns", "-u", "ns.sock", "--nathost", "gate");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("cannot use nathost together with unixsocket");
    }

    @Test
    void aPortInUseIsNamed() {
        try (NameServerDaemon taken = NameServerDaemon.builder().config(PyroConfig.defaults())
                .host("127.0.0.1").port(0).start()) {
            Jyro run = Jyro.run("ns", "-n", "127.0.0.1", "-p", Integer.toString(taken.port()));

            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err()).contains("127.0.0.1:" + taken.port())
                    .contains("choose another host or port");
        }
    }

    @Test
    void anUnknownStorageIsRefusedInPyrosWords() {
        Jyro run = Jyro.run("ns", "-s", "disk");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("invalid storage type 'disk'");
    }

    @Test
    void aNumberThatIsNoPortIsRefused() {
        Jyro run = Jyro.run("ns", "-p", "70000");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("70000").contains("--port");
    }

    @Test
    void aKeyOnTheCommandLineIsRefusedWithoutRepeatingIt() {
        Jyro run = Jyro.run("ns", "-k", "swordfish");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("PYRO_HMAC_KEY").doesNotContain("swordfish");
    }

    @Test
    void helpTellsOfEveryOption() {
        Jyro run = Jyro.run("ns", "--help");

        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("--host", "--port", "--unixsocket", "--storage", "--bchost",
                "--bcport", "--nathost", "--natport", "--nobc", "--ownership", "PYRO_NS_OWNERSHIP",
                "PYRO_HMAC_KEY");
    }

    /** The tool on a thread of its own, and what it prints. */
    private static final class Running implements AutoCloseable {
        private final BufferedReader printed;
        private final CompletableFuture<Integer> status = new CompletableFuture<>();
        private final Thread thread;

        Running(String... options) throws IOException {
            PipedReader pipe = new PipedReader();
            CommandLine command = Main.commandLine()
                    .setOut(new PrintWriter(new PipedWriter(pipe)));
            List<String> arguments = new ArrayList<>(List.of("ns"));
            arguments.addAll(List.of(options));
            printed = new BufferedReader(pipe);
            thread = Thread.ofPlatform().start(() -> status
                    .complete(command.execute(arguments.toArray(String[]::new))));
        }

        List<String> linesUntil(String beginning) throws IOException {
            List<String> lines = new ArrayList<>();
            String line;
            do {
                line = printed.readLine();
                lines.add(String.valueOf(line));
            } while (line != null && !line.startsWith(beginning));
            return lines;
        }

        void interrupt() {
            thread.interrupt();
        }

        int status() {
            return status.join();
        }

        @Override
        public void close() {
            interrupt();
            status();
        }
    }
}
