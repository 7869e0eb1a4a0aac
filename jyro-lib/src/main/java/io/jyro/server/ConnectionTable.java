package io.jyro.server;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The connections that a daemon has now. Safe for any thread. */
final class ConnectionTable {
    private final Set<ClientConnection> connections = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Runnable lastLeft;

    /** @param lastLeft is run whenever there are no connections any more */
    ConnectionTable(Runnable lastLeft) {
        this.lastLeft = lastLeft;
    }

    void add(ClientConnection connection) {
        connections.add(connection);
    }

    void remove(ClientConnection connection) {
        boolean last = connections.remove(connection) && connections.isEmpty();
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (last) {
            lastLeft.run();
        }
    }

    int size() {
        return connections.size();
    }

    /**
     * Closes all: those that wait at once, the others when their call has been answered, or when time is up.
     *
     * @param atMost zero does not wait for running calls; they are still answered
     */
    void closeAll(Duration atMost) {
        connections.forEach(connection -> connection.close(false));
        if (atMost.isZero()) {
            return;
        }
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (left > 0 && connections.stream().anyMatch(ClientConnection::isInCall)) {
                left = changed.awaitNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(50)));
                left -= 1;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        connections.forEach(connection -> connection.close(true));
    }
}
