package io.jyro.server.objects;

import java.util.function.Supplier;

import io.jyro.PyroException;
import io.jyro.RateLimitedLog;
import io.jyro.rpc.ServedCall;
import org.jspecify.annotations.Nullable;

/**
 * An instance of a registered class, created by the first call that needs it and used by all later ones. Calls that
 * arrive during its creation wait, except those that the creation waits for, which would deadlock. Any thread.
 */
final class LazyInstance {
    private final ChainLock making = new ChainLock();
    // Written by the call that creates the instance; other calls of its chain may be inside, too.
    private volatile boolean beingMade;
    private volatile @Nullable Object made;

    /**
     * Returns the instance; creates it if there is none yet.
     *
     * @param creator creates the instance
     * @throws PyroException if the call comes from the creation itself, directly or through other calls
     */
    Object get(ServedCall call, Supplier<?> creator) {
        Object instance = made;
        if (instance != null) {
            return instance;
        }
        making.enter(call);
        try {
            instance = made;
            return instance != null ? instance : make(creator);
        } finally {
            making.leave(call);
        }
    }

    private Object make(Supplier<?> creator) {
        if (beingMade) {
            throw new PyroException("the object is still being made, and its constructor or"
                    + " creator waits for this call to the object itself; call it after it is"
                    + " made");
        }
        beingMade = true;
        try {
            Object instance = creator.get();
            made = instance;
            return instance;
        } finally {
            beingMade = false;
        }
    }

    /** Returns the instance, or null if none was created. */
    @Nullable
    Object made() {
        return made;
    }

    /**
     * Closes the instance, if one was created and is closeable. The caller must know that no call uses it any more.
     *
     * @param failures called with the exception of its close
     */
    void close(RateLimitedLog failures) {
        Object instance;
        synchronized (this) { // two threads may notice that the daemon has ended
            instance = made;
            made = null;
        }
        if (instance != null) {
            close(instance, failures);
        }
    }

    /** Closes an instance if it is closeable; exceptions are only logged. */
    static void close(Object instance, RateLimitedLog failures) {
        if (instance instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception | Error e) { // an exception of a user's close must not keep others open
                failures.warn("closing the instance of {} failed", instance.getClass().getName(),
                        e);
            }
        }
    }
}
