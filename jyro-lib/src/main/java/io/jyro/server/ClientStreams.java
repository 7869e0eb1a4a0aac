package io.jyro.server;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The item streams of one connection, so that its end costs nothing of those of others. Guarded by the lock of
 * {@link StreamTable}.
 */
final class ClientStreams {
    // In the order in which they were opened. Most connections never have one.
    private Set<ItemStream> streams = Set.of();
    private boolean ended;

    int size() {
        return streams.size();
    }

    /** Whether the connection has ended; a call of it may still run. */
    boolean hasEnded() {
        return ended;
    }

    void add(ItemStream stream) {
        if (streams.isEmpty()) {
            streams = new LinkedHashSet<>(2);
        }
        streams.add(stream);
    }

    void remove(ItemStream stream) {
        if (!streams.isEmpty()) {
            streams.remove(stream);
        }
    }

    /** The connection has ended; returns what it leaves behind. */
    Set<ItemStream> end() {
        ended = true;
        Set<ItemStream> left = streams;
        streams = Set.of();
        return left;
    }
}
