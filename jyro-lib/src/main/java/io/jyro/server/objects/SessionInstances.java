package io.jyro.server.objects;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.jyro.RateLimitedLog;
import io.jyro.rpc.ServedCall;

/** The instances of classes in session mode for one connection. Safe for any thread; oneway calls run concurrently. */
public final class SessionInstances {
    private final Executor closer;
    private final RateLimitedLog failures;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by lock.
    private final Map<Class<?>, LazyInstance> instances = new HashMap<>();
    private final Map<Class<?>, ChainLock> turns = new HashMap<>();
    private int callsInside;
    private boolean ended;

    /**
     * Creates the table without instances.
     *
     * @param closer closes instances, possibly later
     * @param failures called for instances that cannot be closed
     */
    public SessionInstances(Executor closer, RateLimitedLog failures) {
        this.closer = closer;
        this.failures = failures;
    }

    /**
     * Returns the connection's instance of a class, created now if there is none yet. The call must {@link #leave} it.
     */
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

    /** Returns the instances that have been created. */
    public List<Object> instances() {
        lock.lock();
        try {
            return instances.values().stream().map(LazyInstance::made).filter(Objects::nonNull)
                    .<Object>map(Objects::requireNonNull).toList();
        } finally {
            lock.unlock();
        }
    }

    /** Returns the lock that admits one call at a time to the connection's instance of a class. */
    ChainLock turn(Class<?> type) {
        lock.lock();
        try {
            return turns.computeIfAbsent(type, unused -> new ChainLock());
        } finally {
            lock.unlock();
        }
    }

    /** Closes an instance that was created for one call, which has ended. */
    void close(Object instance) {
        if (instance instanceof AutoCloseable) {
            closer.execute(() -> LazyInstance.close(instance, failures));
        }
    }

    /** Counts a call that has left its instance. */
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
     * Ends the session, because the client has left. When the last call has ended, which may take longer, all instances
     * are released, and those that are closeable are closed.
     */
    public void end() {
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
