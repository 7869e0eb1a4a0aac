package io.jyro.transport;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;

import io.jyro.RemoteText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection over a socket of the system, whose two ends have addresses that stay known after closing. */
abstract class SocketConnection implements Connection {

    private final SocketAddress local;
    private final SocketAddress peer;
    private final String text;

    /** @param text names the other end; every message is read in its name */
    SocketConnection(SocketAddress local, SocketAddress peer, String text) {
        this.local = local;
        this.peer = peer;
        this.text = text;
    }

    @Override
    public final SocketAddress localAddress() {
        return local;
    }

    @Override
    public final SocketAddress peerAddress() {
        return peer;
    }

    @Override
    public final String toString() {
        return text;
    }

    /** Closes a socket, as far as that is possible; a failure is logged in the name of the other end. */
    static void close(Closeable socket, String peer) {
        try {
            socket.close();
        } catch (IOException e) {
            closingFailed(peer, e);
        }
    }

    static void closingFailed(String peer, IOException e) {
        log().debug("closing the connection to {} failed", peer, RemoteText.loggable(e));
    }

    private static Logger log() {
        return LoggerFactory.getLogger(SocketConnection.class);
    }
}
