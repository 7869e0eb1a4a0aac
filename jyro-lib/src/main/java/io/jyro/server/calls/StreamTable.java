package io.jyro.server.calls;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import io.jyro.DaemonException;
import io.jyro.PyroConfig;
import io.jyro.PyroException;
import io.jyro.transport.NanoClock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The item streams of a daemon (docs/protocol.md, 3.7): a limited number for each connection, and a limited number of
 * those that linger after the end of their connection, for another connection to continue. Safe for any thread. User
 * code never runs under the lock.
 */
public final class StreamTable {
    private static final Logger log = LoggerFactory.getLogger(StreamTable.class);

    private final Map<String, ItemStream> byId = new ConcurrentHashMap<>();
    private final Duration lifetime;
    private final Duration linger;
    private final int mostOfAConnection;
    private final int mostLingering;
    private final Executor closer;
    private final LongSupplier nanoClock;

    // Guards all of the following fields, and the owners of streams.
    private final ReentrantLock lock = new ReentrantLock();
    // The oldest streams come first in both sets, so that only expired ones are examined. byAge is used only with a
    // lifetime.
    private final Set<ItemStream> byAge = new LinkedHashSet<>();
    private final Set<ItemStream> lingering = new LinkedHashSet<>();
    private boolean ended;

    /** @param closer closes streams, possibly later */
    public StreamTable(PyroConfig config, Executor closer) {
        this(config, closer, NanoClock.SYSTEM);
    }

    /** Creates a table without streams. */
    public StreamTable(PyroConfig config, LongSupplier nanoClock) {
        this(config, Runnable::run, nanoClock);
    }

    private StreamTable(PyroConfig config, Executor closer, LongSupplier nanoClock) {
        this.closer = closer;
        lifetime = config.iterStreamLifetime();
        linger = config.iterStreamLinger();
        mostOfAConnection = unlimitedIfZero(config.maxStreams());
        mostLingering = unlimitedIfZero(config.maxLingeringStreams());
        this.nanoClock = nanoClock;
    }

    private static int unlimitedIfZero(int limit) {
        return limit == 0 ? Integer.MAX_VALUE : limit;
    }

    /**
     * Adds items as a stream, until they end, are closed, or expire.
     *
     * @return the id of the stream
     * @throws DaemonException if the connection has too many streams; the caller must then close the items
     */
    public String add(ItemSource source, ClientStreams owner) {
        ItemStream stream = new ItemStream(source, nanoClock.getAsLong());
        List<ItemStream> closed;
        lock.lock();
        try {
            if (ended) {
                closed = List.of(stream);
            } else {
                requireRoom(owner);
                byId.put(stream.id(), stream);
                if (!lifetime.isZero()) {
                    byAge.add(stream);
                }
                closed = give(stream, owner);
            }
        } finally {
            lock.unlock();
        }
        close(closed);
        return stream.id();
    }

    /**
     * Returns the next item; the requesting connection becomes the owner. An exception of the iterator ends the stream.
     *
     * @param asking the requesting connection; null if it is unknown
     * @throws DaemonException if the stream belongs to another connection, and this one has too many
     */
    public @Nullable Object next(String id, @Nullable ClientStreams asking) {
        ItemStream stream = byId.get(id);
        if (stream == null) {
            throw new PyroException("item stream terminated");
        }
        if (asking != null && asking != stream.owner()) {
            takeOver(stream, asking);
        }
        try {
            return stream.next();
        } catch (Throwable e) {
            close(id);
            throw e;
        }
    }

    private void takeOver(ItemStream stream, ClientStreams newOwner) {
        List<ItemStream> closed;
        lock.lock();
        try {
            ClientStreams before = stream.owner();
            if (before == newOwner || !byId.containsKey(stream.id())) {
                return;
            }
            requireRoom(newOwner);
            if (before == null) {
                lingering.remove(stream);
            } else {
                before.remove(stream);
            }
            closed = give(stream, newOwner);
        } finally {
            lock.unlock();
        }
        close(closed);
    }

    private void close(Collection<ItemStream> streams) {
        if (!streams.isEmpty()) {
            closer.execute(() -> streams.forEach(ItemStream::close));
        }
    }

