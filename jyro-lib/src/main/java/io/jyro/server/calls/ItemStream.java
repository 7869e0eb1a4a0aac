package io.jyro.server.calls;

import java.util.Iterator;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

import io.jyro.server.objects.PythonErrors;
import org.jspecify.annotations.Nullable;

/**
 * An iterator that a call returned and whose items are fetched one by one. Safe for any thread; produces one item at a
 * time.
 */
final class ItemStream {
    // Any client that knows the id may read the stream, so it must be unguessable.
    private final String id = UUID.randomUUID().toString();
    private final ItemSource source;
    private final long createdNanos;
    private final ReentrantLock producing = new ReentrantLock();
    // Written under the lock of the table.
    private volatile @Nullable ClientStreams owner;
    private long lingersSinceNanos; // guarded by the lock of the table

    ItemStream(ItemSource source, long nowNanos) {
        this.source = source;
        createdNanos = nowNanos;
    }

    String id() {
        return id;
    }

    long createdNanos() {
        return createdNanos;
    }

    /** Returns the connection that the stream ends with; null while it lingers. */
    @Nullable
    ClientStreams owner() {
        return owner;
    }

    void owner(ClientStreams newOwner) {
        owner = newOwner;
    }

    /** Detaches the stream from its connection. */
    void linger(long nowNanos) {
        owner = null;
        lingersSinceNanos = nowNanos;
    }

    long lingersSinceNanos() {
        return lingersSinceNanos;
    }

    /** Returns the next item; exceptions of the iterator are thrown unchanged. */
    @Nullable
    Object next() {
        producing.lock();
        try {
            Iterator<?> items = source.items();
            if (!items.hasNext()) {
                throw PythonErrors.stopIteration();
            }
            return items.next();
        } finally {
            producing.unlock();
        }
    }

    void close() {
        source.close();
    }
}
