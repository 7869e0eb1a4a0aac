package io.jyro.server;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.jyro.RateLimitedLog;
import io.jyro.rpc.ServedCall;

/** The instances that one connection has of classes in session mode. Safe for any thread; oneway calls run beside others. */
final class SessionInstances {
    private final Executor closer;
    private final RateLimitedLog failures;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by lock.
    private final Map<Class<?>, LazyInstance> instances = new HashMap<>();
    private final Map<Class<?>, ChainLock> turns = new HashMap<>();
    private int callsInside;
    private boolean ended;

    /**
     * Without instances.
     *
     * @param closer closes instances; it may do so later
     * @param failures hears of those that cannot be closed
     */
    SessionInstances(Executor closer, RateLimitedLog failures) {
        this.closer = closer;
        this.failures = failures;
    }

    /** The connection's instance of a class, made now if there is none yet, for a call that has to {@link #leave} it. */
    Object enter(Class<?> type, Supplier<?> creator, ServedCall call) {
        LazyInstance instance;
        lock.lock();
        try {
            instance = instances.computeIfAbsent(type, unused -> new LazyInstance());
            callsInside++;
        } finally {
            lock.unlock();
        }
        boolean inside = false;
        try {
            Object made = instance.get(call, creator);
            inside = true;
            return made;
        } finally {
            if (!inside) {
                leave();
            }
        }
    }

    /** The instances that have been made. */
    List<Object> instances() {
        lock.lock();
        try {
            return instances.values().stream().map(LazyInstance::made).filter(Objects::nonNull)
                    .<Object>map(Objects::requireNonNull).toList();
        } finally {
            lock.unlock();
        }
    }

    /** What lets one call at a time to the connection's instance of a class. */
    ChainLock turn(Class<?> type) {
        lock.lock();
        try {
            return turns.computeIfAbsent(type, unused -> new ChainLock());
        } finally {
            lock.unlock();
        }
    }

    /** The call for which an instance was made has ended. */
    void close(Object instance) {
        if (instance instanceof AutoCloseable) {
            closer.execute(() -> LazyInstance.close(instance, failures));
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
        if (!left.isEmpty()) {
            closer.execute(() -> left.forEach(instance -> instance.close(failures)));
        }
    }
}
