package io.jyro.server;

import io.jyro.ServerType;
import io.jyro.rpc.ServedCall;
import org.jspecify.annotations.Nullable;

/** Lets the calls of a daemon in: all of them at once, or one after the other in the order in which they came. Any thread. */
final class CallGate {
    private volatile @Nullable ChainLock oneAtATime;

    CallGate(ServerType type) {
        oneAtATime = type == ServerType.MULTIPLEX ? new ChainLock() : null;
    }

    boolean isOneAtATime() {
        return oneAtATime != null;
    }

    /**
     * From now on one call at a time runs of both daemons together.
     *
     * @throws UnsupportedOperationException if one of them lets all calls in at once
     */
    void share(CallGate other) {
        ChainLock ours = oneAtATime;
        if (ours == null || !other.isOneAtATime()) {
            throw new UnsupportedOperationException("only daemons that run one call at a"
                    + " time can be combined; build both with serverType(MULTIPLEX)");
        }
        other.oneAtATime = ours;
    }

    /** Waits until the call may run; gives what is to be left after it, or null. */
    @Nullable
    ChainLock enter(ServedCall call) {
        ChainLock lock = oneAtATime;
        if (lock != null) {
            lock.enter(call);
        }
        return lock;
    }
}
