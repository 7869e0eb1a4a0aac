package io.jyro.server;

import java.time.Instant;
import java.util.Optional;

import io.jyro.rpc.Peer;

/**
 * A client that is connected to a daemon, for inspecting and closing; for a client with several connections, one of
 * these. Its values change at any time. Any thread.
 *
 * @see Daemon#clients()
 */
public interface ServedClient extends Peer {
    /** Returns when the client connected. */
    Instant since();

    /** Returns the number of requests that it has sent so far. */
    long calls();

    /** Returns the number of bytes that were received from it. */
    long bytesReceived();

    /** Returns the number of bytes that were sent to it. */
    long bytesSent();

    /** Returns the number of its calls that are running or waiting for their turn. */
    int running();

    /** Returns the call that began last, as {@code object.method}, if it is still running. */
    Optional<String> currentCall();

    /**
     * Closes all connections of the client immediately; the replies of running calls are lost. Closing twice is
     * harmless.
     */
    void close();
}
