package io.jyro.server;

import io.jyro.rpc.Peer;

/** Is told of every method call that failed in user code. Called by many threads at once. */
@FunctionalInterface
public interface CallErrorHandler {
    /** A call of a client failed; its caller is told as well, unless the call was oneway. */
    void failed(Peer client, String objectId, String method, Throwable failure);
}
