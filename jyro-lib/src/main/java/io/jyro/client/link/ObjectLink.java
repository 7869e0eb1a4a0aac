package io.jyro.client.link;

import java.time.Duration;

import io.jyro.PyroUri;
import io.jyro.rpc.Metadata;
import org.jspecify.annotations.Nullable;

/** Leads from a proxy to its object. Any thread. */
public sealed interface ObjectLink permits DaemonLink, ReceivedLink {
    /** The way of calls to the object. */
    interface Route {
        /** Returns the link to the daemon. */
        DaemonLink daemon();

        /** Returns a call as it is sent over the link to the daemon: with the object's id, if the link serves several. */
        Call addressed(Call call);
    }

    /** Returns the way to the object now. For a received proxy this may look up a name, but does not connect. */
    Route route();

    /** Returns the link for calls whose replies no thread waits for; null if each needs a thread. */
    @Nullable
    DaemonLink forFutures();

    /** Returns the connection; connects if there is none. */
    DaemonConnection connectedNow();

    /** Connects, if not connected. While the daemon cannot be reached, retries for the given time. */
    DaemonConnection connectWithin(Duration patience);

    /** Connects, if not connected, and fixes the uri that was found. Returns whether this call connected. */
    boolean bind();

    /** Returns whether there is a connection. */
    boolean isConnected();

    /** Closes the connection; the next call connects again. */
    void release();

    /** Closes the connection permanently. */
    void close();

    /** Returns the names of the object's exposed members; connects if they are not known. */
    Metadata metadata();

    /** Returns the metadata as far as it is known without connecting. */
    Metadata knownMetadata();

    /** Returns the given uri, or the one that a bind has fixed. */
    PyroUri uri();
}
