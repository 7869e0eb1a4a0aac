package io.jyro.rpc;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The ids of the calls that a daemon currently serves and that have made calls themselves. Thread-safe. */
public final class RunningCalls {
    private final Set<Long> ids = ConcurrentHashMap.newKeySet();

    void add(long id) {
        ids.add(id);
    }

    void remove(long id) {
        ids.remove(id);
    }

    boolean contains(long id) {
        return ids.contains(id);
    }
}
