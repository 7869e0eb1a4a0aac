package io.jyro.client.link;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.jyro.CommunicationException;
import io.jyro.RemoteText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of a proxy in addition to its first, for callers that would have to wait for their turn on that. Each
 * is opened when it is needed. Any thread.
 */
final class ConnectionPool {

    private final int most;

    // Guards all of the following fields.
    private final ReentrantLock lock = new ReentrantLock();
    private final List<DaemonConnection> open = new ArrayList<>();
    private int opening;
    private int last;

    ConnectionPool(int most) {
        this.most = most;
    }

    /**
     * Chooses the connection for a call that has just begun, and counts the call in.
     *
     * @param first used if it is free
     * @param connect opens another connection
     */
    DaemonConnection choose(DaemonConnection first, Supplier<DaemonConnection> connect) {
        if (first.enterIfFree()) {
            return first;
        }
        lock.lock();
        try {
            open.removeIf(DaemonConnection::isClosed);
            for (DaemonConnection each : open) {
                if (each.enterIfFree()) {
                    return each;
                }
            }
            if (open.size() + opening >= most) {
                return oneOf(first);
            }
            opening++;
        } finally {
            lock.unlock();
        }
        DaemonConnection made = null;
        try {
            made = connected(connect);
        } finally {
            countIn(made);
        }
        return made == null ? anyOf(first) : made;
    }

    // Runs even after a failure: otherwise the reserved place would be lost permanently.
    private void countIn(@Nullable DaemonConnection made) {
        lock.lock();
        try {
            opening--;
            if (made != null) {
                made.enter();
                open.add(made);
            }
        } finally {
            lock.unlock();
        }
    }

    private DaemonConnection anyOf(DaemonConnection first) {
        lock.lock();
        try {
            return oneOf(first);
        } finally {
            lock.unlock();
        }
    }

    /** Closes all connections, those in use after their calls, because the first now leads to another daemon. */
    void retire() {
        lock.lock();
        try {
            open.forEach(DaemonConnection::retire);
            open.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Closes all connections; new ones are opened when needed. */
    void close() {
        lock.lock();
        try {
            for (DaemonConnection each : open) {
                each.close();
            }
            open.clear();
        } finally {
            lock.unlock();
        }
    }

    // All connections are in use: callers are spread over them, and wait for their turn.
    private DaemonConnection oneOf(DaemonConnection first) {
        last = (last + 1) % (open.size() + 1);
        DaemonConnection chosen = last == open.size() ? first : open.get(last);
        chosen.enter();
        return chosen;
    }

    private static @Nullable DaemonConnection connected(Supplier<DaemonConnection> connect) {
        try {
            return connect.get();
        } catch (CommunicationException e) { // the daemon may have too many connections; existing ones still work
            log().debug("no further connection can be opened: {}", RemoteText.message(e));
            return null;
        }
    }

    private static Logger log() {
        return LoggerFactory.getLogger(ConnectionPool.class);
    }
}
