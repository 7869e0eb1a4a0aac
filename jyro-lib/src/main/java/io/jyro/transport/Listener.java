package io.jyro.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;

import io.jyro.CommunicationException;
import io.jyro.TlsConfig;
import org.jspecify.annotations.Nullable;

/** Waits for clients at one address. Any thread may close it, which ends a waiting {@link #accept}. */
public interface Listener extends AutoCloseable {
    /**
     * Binds and begins to listen on some hosts, on the same port of each. A host that stands for several addresses of
     * this machine is listened on at all of them: its clients do not agree on which to try.
     *
     * @param hosts names or addresses of this machine; 0.0.0.0 or empty for all its IPv4 addresses, :: for all of both
     *         kinds. An address that was had already is passed over
     * @param port 0 for any that is free at all of them
     * @param preferIpVersion which addresses of a host are taken, as in {@link Addresses#resolve}
     * @return at least one, in the order of the hosts
     * @throws CommunicationException if one of them cannot be bound, naming it and the reason; then none is
     */
    static List<Listener> open(List<String> hosts, int port, int preferIpVersion,
            boolean reuseAddress, boolean noDelay) {
        return TcpListener.open(hosts, port, preferIpVersion, reuseAddress, noDelay);
    }

    /** The same for clients that speak TLS; this one if that is null. */
    default Listener secured(@Nullable TlsConfig tls) {
        return tls == null ? this : new TlsListener(this, tls);
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

    /** The host as it was asked for, fit for a uri; the path of a Unix domain socket. */
    String host();

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
