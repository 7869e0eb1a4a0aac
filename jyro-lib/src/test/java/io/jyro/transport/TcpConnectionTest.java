package io.jyro.transport;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Connections over TCP. */
class TcpConnectionTest extends ConnectionContract {
    @Override
    public Pair connect() throws IOException {
        try (Listener listener = Listener
                .open(List.of("localhost"), 0, 0, true, true).getFirst()) {
            Connection client = new Connector(Duration.ZERO, 0, true).connect("localhost",
                    listener.port());
            return new Pair(client, listener.accept());
        }
    }
}
