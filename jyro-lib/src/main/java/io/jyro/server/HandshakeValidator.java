package io.jyro.server;

import io.jyro.rpc.Peer;
import org.jspecify.annotations.Nullable;

/** Decides which clients may connect to a daemon. Called by many threads concurrently. */
@FunctionalInterface
public interface HandshakeValidator {
    /**
     * Checks the data of a client's handshake.
     *
     * @param handshake the data that the client sent; {@code hello} by default
     * @return the answer to the client
     * @throws RuntimeException to refuse the client, which receives the message
     */
    @Nullable
    Object validate(Peer client, @Nullable Object handshake);
}
