package io.jyro.server;

import io.jyro.rpc.Peer;
import org.jspecify.annotations.Nullable;

/** A daemon's say about who may connect. Called by many threads at once. */
@FunctionalInterface
public interface HandshakeValidator {
    /**
     * Looks at what a client says when it connects.
     *
     * @param handshake what the client sent; {@code hello} unless it was told otherwise
     * @return what to answer
     * @throws RuntimeException to refuse; its message goes to the client
     */
    @Nullable
    Object validate(Peer client, @Nullable Object handshake);
}
