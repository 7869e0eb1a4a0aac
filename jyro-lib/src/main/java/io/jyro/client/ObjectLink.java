package io.jyro.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.jyro.PyroUri;
import io.jyro.rpc.Metadata;
import org.jspecify.annotations.Nullable;

/** A proxy's way to its object. Any thread. */
sealed interface ObjectLink permits DaemonLink, ReceivedLink {
    /** Makes a call, once or as often as the proxy is to retry. */
    Reply invoke(Call call);

    /**
     * Makes a call without waiting, if the connection is there and can do so.
     *
     * @param andThen what is made of the reply, on the thread that completes the future
     * @return null if a thread has to make it, and wait
     */
    @Nullable
    CompletableFuture<@Nullable Object> invokeLater(Call call,
            Function<Reply, @Nullable Object> andThen);

    /** The connection, made now if there is none. */
    DaemonConnection connectedNow();

    /** Connects, if not connected; while the daemon cannot be reached, tries again for as long as that. */
    DaemonConnection connectWithin(Duration patience);

    /** Connects, if not connected, and stays with the object that was found; whether it connected for this caller. */
    boolean bind();

    /** Whether there is a connection. */
    boolean isConnected();

    /** Lets go of the connection; the next call connects again. */
    void release();

    /** Lets go of the connection for good. */
    void close();

    /** What the object offers; connects if that is not known. */
    Metadata metadata();

    /** What is known of that without connecting. */
    Metadata knownMetadata();

    /** The uri as given, until a bind has fixed it. */
    PyroUri uri();
}
