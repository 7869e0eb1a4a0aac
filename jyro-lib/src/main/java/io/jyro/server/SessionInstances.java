package io.jyro.server;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.jyro.RateLimitedLog;
import io.jyro.rpc.ServedCall;

/** The instances that one connection has of classes in session mode. Safe for any thread; oneway calls run beside others. */
final class SessionInstances {
    private final RateLimitedLog failures;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by lock.
    private final Map<Registered.OfClass, LazyInstance> instances = new HashMap<>();
    private final Map<Registered.OfClass, ChainLock> turns = new HashMap<>();
    private int callsInside;
    private boolean ended;

    /** @param failures hears of those that cannot be closed */
    SessionInstances(RateLimitedLog failures) {
        this.failures = failures;
    }

    /** The connection's instance, made now if there is none yet, for a call that has to {@link #leave} it. */
    Object enter(Registered.OfClass registered, Supplier<Object> creator, ServedCall call) {
        LazyInstance instance;
        lock.lock();
        try {
            instance = instances.computeIfAbsent(registered, type -> new LazyInstance(creator));
            callsInside++;
        } finally {
            lock.unlock();
        }
        boolean inside = false;
        try {
            Object made = instance.get(call);
            inside = true;
            return made;
        } finally {
            if (!inside) {
                leave();
            }
        }
    }

    /** What lets one call at a time to the connection's instance. */
    ChainLock turn(Registered.OfClass registered) {
        lock.lock();
        try {
            return turns.computeIfAbsent(registered, type -> new ChainLock());
        } finally {
            lock.unlock();
        }
    }

    /** A call that was given an instance has ended. */
    void leave() {
        lock.lock();
        try {
            callsInside--;
        } finally {
            lock.unlock();
        }
        closeIfOver();
    }

    /**
     * The client has gone. All instances are let go of when the last call of it has ended, which may take longer; those
     * that can be closed are closed.
     */
    void end() {
        lock.lock();
        try {
            ended = true;
        } finally {
            lock.unlock();
        }
        closeIfOver();
    }

    private void closeIfOver() {
        List<LazyInstance> left;
        lock.lock();
        try {
            if (!ended || callsInside > 0) {
                return;
            }
            left = List.copyOf(instances.values());
            instances.clear();
        } finally {
            lock.unlock();
        }
        for (LazyInstance instance : left) {
            if (instance.made() instanceof AutoCloseable closeable) {
                try {
                    closeable.close();
                } catch (Exception | Error e) { // whatever a user's close throws must not keep the others open
                    failures.warn("closing session instance of {} failed",
                            closeable.getClass().getName(), e);
                }
            }
        }
    }
}
