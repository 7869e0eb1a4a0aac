package io.jyro.server.calls;

import io.jyro.RateLimitedLog;
import io.jyro.RemoteText;
import io.jyro.rpc.Peer;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.TypeRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Handles the results of oneway calls, which no caller receives: logs failures, and closes iterators. Any thread.
 */
public final class OnewayResults {
    private final ResultStreams streams;
    private final RateLimitedLog warnings;

    /**
     * @param streams closes iterators that a oneway call returned
     * @param warnings the log of failures
     */
    public OnewayResults(ResultStreams streams, RateLimitedLog warnings) {
        this.streams = streams;
        this.warnings = warnings;
    }

    /** Handles a request that cannot be decoded. */
    public void unreadable(Peer client, Throwable why) {
        warnings.warn("oneway call of {} cannot be read: {}", client, RemoteText.message(why));
    }

    /**
     * Handles the end of a call.
     *
     * @param failure null if the call returned its result
     * @param types the converters of the client's connection
     */
    public void ended(CallPayload call, Peer client, @Nullable Object result,
            @Nullable Throwable failure, TypeRegistry types) {
        try {
            if (failure != null) {
                throw failure;
            }
            ItemSource unread = ItemSource.of(result, types);
            if (unread != null) {
                streams.discard(unread);
            }
        } catch (Throwable e) {
            warnings.warn("oneway call of {} on {} for {} failed",
                    RemoteText.shown(call.method()), RemoteText.shown(call.objectId()), client, e);
        }
    }
}
