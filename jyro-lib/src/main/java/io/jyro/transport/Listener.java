package io.jyro.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

import io.jyro.CommunicationException;

/** Waits for clients at one address. Any thread may close it, which ends a waiting {@link #accept}. */
public interface Listener extends AutoCloseable {
    /**
     * Binds and begins to listen.
     *
     * @param host a name or address of this machine; empty for all its addresses
     * @param port 0 for any free one
     * @param preferIpVersion which address of the host is taken: 4, 6, or 0 for the first
     * @throws CommunicationException if the address cannot be bound, naming it and the reason
     */
    static Listener open(String host, int port, int preferIpVersion, boolean reuseAddress,
            boolean noDelay) {
        return TcpListener.open(host, port, preferIpVersion, reuseAddress, noDelay);
    }

    /**
     * Makes a Unix domain socket and begins to listen on it. A socket that is there and on which nobody answers is
     * replaced; anything else is left alone. Closing removes the file.
     *
     * @throws CommunicationException if something else has the path, or it does not serve, naming it and the reason
     */
    static Listener openUnix(String path) {
        return UnixListener.open(new UnixPath(path));
    }

    /** The bound address, with the real port. */
    SocketAddress address();

    /** The bound port; 0 if it has none. */
    default int port() {
        return address() instanceof InetSocketAddress inet ? inet.getPort() : 0;
    }

    /** Whether only this machine can reach it. */
    boolean isLoopback();

    /** Waits for the next client. */
    Connection accept() throws IOException;

    /** Whether it still listens. */
    boolean isOpen();

    /** Takes no more clients. */
    @Override
    void close();
}
