package io.jyro.client.link;

import java.util.concurrent.atomic.AtomicReference;

import io.jyro.CommunicationException;
import io.jyro.transport.Connection;
import org.jspecify.annotations.Nullable;

/**
 * The one connection that a proxy was given in place of a location to connect to (docs/protocol.md, 3.12). It can be
 * taken once. Any thread.
 */
public final class GivenConnection {
    /** The placeholder for the host in the uri of an object that is reached over such a connection. */
    public static final String HOST = "<<connected-socket>>";

    private final AtomicReference<@Nullable Connection> unused;

    /** Creates the holder of a connection that no proxy has taken yet. */
    public GivenConnection(Connection connection) {
        unused = new AtomicReference<>(connection);
    }

    /**
     * Takes the connection.
     *
     * @throws CommunicationException if it was taken before, since it cannot be made again
     */
    Connection take() {
        Connection connection = unused.getAndSet(null);
        if (connection == null) {
            throw new CommunicationException(
                    "the connection given to this proxy is gone: it was released, lost, or timed"
                            + " out, and there is no location to reconnect to; make a new proxy"
                            + " over a new socket or link");
        }
        return connection;
    }

    /** Closes the connection if it was not taken. */
    void release() {
        Connection connection = unused.getAndSet(null);
        if (connection != null) {
            connection.close();
        }
    }
}
