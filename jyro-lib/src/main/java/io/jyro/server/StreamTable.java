package io.jyro.server;

import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

import io.jyro.PyroConfig;
import io.jyro.PyroException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The iterators that calls returned and whose items are fetched one by one (PROTOCOL.md 3.7). Safe for any thread; items
 * of one stream are produced one at a time.
 */
final class StreamTable {
    private static final Logger log = LoggerFactory.getLogger(StreamTable.class);

    private static final class Stream {
        private final ItemSource source;
        private final long createdNanos;
        private final ReentrantLock producing = new ReentrantLock();
        private volatile @Nullable ClientConnection owner;
        private volatile long lingersSinceNanos;

        Stream(ItemSource source, ClientConnection owner, long now) {
            this.source = source;
            this.owner = owner;
            createdNanos = now;
        }
    }

    private final Map<String, Stream> streams = new ConcurrentHashMap<>();
    private final Duration lifetime;
    private final Duration linger;
    private volatile boolean ended;

    StreamTable(PyroConfig config) {
        lifetime = config.iterStreamLifetime();
        linger = config.iterStreamLinger();
    }

    /**
     * Keeps items until they end, are closed, or expire.
     *
     * @return the id of the stream
     */
    String add(ItemSource source, ClientConnection owner) {
        String id = UUID.randomUUID().toString(); // who knows it may read the stream, so it has to be unguessable
        streams.put(id, new Stream(source, owner, System.nanoTime()));
        disownIfLeft(owner);
        if (ended) {
            clear();
        }
        return id;
    }

    // A call may outlast its connection, and then nobody else says that the owner of its items has gone.
    private void disownIfLeft(@Nullable ClientConnection owner) {
        if (owner != null && owner.hasLeft()) {
            disconnected(owner);
        }
    }

    /** The next item; the connection that asks becomes the owner. What the iterator throws ends the stream. */
    @Nullable
    Object next(String id, @Nullable ClientConnection asking) {
        Stream stream = streams.get(id);
        if (stream == null) {
            throw new PyroException("item stream terminated");
        }
        stream.producing.lock();
        try {
            if (asking != null) {
                stream.owner = asking;
            }
            Iterator<?> items = stream.source.items();
            if (!items.hasNext()) {
                throw PythonErrors.stopIteration();
            }
            return items.next();
        } catch (Throwable e) {
            close(id);
            throw e;
        } finally {
            stream.producing.unlock();
            disownIfLeft(asking);
        }
    }

    /** Forgets a stream; nothing happens if there is none of that id. */
    void close(String id) {
        Stream stream = streams.remove(id);
        if (stream != null) {
            stream.source.close();
        }
    }

    /** A connection ended: its streams linger for another to go on with them, or go at once. */
    void disconnected(ClientConnection owner) {
        streams.forEach((id, stream) -> {
            if (stream.owner == owner) {
                if (linger.isZero()) {
                    close(id);
                } else {
                    stream.lingersSinceNanos = System.nanoTime();
                    stream.owner = null;
                }
            }
        });
    }

    /** Forgets what has lived, or lingered, for too long. */
    void expire() {
        long now = System.nanoTime();
        streams.forEach((id, stream) -> {
            boolean tooOld = !lifetime.isZero() && now - stream.createdNanos > lifetime.toNanos();
            boolean abandoned = stream.owner == null
                    && now - stream.lingersSinceNanos > linger.toNanos();
            if (tooOld || abandoned) {
                log.debug("item stream {} expired", id);
                close(id);
            }
        });
    }

    /** Forgets all, and what comes later at once. */
    void end() {
        ended = true;
        clear();
    }

    private void clear() {
        streams.keySet().forEach(this::close);
    }
}
