package io.jyro.server;

import java.time.Instant;
import java.util.Optional;

import io.jyro.rpc.Peer;

/**
 * A client that is connected to a daemon now, to look at and to close: one of its connections, if it has several. What it tells
 * changes while it is looked at. Any thread.
 *
 * @see Daemon#clients()
 */
public interface ServedClient extends Peer {
    /** When it connected. */
    Instant since();

    /** How many requests it has sent so far. */
    long calls();

    /** How many bytes came from it. */
    long bytesReceived();

    /** How many bytes were sent to it. */
    long bytesSent();

    /** How many of its calls run or wait for their turn now. */
    int running();

    /** The call that began last, as {@code object.method}, if it still runs. */
    Optional<String> currentCall();

    /** Closes all connections of the client at once; calls that run lose their replies. Closing twice is fine. */
    void close();
}
