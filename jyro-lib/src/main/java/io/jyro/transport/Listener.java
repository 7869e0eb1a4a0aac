package io.jyro.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;

import io.jyro.CommunicationException;

/** Accepts clients at one address. Any thread may close it, which ends a waiting {@link #accept}. */
public interface Listener extends AutoCloseable {
    /**
     * Binds and begins to listen on some hosts, on the same port of each. For a host name with several addresses of
     * this machine, all of them are bound: clients differ in which they try.
     *
     * @param hosts names or addresses of this machine; 0.0.0.0 or empty for all its IPv4 addresses, :: for all IPv4 and
     *         IPv6 addresses. Repeated addresses are skipped
     * @param port 0 for any that is free at all of them
     * @param preferIpVersion which addresses of a host are taken, as in {@link Addresses#resolve}
     * @return at least one, in the order of the hosts
     * @throws CommunicationException if one of them cannot be bound, naming it and the reason; then none is bound
     */
    static List<Listener> open(List<String> hosts, int port, int preferIpVersion,
            boolean reuseAddress, boolean noDelay) {
        return TcpListener.open(hosts, port, preferIpVersion, reuseAddress, noDelay);
    }

    /**
     * Creates a Unix domain socket and begins to listen on it. A socket file on which nobody answers is replaced; any
     * other file is left alone. Closing removes the socket file.
     *
     * @throws CommunicationException if the path is in use or unusable, naming it and the reason
     */
    static Listener openUnix(String path) {
        return UnixListener.open(new UnixPath(path));
    }

    /** Returns the host that was asked for, in the form used in uris, or the path of a Unix domain socket. */
    String host();

    /** Returns the bound address, with the actual port. */
    SocketAddress address();

    /** Returns the bound port; 0 if there is none. */
    default int port() {
        return address() instanceof InetSocketAddress inet ? inet.getPort() : 0;
    }

    /** Returns whether only clients on this machine can reach it. */
    boolean isLoopback();

    /** Waits for the next client and returns its connection. */
    Connection accept() throws IOException;

    /** Returns whether it still listens. */
    boolean isOpen();

    /** Stops listening; accepts no more clients. */
    @Override
    void close();
}
