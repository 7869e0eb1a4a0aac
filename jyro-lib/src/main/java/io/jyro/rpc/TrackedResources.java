package io.jyro.rpc;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

import io.jyro.RateLimitedLog;
import org.jspecify.annotations.Nullable;

/** The resources that a client's calls have opened, to be closed when the client disconnects. Thread-safe. */
public final class TrackedResources {
    private final RateLimitedLog failures;
    // Guarded by this. Compared by identity, since two equal resources may both be open. Null for most clients.
    private @Nullable Set<AutoCloseable> resources;
    private boolean closed;

    /**
     * Creates an empty set of resources.
     *
     * @param failures logs resources that cannot be closed
     */
    public TrackedResources(RateLimitedLog failures) {
        this.failures = failures;
    }

    void track(AutoCloseable resource) {
        synchronized (this) {
            if (!closed) {
                if (resources == null) {
                    resources = Collections.newSetFromMap(new IdentityHashMap<>());
                }
                resources.add(resource);
                return;
            }
        }
        close(resource); // the client disconnected during the call
    }

    synchronized void untrack(AutoCloseable resource) {
        if (resources != null) {
            resources.remove(resource);
        }
    }

    /** Returns whether there is anything to close. */
    public synchronized boolean areTracked() {
        return resources != null && !resources.isEmpty();
    }

    /** Closes all tracked resources; those tracked later are closed immediately. Failures are only logged. */
    public void closeAll() {
        Set<AutoCloseable> left;
        synchronized (this) {
            closed = true;
            left = resources == null ? Set.of() : resources;
            resources = null;
        }
        for (AutoCloseable resource : left) {
            close(resource);
        }
    }

    private void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception | Error e) { // a failing close() of a user must not keep the other resources open
            failures.warn("closing tracked resource {} failed", resource.getClass().getName(), e);
        }
    }
}
