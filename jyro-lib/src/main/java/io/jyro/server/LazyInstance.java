package io.jyro.server;

import java.util.function.Supplier;

import io.jyro.PyroException;
import io.jyro.rpc.ServedCall;
import org.jspecify.annotations.Nullable;

/**
 * An instance of a registered class that is made by the first call that needs it, for all that come later. Calls that
 * come meanwhile wait, but for those that its making waits for: they could wait for ever. Any thread.
 */
final class LazyInstance {
    private final Supplier<Object> creator;
    private final ChainLock making = new ChainLock();
    // Written by the call that is let in to make it, of whose chain others may be.
    private volatile boolean beingMade;
    private volatile @Nullable Object made;

    LazyInstance(Supplier<Object> creator) {
        this.creator = creator;
    }

    /**
     * The instance, made now if there is none yet.
     *
     * @throws PyroException if the call was made, by however many others between, by what makes the instance
     */
    Object get(ServedCall call) {
        Object instance = made;
        if (instance != null) {
            return instance;
        }
        making.enter(call);
        try {
            instance = made;
            return instance != null ? instance : make();
        } finally {
            making.leave(call);
        }
    }

    private Object make() {
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
}
