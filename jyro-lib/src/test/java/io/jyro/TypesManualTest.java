package io.jyro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.jyro.client.Proxy;
import io.jyro.serialize.TypeRegistry;
import io.jyro.server.Daemon;
import io.jyro.types.ClassDict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The examples of {@code docs/types.md}: each Java block of the page stands in this file, and does what the page says. */
@SuppressWarnings({"NullAway", "StreamResourceLeak"}) // the manual is short, and the daemon closes the stream
class TypesManualTest {
    private static final Pattern BLOCK = Pattern.compile("(?s)```java\n(.*?)```");

    @PyroType("house.Reading")
    public record Reading(String room, double celsius) {}

    public record Account(String name, @Omit String password) {}

    @Expose
    public static class Listener {
        private final CompletableFuture<String> heard = new CompletableFuture<>();

        public void event(String text) {
            heard.complete(text);
        }
    }

    @Expose
    public static class Source {
        public void run(Proxy listener) {
            listener.call("event", "it runs");
        }
    }

    sealed interface Shape {}

    @PyroType("shapes.Circle")
    record Circle(double radius) implements Shape {}

    record Square(double side) implements Shape {}

    static class Point {
        final int x;
        final int y;

        Point(int x, int y) {
            this.x = x;
            this.y = y;
        }
    }

    static class Overheated extends RuntimeException {
        private static final long serialVersionUID = 1L;

        final int degrees;

        Overheated(int degrees) {
            super("too hot");
            this.degrees = degrees;
        }

        Overheated(Map<?, ?> attributes) {
            this((Integer) attributes.get("degrees"));
        }
    }

    @Expose
    public static class Archive {
        public Stream<Reading> history() throws IOException {
            return Files.lines(file).map(Archive::parse); // closed when the caller is done
        }

        private final Path file;

        Archive(Path file) {
            this.file = file;
        }

        private static Reading parse(String line) {
            return new Reading(line, 1);
        }
    }

    interface RemoteArchive {
        Stream<Reading> history();

        @RemoteName("history")
        Iterable<Reading> walk();

        @RemoteName("history")
        CompletableFuture<Stream<Reading>> later();
    }

    @Expose
    public static class House {
        public List<Map<String, Reading>> readings() {
            return List.of(Map.of("now", new Reading("kitchen", 21.5)));
        }

        public String area(Shape shape) {
            return shape.toString();
        }

        public Point mirrored(Point point) {
            return new Point(point.y, point.x);
        }

        public void heat() {
            throw new Overheated(451);
        }
    }

    @Test
    void everyExampleOfTheManualIsCompiledHere() throws IOException {
        Path root = Path.of(Objects.requireNonNull(System.getProperty("jyro.root"),
                "system property jyro.root"));
        String here = withoutBlanks(Files.readString(root
                .resolve("jyro-lib/src/test/java/io/jyro/TypesManualTest.java")));
        List<String> blocks = BLOCK.matcher(Files.readString(root.resolve("docs/types.md")))
                .results().map((MatchResult block) -> block.group(1)).toList();

        assertThat(blocks).isNotEmpty();
        assertThat(blocks.stream().filter(block -> !here.contains(withoutBlanks(block)))).isEmpty();
    }

    private static String withoutBlanks(String source) {
        return source.chars().filter(character -> !Character.isWhitespace(character))
                .mapToObj(Character::toString).collect(Collectors.joining());
    }

    @Test
    void genericTypesCount() {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(new House());

            List<Map<String, Reading>> readings = proxy
                    .call(new TypeRef<List<Map<String, Reading>>>() {}, "readings");

            assertThat(readings).isEqualTo(new House().readings());
        }
    }

    @Test
    void aRegisteredObjectIsACallback() throws Exception {
        Listener listener = new Listener();
        try (Daemon daemon = Daemon.builder().start(); Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(new Source());
            daemon.register(listener);
            proxy.call("run", listener); // the called method gets a Proxy, or a typed view if it declares an interface

            assertThat(listener.heard.get(5, TimeUnit.SECONDS)).isEqualTo("it runs");
        }
    }

    @Test
    void aStreamIsReadItemByItem(@TempDir Path directory) throws Exception {
        Path file = Files.write(directory.resolve("rooms"), List.of("kitchen", "hall"));
        try (Loopback loopback = new Loopback()) {
            RemoteArchive archive = loopback.serve(new Archive(file)).as(RemoteArchive.class);

            assertThat(archive.history()).hasSize(2);
            Iterator<Reading> rooms = archive.walk().iterator();
            assertThat(rooms.next().room()).isEqualTo("kitchen");
            assertThat(archive.later().get(5, TimeUnit.SECONDS)).hasSize(2);
        }
    }

    @Test
    void aSealedTypeIsChosenByName() {
        try (Loopback loopback = new Loopback()) {
            Proxy proxy = loopback.serve(new House());

            assertThat(proxy.call("area", new Circle(1))).isEqualTo("Circle[radius=1.0]");
            assertThat(proxy.call("area", ClassDict.of("__main__.Square", Map.of("side", 1))))
                    .isEqualTo("Square[side=1.0]");
            assertThatThrownBy(() -> proxy.call("area", new Square(1)))
                    .hasMessageContaining("expected Shape, but got dict without a __class__,"
                            + " which would say which of shapes.Circle, Square it is");
        }
    }

    @Test
    void convertersGoToTheDaemonTheProxyOrTheConfiguration() {
        TypeRegistry types = TypeRegistry.standard();
        types.registerClassToDict(Point.class,
                point -> Map.of("__class__", "acme.Point", "x", point.x, "y", point.y));
        types.registerDictToClass("acme.Point",
                (name, dict) -> new Point((Integer) dict.get("x"), (Integer) dict.get("y")));
        types.registerClassToDict(Overheated.class,
                hot -> Map.of("__class__", "house.Overheated", "__exception__", true,
                        "args", List.of(hot.getMessage()),
                        "attributes", Map.of("degrees", hot.degrees)));
        types.registerDictToClass("house.Overheated",
                (name, dict) -> new Overheated((Map<?, ?>) dict.get("attributes")));

        Daemon daemon = Daemon.builder().types(types).start();
        PyroUri uri = daemon.register(new House());
        Proxy proxy = Proxy.builder(uri).types(types).build();
        PyroConfig config = PyroConfig.builder().types(types).build();
        Proxy other = Proxy.builder(uri).config(config).timeout(Duration.ofSeconds(5)).build();
        try (daemon; proxy; other) {
            assertThat(proxy.call(Point.class, "mirrored", new Point(1, 2)).x).isEqualTo(2);
            assertThat(other.call(Point.class, "mirrored", new Point(1, 2)).y).isEqualTo(1);
            assertThatThrownBy(() -> proxy.call("heat")).isInstanceOf(Overheated.class)
                    .hasMessage("too hot").hasCauseInstanceOf(RemoteCallException.class);
        }
    }
}
