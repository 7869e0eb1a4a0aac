package io.jyro.rpc;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The calls that a daemon serves now and that have made calls themselves, by the ids under which these name them. Any thread. */
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
