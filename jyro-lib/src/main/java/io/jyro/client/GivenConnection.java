package io.jyro.client;

import java.util.concurrent.atomic.AtomicReference;

import io.jyro.CommunicationException;
import io.jyro.transport.Connection;
import org.jspecify.annotations.Nullable;

/**
 * The one connection that a proxy was given in place of a location to connect to (docs/protocol.md, 3.12). It serves once.
 * Any thread.
 */
final class GivenConnection {
    /** Stands for the host in the uri of an object behind such a connection. */
    static final String HOST = "<<connected-socket>>";

    private final AtomicReference<@Nullable Connection> unused;

    GivenConnection(Connection connection) {
        unused = new AtomicReference<>(connection);
    }

    /**
     * The connection, to talk over.
     *
     * @throws CommunicationException if it was taken before, since it cannot be made anew
     */
    Connection take() {
        Connection connection = unused.getAndSet(null);
        if (connection == null) {
            throw new CommunicationException(
                    "the connection that this proxy was given is used up: it was released, lost, or"
                            + " timed out, and there is no location to connect to again; make a"
                            + " new proxy over a new socket or link");
        }
        return connection;
    }

    /** Lets go of a connection that was not taken. */
    void release() {
        Connection connection = unused.getAndSet(null);
        if (connection != null) {
            connection.close();
        }
    }
}
