package io.jyro.server;

import io.jyro.rpc.Peer;

/**
 * Called for every failure of user code that serves calls: of methods, attribute accessors, constructors and creators of
 * instances, iterators whose items are streamed, each call of a batch for itself. Not called for calls that are refused
 * (unknown objects, private names, arguments that do not fit) nor for the end of an item stream. Called by many threads at
 * once.
 */
@FunctionalInterface
public interface CallErrorHandler {
    /**
     * A call of a client failed; its caller is told as well, unless the call was oneway.
     *
     * @param method the name that the client called, or of the call that returned the item stream
     */
    void failed(Peer client, String objectId, String method, Throwable failure);
}
