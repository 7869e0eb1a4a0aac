package io.jyro.rpc;

import java.net.SocketAddress;

import io.jyro.Dialect;

/** The client at the other end of a connection, as a daemon's hooks and methods see it. Safe for any thread. */
public interface Peer {
    /** Where the client connected from; still there after it went away. */
    SocketAddress address();

    /** The address of this daemon that the client reached. */
    SocketAddress localAddress();

    /** What the client speaks. */
    Dialect dialect();
}
