package io.jyro.rpc;

import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;

import io.jyro.Dialect;

/** The client at the other end of a connection, as a daemon's hooks and methods see it. Safe for any thread. */
public interface Peer {
    /** Where the client connected from; still there after it went away. */
    SocketAddress address();

    /** The address of this daemon that the client reached. */
    SocketAddress localAddress();

    /** What the client speaks. */
    Dialect dialect();

    /**
     * The certificates that the client has shown and this daemon has found good, its own first, those of its issuers
     * behind it; empty without TLS, and where no certificate is demanded. Unmodifiable.
     */
    default List<X509Certificate> certificates() {
        return List.of();
    }
}
