package io.jyro.transport;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.io.TempDir;

/** Connections over Unix domain sockets. */
class UnixConnectionTest extends ConnectionContract {
    @TempDir
    private Path directory;

    @Override
    public Pair connect() throws IOException {
        String path = directory.resolve("s").toString();
        try (Listener listener = Listener.openUnix(path)) {
            Connection client = new Connector(Duration.ZERO, 0, true).connectUnix(path);
            return new Pair(client, listener.accept());
        }
    }
}
