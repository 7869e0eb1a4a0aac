package io.jyro;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.jyro.client.Proxy;
import io.jyro.server.Daemon;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples about Unix sockets, connected sockets and links of {@code docs/networking.md}: each Java block of that part of the
 * page stands in this file, and does what the page says.
 */
class NetworkingManualTest {
    private static final String PART = "## Unix sockets, connected sockets, links";
    private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    @Expose
    public static class Thermostat {
        private double target = 20;

        public double warm(double degrees) {
            target += degrees;
            return target;
        }
    }

    @Test
    void everyExampleOfThisPartOfTheManualIsCompiledHere() throws IOException {
        Path root = Path.of(Objects.requireNonNull(System.getProperty("jyro.root"),
                "system property jyro.root"));
        String here = withoutBlanks(Files.readString(root
                .resolve("jyro-lib/src/test/java/io/jyro/NetworkingManualTest.java")));
        String page = Files.readString(root.resolve("docs/networking.md"));
        String part = page.substring(page.indexOf(PART) + PART.length());
        int next = part.indexOf("\n## ");
        List<String> blocks = BLOCK.matcher(next < 0 ? part : part.substring(0, next)).results()
                .map((MatchResult block) -> block.group(1)).toList();

        assertThat(blocks).hasSize(3)
                .allSatisfy(block -> assertThat(here).contains(withoutBlanks(block)));
    }

    private static String withoutBlanks(String source) {
        return source.replaceAll("\\s+", "");
    }

    static double onSocket(Path path) { // /run/house.sock, say
        try (Daemon daemon = Daemon.builder().unixSocket(path).start()) {
            PyroUri uri = daemon.register(new Thermostat(), "thermostat");
            return warm(uri.toString()); // PYRO:thermostat@./u:/run/house.sock
        }
    }

    static double warm(String uri) {
        try (Proxy thermostat = Proxy.of(uri)) {
            return thermostat.call(double.class, "warm", 1.5);
        }
    }

    @Test
    void aDaemonListensOnAUnixSocket(@TempDir Path directory) {
        assertThat(onSocket(directory.resolve("house.sock"))).isEqualTo(21.5);
    }

    static void serve(SocketChannel socket) {
        try (Daemon daemon = Daemon.builder().connectedSocket(socket).start()) {
            daemon.register(new Thermostat(), "thermostat");
            daemon.requestLoop();
        }
    }

    static double warm(SocketChannel socket) {
        try (Proxy thermostat = Proxy.builder("thermostat").connectedSocket(socket).build()) {
            return thermostat.call(double.class, "warm", 1.5);
        }
    }

    @Test
    void aConnectedSocketIsServedUntilItsOtherEndIsClosed() throws Exception {
        try (ServerSocketChannel server = ServerSocketChannel.open()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            SocketChannel mine = SocketChannel.open(server.getLocalAddress());
            SocketChannel theirs = server.accept();
            Thread serving = Thread.ofVirtual().start(() -> serve(theirs));

            assertThat(warm(mine)).isEqualTo(21.5);
            mine.close();

            serving.join();
            assertThat(theirs.isOpen()).isTrue();
            theirs.close();
        }
    }

    static double overLink() {
        Link link = Link.inProcess();
        try (Daemon daemon = Daemon.builder().link(link.one()).start();
                Proxy thermostat = Proxy.builder("thermostat").link(link.other()).build()) {
            daemon.register(new Thermostat(), "thermostat");
            return thermostat.call(double.class, "warm", 1.5);
        }
    }

    @Test
    void aLinkNeedsNoSocket() {
        assertThat(overLink()).isEqualTo(21.5);
    }
}
