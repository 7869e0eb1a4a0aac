package io.jyro.server;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;

import io.jyro.transport.Connection;

/** Where a daemon's clients come from. Safe for any thread. */
sealed interface Entrance extends AutoCloseable permits Listeners, OneClient {
    /** What uris say of it. */
    Location location();

    /** All addresses that are listened on. */
    List<InetSocketAddress> addresses();

    /**
     * The first address that is listened on.
     *
     * @throws IllegalStateException if there is none
     */
    default InetSocketAddress address() {
        if (addresses().isEmpty()) {
            throw new IllegalStateException("the daemon at " + location().text()
                    + " listens on no host and port; ask for its location");
        }
        return addresses().getFirst();
    }

    /** How a client is received. */
    Opening opening();

    /** Whether nobody can come any more when the last has left. */
    boolean endsWithItsClient();

    /** What the daemon's own object says of it; the words are Pyro's. */
    String describe(boolean oneCallAtATime, int connections);

    /** Begins to let clients in; each is given to the consumer, which must not wait. */
    void start(Consumer<Connection> clients);

    /** Lets nobody in any more; those that are in are left alone. */
    @Override
    void close();
}