    // Runs under the lock; returns the streams to be closed after it. A call may outlast its connection, and then
    // nothing else handles its stream.
    private List<ItemStream> give(ItemStream stream, ClientStreams owner) {
        if (owner.hasEnded()) {
            return abandon(Set.of(stream));
        }
        stream.owner(owner);
        owner.add(stream);
        return List.of();
    }

    private void requireRoom(ClientStreams owner) {
        if (owner.size() >= mostOfAConnection) {
            throw new DaemonException(
                    "too many item streams are open on this connection, it may have "
                            + mostOfAConnection
                            + " (MAX_STREAMS); read them to their end, or close them");
        }
    }

    /** Removes and closes a stream. An unknown id is ignored. */
    public void close(String id) {
        ItemStream stream = byId.get(id);
        if (stream == null) {
            return;
        }
        lock.lock();
        try {
            if (!forget(stream)) {
                return;
            }
        } finally {
            lock.unlock();
        }
        close(List.of(stream));
    }

    // Runs under the lock; returns false if another thread has removed the stream already.
    private boolean forget(ItemStream stream) {
        if (byId.remove(stream.id()) == null) {
            return false;
        }
        ClientStreams owner = stream.owner();
        if (owner != null) {
            owner.remove(stream);
        }
        lingering.remove(stream);
        byAge.remove(stream);
        return true;
    }

    /**
     * Handles the end of a connection: its streams linger for another connection to continue, or are closed
     * immediately.
     *
     * @return the number of examined streams
     */
    public int disconnected(ClientStreams owner) {
        Set<ItemStream> left;
        List<ItemStream> closed;
        lock.lock();
        try {
            left = owner.end();
            closed = abandon(left);
        } finally {
            lock.unlock();
        }
        close(closed);
        return left.size();
    }

    // Runs under the lock; returns the streams to be closed after it. Those that linger longest make room.
    private List<ItemStream> abandon(Set<ItemStream> left) {
        if (left.isEmpty()) {
            return List.of();
        }
        List<ItemStream> closed = new ArrayList<>();
        long now = nanoClock.getAsLong();
        for (ItemStream stream : left) {
            stream.linger(now);
            lingering.add(stream);
        }
        int tooMany = linger.isZero() ? left.size() : lingering.size() - mostLingering;
        if (tooMany > 0 && !linger.isZero()) {
            log.debug("{} lingering item streams are closed to make room for others"
                    + " (MAX_LINGERING_STREAMS)",
                    tooMany);
        }
        Iterator<ItemStream> oldest = linger.isZero() ? left.iterator() : lingering.iterator();
        for (; tooMany > 0; tooMany--) {
            closed.add(oldest.next());
        }
        closed.forEach(this::forget);
        return closed;
    }

    /**
     * Removes and closes the streams that have lived, or lingered, for too long.
     *
     * @return the number of examined streams
     */
    public int expire() {
        List<ItemStream> expired = new ArrayList<>();
        int looked = 0;
        lock.lock();
        try {
            long now = nanoClock.getAsLong();
            for (ItemStream stream : byAge) {
                looked++;
                if (now - stream.createdNanos() <= lifetime.toNanos()) {
                    break;
                }
                expired.add(stream);
            }
            for (ItemStream stream : lingering) {
                looked++;
                if (now - stream.lingersSinceNanos() <= linger.toNanos()) {
                    break;
                }
                expired.add(stream);
            }
            for (Iterator<ItemStream> each = expired.iterator(); each.hasNext();) {
                if (!forget(each.next())) {
                    each.remove();
                }
            }
        } finally {
            lock.unlock();
        }
        for (ItemStream stream : expired) {
            log.debug("item stream {} expired", stream.id());
        }
        close(expired);
        return looked;
    }

    /** Returns the number of streams. */
    public int size() {
        return byId.size();
    }

    /** Closes all streams, and those that are added later. */
    public void end() {
        List<ItemStream> all;
        lock.lock();
        try {
            ended = true;
            all = new ArrayList<>(byId.values());
            all.forEach(this::forget);
        } finally {
            lock.unlock();
        }
        close(all);
    }
}
