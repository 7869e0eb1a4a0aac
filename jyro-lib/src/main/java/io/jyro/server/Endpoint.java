package io.jyro.server;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;

import io.jyro.server.objects.Location;
import io.jyro.transport.Connection;

/** The source of a daemon's clients. Safe for any thread. */
sealed interface Endpoint extends AutoCloseable permits ListeningEndpoint, ConnectedEndpoint {
    /** Returns the location for uris. */
    Location location();

    /** Returns all addresses that the daemon listens on. */
    List<InetSocketAddress> addresses();

    /**
     * Returns the first address that the daemon listens on.
     *
     * @throws IllegalStateException if there is none
     */
    default InetSocketAddress address() {
        if (addresses().isEmpty()) {
            throw new IllegalStateException("the daemon at " + location().text()
                    + " does not listen on a host and port; use its location");
        }
        return addresses().getFirst();
    }

    /**
     * Returns whether the only client is the one of a given connection. It does not shake hands, and the daemon ends
     * when it disconnects.
     */
    boolean endsWithItsClient();

    /** Returns the description for the daemon's own object, in Pyro's words. */
    String describe(boolean oneCallAtATime, int connections);

    /** Begins to accept clients and passes them to the consumer, which must not block. */
    void start(Consumer<Connection> clients);

    /** Accepts no more clients; connected clients are not affected. */
    @Override
    void close();
}
