package io.jyro.client.link;

import java.util.LinkedHashMap;
import java.util.Map;

import io.jyro.Dialect;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the dialects of daemons by location, so that new proxies need not detect them again. One for the whole
 * process, bounded; safe for any thread.
 */
final class DialectCache {
    private static final DialectCache SHARED = new DialectCache();
    private static final int CAPACITY = 1024;

    // Guarded by this; the least recently used location is evicted first.
    private final Map<String, Dialect> byLocation = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Dialect> eldest) {
            return size() > CAPACITY;
        }
    };

    private DialectCache() {}

    static DialectCache shared() {
        return SHARED;
    }

    synchronized @Nullable Dialect of(String location) {
        return byLocation.get(location);
    }

    synchronized void remember(String location, Dialect dialect) {
        byLocation.put(location, dialect);
    }
}
