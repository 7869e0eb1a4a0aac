package io.jyro.transport;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;

import io.jyro.RemoteText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection over a socket of the operating system. The addresses of both ends stay known after closing. */
abstract class SocketConnection implements Connection {

    private final SocketAddress local;
    private final SocketAddress peer;
    private final String text;

    /** @param text the name of the peer, used in all messages about the connection */
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

    /** Closes a socket; a failure is only logged, with the name of the peer. */
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
