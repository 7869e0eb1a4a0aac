package io.jyro.rpc;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

import io.jyro.RateLimitedLog;
import org.jspecify.annotations.Nullable;

/** What a client's calls opened and what is to be closed when the client goes away. Safe for any thread. */
public final class TrackedResources {
    private final RateLimitedLog failures;
    // Guarded by this; identity counts, since equal resources may both be open. Most clients have none.
    private @Nullable Set<AutoCloseable> resources;
    private boolean closed;

    /**
     * Nothing tracked yet.
     *
     * @param failures hears of resources that cannot be closed
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
        close(resource); // its client left while the call ran
    }

    synchronized void untrack(AutoCloseable resource) {
        if (resources != null) {
            resources.remove(resource);
        }
    }

    /** Whether there is anything to close. */
    public synchronized boolean areTracked() {
        return resources != null && !resources.isEmpty();
    }

    /** Closes everything that is still tracked; what comes later is closed at once. Failures are logged only. */
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
        } catch (Exception | Error e) { // whatever a user's close throws must not keep the others open
            failures.warn("closing tracked resource {} failed", resource.getClass().getName(), e);
        }
    }
}
