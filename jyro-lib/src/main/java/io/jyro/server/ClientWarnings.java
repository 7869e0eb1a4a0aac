package io.jyro.server;

import java.util.List;
import java.util.function.LongSupplier;

import io.jyro.RateLimitedLog;
import io.jyro.rpc.TrackedResources;
import org.slf4j.LoggerFactory;

/**
 * The warnings of a daemon that clients can cause as often as they like, each kind with its own limit, on the logger of
 * the class that warns. Any thread.
 *
 * @param handshakes refused or failed before the client was served
 * @param connections ended by what came on them
 * @param emptyObjects asked for in a handshake, although they expose nothing
 * @param oneways failed, or could not be read; nobody else is told
 * @param callbacks failed
 * @param errorHandlers of the user failed while they were told of a failed call
 * @param disconnectHooks of the user failed
 * @param cleanups failed: what was to be closed when a client left
 */
record ClientWarnings(RateLimitedLog handshakes, RateLimitedLog connections,
        RateLimitedLog emptyObjects, RateLimitedLog oneways, RateLimitedLog callbacks,
        RateLimitedLog errorHandlers, RateLimitedLog disconnectHooks, RateLimitedLog cleanups) {

    /** Of a daemon that has warned of nothing yet. */
    static ClientWarnings timedBy(LongSupplier nanoTime) {
        return new ClientWarnings(limited(Reception.class, "failed handshakes", nanoTime),
                limited(ClientConnection.class, "broken connections", nanoTime),
                limited(Reception.class, "handshakes for objects that expose nothing", nanoTime),
                limited(Conversation.class, "failed oneway calls", nanoTime),
                limited(UserFailures.class, "failed callbacks", nanoTime),
                limited(UserFailures.class, "failures of the error handler", nanoTime),
                limited(ClientConnection.class, "failures of the disconnect hook", nanoTime),
                limited(TrackedResources.class, "failures to close what clients left", nanoTime));
    }

    private static RateLimitedLog limited(Class<?> by, String kind, LongSupplier nanoTime) {
        return new RateLimitedLog(LoggerFactory.getLogger(by), kind, nanoTime);
    }

    /** Reports what was suppressed in the last minute and is not reported yet. */
    void reportSuppressed() {
        for (RateLimitedLog each : all()) {
            each.reportSuppressed();
        }
    }

    /** Reports all that was suppressed and is not reported yet; the daemon ends. */
    void end() {
        for (RateLimitedLog each : all()) {
            each.end();
        }
    }

    private List<RateLimitedLog> all() {
        return List.of(handshakes, connections, emptyObjects, oneways, callbacks, errorHandlers,
                disconnectHooks, cleanups);
    }
}
