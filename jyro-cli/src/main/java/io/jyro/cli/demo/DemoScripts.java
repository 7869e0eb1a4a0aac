package io.jyro.cli.demo;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The demo's Python scripts as temporary files, which {@link #close} deletes. */
final class DemoScripts implements AutoCloseable {
    private final Path directory;
    private final Path client;
    private final Path server;

    private DemoScripts(Path directory) throws IOException {
        this.directory = directory;
        directory.toFile().deleteOnExit();
        client = unpack("thermostat_client.py");
        server = unpack("sensor_server.py");
    }

    static DemoScripts unpack() throws IOException {
        return new DemoScripts(Files.createTempDirectory("jyro-demo-"));
    }

    /** Returns the script that calls the thermostat. */
    Path client() {
        return client;
    }

    /** Returns the script that hosts the sensor. */
    Path server() {
        return server;
    }

    @Override
    public void close() throws IOException {
        for (Path path : List.of(client, server, directory)) {
            Files.deleteIfExists(path);
        }
    }

    private Path unpack(String name) throws IOException {
        Path file = directory.resolve(name);
        file.toFile().deleteOnExit();
        try (InputStream resource = DemoScripts.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new FileNotFoundException(name + " is missing in the jar of jyro-cli");
            }
            Files.copy(resource, file);
        }
        return file;
    }
}
