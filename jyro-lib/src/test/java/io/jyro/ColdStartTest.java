package io.jyro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

import io.jyro.client.Proxy;
import io.jyro.hostile.ChildJvm;
import io.jyro.server.Daemon;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a server's start and a client's first call make the JVM load. A class that it has to make, for a lambda or a pattern
 * switch, takes several times as long as one that it reads from a jar, so there are none on this path.
 */
@Timeout(120)
class ColdStartTest {
    // With room for a few more than there are.
    private static final long MOST_CLASSES_OF_A_SERVER = 315;
    private static final long MOST_CLASSES_OF_A_CLIENT = 260;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit fills it
    static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static List<String> ofServer;
    @SuppressWarnings("NullAway.Init")
    private static List<String> ofClient;

    /** What is called. */
    @Expose
    public static final class Greeter {
        /** Answers. */
        public String greet(String name) {
            return "Hello ".concat(name);
        }

        /** Adds. */
        public double add(double one, int other) {
            return one + other;
        }
    }

    /** How it is seen. */
    interface Adder {
        double add(double one, int other);
    }

    static final class Server {
        private Server() {}

        public static void main(String[] args) throws InterruptedException {
            CountDownLatch housekeeping = new CountDownLatch(1);
            PyroConfig config = PyroConfig.fromEnvironment().toBuilder()
                    .pollTimeout(Duration.ofMillis(1)).build();
            try (Daemon daemon = Daemon.builder().config(config)
                    .housekeeping(new CountingDown(housekeeping))
                    .register(new Greeter(), "greeter").start()) {
                housekeeping.await(); // which on a slow machine would take place before the call
                System.out.println(ChildJvm.TELL.concat(daemon.uriFor("greeter").toString()));
                daemon.requestLoop();
            }
        }
    }

    private record CountingDown(CountDownLatch latch) implements Runnable {
        @Override
        public void run() {
            latch.countDown();
        }
    }

    static final class Client {
        private Client() {}

        public static void main(String[] args) {
            try (Proxy greeter = Proxy.of(args[0])) {
                String greeting = greeter.call(String.class, "greet", "you");
                double sum = greeter.as(Adder.class).add(1.5, 2);
                System.out.println(ChildJvm.TELL.concat(greeting));
                System.out.println(ChildJvm.TELL.concat(String.valueOf(sum)));
            }
        }
    }

    @BeforeAll
    static void startBoth() throws IOException {
        Path server = directory.resolve("server");
        Path client = directory.resolve("client");
        try (ChildJvm serving = ChildJvm.withOptions(List.of(logTo(server)), Server.class);
                ChildJvm calling = ChildJvm.withOptions(List.of(logTo(client)), Client.class,
                        serving.read())) {
            assertThat(calling.read()).isEqualTo("Hello you");
            assertThat(calling.read()).isEqualTo("3.5");
            assertThat(calling.exitCode()).isZero();
        }
        ofServer = Files.readAllLines(server);
        ofClient = Files.readAllLines(client);
    }

    private static String logTo(Path file) {
        return "-Xlog:class+load:file=" + file + ":none";
    }

    @Test
    void noClassIsMadeForTheFirstCallOfAClient() {
        assertThat(ofClient).filteredOn(ColdStartTest::isMadeForOurs).isEmpty();
    }

    @Test
    void noClassIsMadeForTheStartOfAServer() {
        assertThat(ofServer).filteredOn(ColdStartTest::isMadeForOurs).isEmpty();
    }

    @Test
    void theFirstCallOfAClientLoadsFewClasses() {
        assertThat(ofClient.stream().filter(ColdStartTest::isOurs).count())
                .isBetween(1L, MOST_CLASSES_OF_A_CLIENT);
    }

    @Test
    void theStartOfAServerLoadsFewClasses() {
        assertThat(ofServer.stream().filter(ColdStartTest::isOurs).count())
                .isBetween(1L, MOST_CLASSES_OF_A_SERVER);
    }

    @Test
    void theFirstCallOfAClientStartsNoLogging() {
        Predicate<String> logging = line -> line.startsWith("org.slf4j.LoggerFactory ");

        assertThat(ofServer).as("what it is called").anyMatch(logging);
        assertThat(ofClient).noneMatch(logging);
    }

    private static boolean isOurs(String line) {
        return line.startsWith("io.jyro.");
    }

    // Such as io.jyro.X$$Lambda/0x00007f0a0c0a0c00 and io.jyro.X$$TypeSwitch/0x00007f0a0c0a0c00.
    private static boolean isMadeForOurs(String line) {
        return isOurs(line) && line.contains("$$");
    }
}
