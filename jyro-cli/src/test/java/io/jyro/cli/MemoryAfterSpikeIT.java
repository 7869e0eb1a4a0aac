package io.jyro.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.Serializer;
import io.jyro.client.Proxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** That a server which was started as the launcher starts it gives memory back to the system. */
class MemoryAfterSpikeIT {
    private static final long MEGABYTE = 1 << 20;
    private static final int AT_ONCE = 3;
    private static final int MESSAGE = 100_000_000;
    private static final long MOST_LEFT = 200 * MEGABYTE;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int PAUSE_MILLIS = 500;

    static boolean processesCanBeLookedAt() {
        return Files.exists(Path.of("/proc/self/status"));
    }

    @Test
    @EnabledIf("processesCanBeLookedAt")
    void afterLargeMessagesTheServerIsNearlyAsSmallAsBefore() throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(launcherOptions());
        command.addAll(List.of("-Xmx1g", "-cp", System.getProperty("java.class.path"),
                "io.jyro.cli.Main", "echo-server", "-H", "127.0.0.1"));
        Process server = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader out = server.inputReader()) {
            String uri = uri(out);
            callAll(uri, new byte[1_000]);
            long before = status(server, "VmRSS");

            callAll(uri, new byte[MESSAGE]);

            long peak = status(server, "VmHWM");
            assertThat(peak - before).isGreaterThan(MOST_LEFT);
            long end = System.nanoTime() + PATIENCE.toNanos();
            long now = status(server, "VmRSS");
            while (now - before > MOST_LEFT && System.nanoTime() < end) {
                // It does not end; nothing tells when it has given memory back.
                assertThat(server.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)).isFalse();
                now = status(server, "VmRSS");
            }
            assertThat(now - before)
                    .as("resident memory in MB: %d before, %d at most, %d in the end",
                            before / MEGABYTE, peak / MEGABYTE, now / MEGABYTE)
                    .isLessThanOrEqualTo(MOST_LEFT);
        } finally {
            server.destroyForcibly();
        }
    }

    private static List<String> launcherOptions() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("bash",
                Path.of(System.getProperty("jyro.root", ".."), "scripts", "jvm-options").toString(),
                "echo-server");
        builder.environment().remove("JYRO_JAVA_OPTIONS");
        Process process = builder.start();
        List<String> options = process.inputReader().lines().toList();
        assertThat(process.waitFor()).isZero();
        return options;
    }

    private static String uri(BufferedReader out) throws IOException {
        String uri = null;
        for (String line; (line = out.readLine()) != null;) {
            if (line.startsWith("echo uri: ")) {
                uri = line.substring("echo uri: ".length());
            }
            if (line.equals("echoserver running.") && uri != null) {
                return uri;
            }
        }
        throw new AssertionError("the echo server ended");
    }

    private static void callAll(String uri, byte[] bytes) throws Exception {
        for (Protocol protocol : new Protocol[]{Protocol.V48, Protocol.V502}) {
            List<Future<?>> calls = new ArrayList<>();
            try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < AT_ONCE; i++) {
                    calls.add(clients.submit(() -> call(uri, protocol, bytes)));
                }
            }
            for (Future<?> call : calls) {
                call.get();
            }
        }
    }

    private static void call(String uri, Protocol protocol, byte[] bytes) {
        try (Proxy proxy = Proxy.builder(uri).config(PyroConfig.defaults()).protocol(protocol)
                .serializer(Serializer.MARSHAL).build()) {
            // It is refused, but only when all of it has come and was read; so no large reply comes.
            assertThatThrownBy(() -> proxy.call("slow", (Object) bytes))
                    .hasMessageContaining("slow() takes");
        }
    }

    private static long status(Process process, String item) throws IOException {
        for (String line : Files.readAllLines(
                Path.of("/proc", Long.toString(process.pid()), "status"))) {
            if (line.startsWith(item + ":")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        throw new AssertionError("no " + item);
    }
}
