package io.jyro.interop.docs;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires.Modifier;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.google.re2j.Pattern;
import io.jyro.Expose;
import io.jyro.interop.PeerProcess;
import io.jyro.nameserver.NameServerDaemon;
import io.jyro.pickle.PickleCodec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

import static org.assertj.core.api.Assertions.assertThat;

/** A program that is a module and has the library, as jars, on the module path alone. */
class ModularProgramIT {
    private static final String DESCRIPTOR = """
            module house {
                requires io.jyro;
                requires io.jyro.nameserver;
                opens house to io.jyro;
            }
            """;

    // Nothing is exported: io.jyro reaches classes by the opens alone.
    private static final String PROGRAM = """
            package house;

            import io.jyro.*;
            import io.jyro.client.NameServer;
            import io.jyro.client.Proxy;
            import io.jyro.nameserver.NameServerDaemon;
            import io.jyro.server.Daemon;
            import java.util.Set;

            public class Main {
                public record Reading(String room, double celsius) {}

                @Expose
                public static class Sensor {
                    public Reading warmer(@Param("reading") Reading reading) {
                        return new Reading(reading.room(), reading.celsius() + 1);
                    }
                }

                public interface RemoteSensor {
                    Reading warmer(Reading reading);
                }

                public static void main(String[] args) {
                    PyroConfig config = PyroConfig.builder().host("127.0.0.1")
                            .serializersAccepted(Set.of(Serializer.SERPENT, Serializer.PICKLE)).build();
                    try (Daemon daemon = Daemon.builder().config(config).register(new Sensor(), "sensor").start()) {
                        for (Protocol protocol : new Protocol[]{Protocol.V48, Protocol.V502}) {
                            try (Proxy sensor = Proxy.builder(daemon.uriFor("sensor")).config(config)
                                    .protocol(protocol)
                                    .serializer(protocol == Protocol.V48 ? Serializer.PICKLE : Serializer.SERPENT)
                                    .build()) {
                                System.out.println(sensor.as(RemoteSensor.class).warmer(new Reading("attic", 12)));
                            }
                        }
                        try (NameServerDaemon names = NameServerDaemon.builder().config(config).port(0)
                                .broadcast(false).start();
                                NameServer client = NameServer.locate("127.0.0.1", names.port(), config)) {
                            client.register("sensor", daemon.uriFor("sensor"));
                            System.out.println(client.lookup("sensor").objectId());
                        }
                        System.out.println(Daemon.class.getModule() + " " + Main.class.getModule());
                    }
                }
            }
            """;

    @TempDir
    Path directory;

    @Test
    void itServesCallsAndHostsANameServer() throws IOException {
        String modulePath = Stream.of(Expose.class, PickleCodec.class,
                NameServerDaemon.class, Pattern.class, Logger.class)
                .map(ModularProgramIT::jarOf).map(Path::toString)
                .collect(Collectors.joining(System.getProperty("path.separator")));
        Path classes = directory.resolve("classes");
        Path main = directory.resolve("Main.java");
        Path descriptor = directory.resolve("module-info.java");
        Files.writeString(main, PROGRAM);
        Files.writeString(descriptor, DESCRIPTOR);

        JavaProgram.run("javac", List.of("-proc:none", "-d", classes.toString(), "--module-path",
                modulePath, main.toString(), descriptor.toString()));
        try (PeerProcess program = PeerProcess.ofJava(Map.of(), "--module-path",
                classes + System.getProperty("path.separator") + modulePath, "--module",
                "house/house.Main")) {
            assertThat(program.outcome()).containsExactly(
                    "Reading[room=attic, celsius=13.0]", "Reading[room=attic, celsius=13.0]",
                    "sensor",
                    "module io.jyro module house", "status 0");
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {Expose.class, PickleCodec.class})
    void aDescriptorRequiresWhatTheClassesUse(Class<?> ofTheModule) {
        ModuleDescriptor descriptor = ModuleFinder.of(jarOf(ofTheModule)).findAll().iterator()
                .next().descriptor();
        String jars = Stream.of(Expose.class, Logger.class, Nullable.class)
                .map(ModularProgramIT::jarOf).map(Path::toString)
                .collect(Collectors.joining(System.getProperty("path.separator")));

        // With all modules of the JDK: otherwise one that the descriptor lacks would only be a missing dependency.
        String used = JavaProgram.run("jdeps", List.of("--ignore-missing-deps", "--add-modules",
                "ALL-SYSTEM", "--multi-release", "21", "--module-path", jars,
                "--print-module-deps", jarOf(ofTheModule).toString()));

        assertThat(used.strip().split(",")).containsExactlyInAnyOrderElementsOf(
                descriptor.requires().stream()
                        .filter(needed -> !needed.modifiers().contains(Modifier.STATIC))
                        .map(ModuleDescriptor.Requires::name).toList());
    }

    private static Path jarOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
