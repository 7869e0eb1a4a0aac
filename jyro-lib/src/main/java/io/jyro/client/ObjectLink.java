package io.jyro.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.jyro.PyroUri;
import io.jyro.rpc.Metadata;
import org.jspecify.annotations.Nullable;

/** Carries a proxy's calls to its object. Any thread. */
sealed interface ObjectLink permits DaemonLink, ReceivedLink {
    /** Makes a call, and repeats it as often as the proxy's retries allow. */
    Reply invoke(Call call);

    /**
     * Makes a call without waiting, if there is a connection that can do so.
     *
     * @param andThen converts the reply, on the thread that completes the future
     * @return null if the call needs a thread that waits
     */
    @Nullable
    CompletableFuture<@Nullable Object> invokeLater(Call call,
            Function<Reply, @Nullable Object> andThen);

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
