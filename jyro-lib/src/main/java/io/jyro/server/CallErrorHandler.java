package io.jyro.server;

import io.jyro.rpc.Peer;

/**
 * Called for every failure of user code that serves calls: of methods, attribute accessors, constructors and creators
 * of instances, iterators whose items are streamed, and separately for each call of a batch. Not called for refused
 * calls (unknown objects, private names, arguments that do not fit) nor for the end of an item stream. Called by many
 * threads concurrently.
 */
@FunctionalInterface
public interface CallErrorHandler {
    /**
     * Handles a failed call of a client. The caller receives the failure as well, unless the call was oneway.
     *
     * @param method the name that the client called; for an item stream, that of the call that returned it
     */
    void failed(Peer client, String objectId, String method, Throwable failure);
}
