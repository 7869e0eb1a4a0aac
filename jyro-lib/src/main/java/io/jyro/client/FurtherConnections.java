package io.jyro.client;

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
 * The connections of a proxy beside its first, for callers that would have to wait for their turn on that. Each is opened
 * when it is needed. Any thread.
 */
final class FurtherConnections {

    private final int most;

    // Guards all that follows.
    private final ReentrantLock lock = new ReentrantLock();
    private final List<DaemonConnection> open = new ArrayList<>();
    private int opening;
    private int last;

    FurtherConnections(int most) {
        this.most = most;
    }

    /**
     * Chooses the connection for a call that has just begun, and counts the call in.
     *
     * @param first is taken if nobody uses it
     * @param connect opens one more
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

    // Whatever came of it: a place that stayed taken would be lost for good.
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

    /** The first connection leads to another daemon from now on: closes all, those in use after their calls. */
    void retire() {
        lock.lock();
        try {
            open.forEach(DaemonConnection::retire);
            open.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Closes all; others are opened when they are needed. */
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

    // All are in use: callers spread over them, and wait for their turn.
    private DaemonConnection oneOf(DaemonConnection first) {
        last = (last + 1) % (open.size() + 1);
        DaemonConnection chosen = last == open.size() ? first : open.get(last);
        chosen.enter();
        return chosen;
    }

    private static @Nullable DaemonConnection connected(Supplier<DaemonConnection> connect) {
        try {
            return connect.get();
        } catch (CommunicationException e) { // the daemon may have no room for more; what is there goes on
            log().debug("no further connection can be opened: {}", RemoteText.message(e));
            return null;
        }
    }

    private static Logger log() {
        return LoggerFactory.getLogger(FurtherConnections.class);
    }
}
