package io.jyro.server.calls;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.jyro.RateLimitedLog;
import io.jyro.rpc.Peer;
import io.jyro.rpc.TrackedResources;
import io.jyro.server.objects.ObjectTable;
import io.jyro.server.objects.SessionInstances;
import org.jspecify.annotations.Nullable;

/**
 * Cleans up after clients and, in the end, after all calls of a daemon. The user's code for this runs where calls run.
 * Any thread.
 */
public final class Cleanup {
    private final CallPlace calls;
    private final StreamTable streams;
    private final @Nullable Consumer<Peer> onDisconnect;
    private final RateLimitedLog hookFailures;
    private final RateLimitedLog failures;
    private final AtomicBoolean callsEnded = new AtomicBoolean();

    /**
     * @param onDisconnect the user's hook for clients that have left; null for none
     * @param hookFailures logs failures of the hook
     * @param failures logs resources and instances that cannot be closed
     */
    public Cleanup(CallPlace calls, StreamTable streams, @Nullable Consumer<Peer> onDisconnect,
            RateLimitedLog hookFailures, RateLimitedLog failures) {
        this.calls = calls;
        this.streams = streams;
        this.onDisconnect = onDisconnect;
        this.hookFailures = hookFailures;
        this.failures = failures;
    }

    /** Returns a set for the resources of a new client. */
    public TrackedResources newResources() {
        return new TrackedResources(failures);
    }

    /** Returns a table for the instances that serve a new client alone. */
    public SessionInstances newSession() {
        return new SessionInstances(calls.cleaner(), failures);
    }

    /** Cleans up after a client whose handshake was complete. */
    public void after(Peer client, ClientStreams itsStreams, SessionInstances session,
            TrackedResources resources) {
        streams.disconnected(itsStreams);
        try {
            if (onDisconnect != null) {
                onDisconnect.accept(client);
            }
        } catch (RuntimeException | Error e) { // user code; the rest must be done anyway
            hookFailures.warn("Error in clientDisconnect: the hook failed for {}", client, e);
        }
        session.end();
        close(resources);
    }

    /** Closes the resources of a client. */
    public void close(TrackedResources resources) {
        if (resources.areTracked()) {
            calls.cleanUp(new Runnable() {
                @Override
                public void run() {
                    resources.closeAll();
                }
            });
        } else {
            resources.closeAll();
        }
    }

    /** Closes the instances that served all clients, when no more calls will come. */
    public void closeSingles(ObjectTable objects) {
        calls.cleanUp(() -> objects.closeSingles(failures));
    }

    /** Ends the thread for calls, if there is one, after all connections have ended; repeated calls have no effect. */
    public void endCalls() {
        if (callsEnded.compareAndSet(false, true)) {
            calls.end();
        }
    }

    /** Waits until the thread for calls has closed the resources of calls. */
    public void await(Duration atMost) {
        calls.await(atMost);
    }
}
