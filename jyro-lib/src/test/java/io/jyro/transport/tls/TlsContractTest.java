package io.jyro.transport.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.jyro.tls.Certificates;
import io.jyro.transport.Connection;
import io.jyro.transport.ConnectionContract;
import io.jyro.transport.Connector;
import io.jyro.transport.Listener;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** TLS keeps what connections promise, whatever it goes over. */
class TlsContractTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path directory;

    abstract static class OverListener extends ConnectionContract {
        private final Certificates certificates = new Certificates(directory);
        private final Listener listener;

        OverListener(Listener below) {
            listener = TlsListener.over(below, certificates.server().build());
        }

        abstract Connection client(Listener listener);

        @Override
        public Pair connect() throws IOException {
            Connection proxy = TlsConnection.toDaemon(client(listener),
                    certificates.anonymous().build(), "localhost", 1);
            Connection daemon = listener.accept();
            CompletableFuture<Integer> said = on(true, () -> {
                proxy.write(new byte[]{1}, 0, 1);
                return proxy.read(new byte[1], 0, 1);
            });
            daemon.read(new byte[1], 0, 1);
            daemon.write(new byte[]{2}, 0, 1);
            result(said);
            return new Pair(proxy, daemon);
        }

        @Override
        public void disconnect() {
            listener.close();
        }
    }

    @Nested
    class OverTcp extends OverListener {
        OverTcp() {
            super(Listener.open(List.of("localhost"), 0, 0, true, true).getFirst());
        }

        @Override
        Connection client(Listener listener) {
            return new Connector(Duration.ofSeconds(5), 0, true).connect("localhost",
                    listener.port());
        }
    }

    @Nested
    class OverUnixSockets extends OverListener {
        OverUnixSockets() {
            super(Listener.openUnix(directory.resolve("s").toString()));
        }

        @Override
        Connection client(Listener listener) {
            return new Connector(Duration.ofSeconds(5), 0, true).connectUnix(listener.host());
        }
    }
}
