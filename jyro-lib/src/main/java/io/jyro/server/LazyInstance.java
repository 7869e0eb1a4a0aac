package io.jyro.server;

import java.util.function.Supplier;

import io.jyro.PyroException;
import io.jyro.RateLimitedLog;
import io.jyro.rpc.ServedCall;
import org.jspecify.annotations.Nullable;

/**
 * An instance of a registered class that is made by the first call that needs it, for all that come later. Calls that
 * come meanwhile wait, but for those that its making waits for: they could wait for ever. Any thread.
 */
final class LazyInstance {
    private final ChainLock making = new ChainLock();
    // Written by the call that is let in to make it, of whose chain others may be.
    private volatile boolean beingMade;
    private volatile @Nullable Object made;

    /**
     * The instance, made now if there is none yet.
     *
     * @param creator makes it
     * @throws PyroException if the call was made, by however many others between, by what makes the instance
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
            throw new PyroException("the object is still being made, and its constructor or creator"
                    + " waits for this call of itself; call it when it is made");
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

    /** The instance; null if none was made. */
    @Nullable
    Object made() {
        return made;
    }

    /**
     * Closes the instance, if one was made that can be closed. For a caller that knows that no call uses it any more.
     *
     * @param failures hears of what its close throws
     */
    void close(RateLimitedLog failures) {
        Object instance;
        synchronized (this) { // two threads may find that the daemon has ended
            instance = made;
            made = null;
        }
        if (instance != null) {
            close(instance, failures);
        }
    }

    /** Closes an instance if it can be closed; what that throws is logged only. */
    static void close(Object instance, RateLimitedLog failures) {
        if (instance instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception | Error e) { // whatever a user's close throws must not keep the others open
                failures.warn("closing the instance of {} failed", instance.getClass().getName(),
                        e);
            }
        }
    }
}
