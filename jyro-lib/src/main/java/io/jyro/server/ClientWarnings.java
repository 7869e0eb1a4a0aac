package io.jyro.server;

import java.util.List;
import java.util.function.LongSupplier;

import io.jyro.RateLimitedLog;
import io.jyro.rpc.TrackedResources;
import org.slf4j.LoggerFactory;

/**
 * The warnings of a daemon that clients can cause as often as they like, each kind with its own rate limit, on the
 * logger of the class that warns, given by its name, since users set levels by it. Any thread.
 *
 * @param handshakes refused or failed handshakes
 * @param connections connections that ended because of their input
 * @param emptyObjects handshakes for objects that expose nothing
 * @param oneways oneway calls that failed or could not be decoded, which no caller learns
 * @param callbacks failed callbacks
 * @param errorHandlers failures of the user's error handler
 * @param disconnectHooks failures of the user's disconnect hook
 * @param cleanups failures to close resources of a client that left
 */
record ClientWarnings(RateLimitedLog handshakes, RateLimitedLog connections,
        RateLimitedLog emptyObjects, RateLimitedLog oneways, RateLimitedLog callbacks,
        RateLimitedLog errorHandlers, RateLimitedLog disconnectHooks, RateLimitedLog cleanups) {

    /** Creates the warnings of a new daemon. */
    static ClientWarnings timedBy(LongSupplier nanoTime) {
        return new ClientWarnings(
                limited("io.jyro.server.ServerHandshake", "failed handshakes", nanoTime),
                limited("io.jyro.server.ClientConnection", "broken connections", nanoTime),
                limited("io.jyro.server.ServerHandshake",
                        "handshakes for objects that expose nothing",
                        nanoTime),
                limited("io.jyro.server.RequestHandler", "failed oneway calls", nanoTime),
                limited("io.jyro.server.objects.UserFailures", "failed callbacks", nanoTime),
                limited("io.jyro.server.objects.UserFailures", "failures of the error handler",
                        nanoTime),
                limited("io.jyro.server.ClientConnection", "failures of the disconnect hook",
                        nanoTime),
                limited(TrackedResources.class.getName(), "failures to close what clients left",
                        nanoTime));
    }

    private static RateLimitedLog limited(String by, String kind, LongSupplier nanoTime) {
        return new RateLimitedLog(LoggerFactory.getLogger(by), kind, nanoTime);
    }

    /** Reports the warnings that were suppressed in the last minute and are not reported yet. */
    void reportSuppressed() {
        for (RateLimitedLog each : all()) {
            each.reportSuppressed();
        }
    }

    /** Reports all suppressed warnings that are not reported yet, when the daemon ends. */
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
