package io.jyro.rpc;

import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;

import io.jyro.Dialect;

/** The client at the other end of a connection, as a daemon's hooks and methods see it. Thread-safe. */
public interface Peer {
    /** Returns the address from which the client connected; also after it disconnected. */
    SocketAddress address();

    /** Returns the address of this daemon to which the client connected. */
    SocketAddress localAddress();

    /** Returns the dialect that the client speaks. */
    Dialect dialect();

    /**
     * Returns the certificates of the client that this daemon has verified, the client's own first, then those of its
     * issuers. Empty without TLS, and if no certificate is demanded. Unmodifiable.
     */
    default List<X509Certificate> certificates() {
        return List.of();
    }
}
