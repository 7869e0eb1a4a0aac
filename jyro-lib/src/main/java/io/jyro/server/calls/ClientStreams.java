package io.jyro.server.calls;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The item streams of one connection, so that its end need not search those of others. Guarded by the lock of {@link
 * StreamTable}.
 */
public final class ClientStreams {
    // In the order in which they were opened. Most connections never have one.
    private Set<ItemStream> streams = Set.of();
    private boolean ended;

    int size() {
        return streams.size();
    }

    /** Returns whether the connection has ended; one of its calls may still run. */
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

    /** Records that the connection has ended, and returns its remaining streams. */
    Set<ItemStream> end() {
        ended = true;
        Set<ItemStream> left = streams;
        streams = Set.of();
        return left;
    }
}
