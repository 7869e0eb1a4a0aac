package io.jyro.nameserver;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Keeps registrations in memory; they are lost when the name server stops. Lists are in the order in which names were
 * first registered, as in Pyro; registering a name again does not move it.
 */
public final class MemoryStorage implements Storage {
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Map<String, Registration> byName = new LinkedHashMap<>(); // guarded by lock

    /** Creates an empty store. */
    public MemoryStorage() {}

    @Override
    public Optional<Registration> find(String name) {
        return reading(() -> Optional.ofNullable(byName.get(name)));
    }

    @Override
    public void put(String name, Registration registration) {
        writing(() -> byName.put(name, registration));
    }

    @Override
    public boolean putIfAbsent(String name, Registration registration) {
        return writing(() -> byName.putIfAbsent(name, registration)) == null;
    }

    @Override
    public boolean replaceMetadata(String name, Set<String> metadata) {
        return writing(() -> byName.computeIfPresent(name,
                (unused, old) -> new Registration(old.uri(), metadata))) != null;
    }

    @Override
    public boolean remove(String name) {
        return writing(() -> byName.remove(name)) != null;
    }

    @Override
    public boolean remove(String name, String uri) {
        return writing(() -> {
            Registration registered = byName.get(name);
            boolean same = registered != null && registered.uri().equals(uri);
            if (same) {
                byName.remove(name);
            }
            return same;
        });
    }

    @Override
    public int removeAll(Collection<String> names) {
        return writing(() -> {
            int before = byName.size();
            names.forEach(byName::remove);
            return before - byName.size();
        });
    }

    @Override
    public int size() {
        return reading(byName::size);
    }

    @Override
    public Map<String, Registration> all() {
        return reading(() -> new LinkedHashMap<>(byName));
    }

    @Override
    public Map<String, Registration> withPrefix(String prefix) {
        return reading(() -> {
            Map<String, Registration> found = new LinkedHashMap<>();
            byName.forEach((name, registration) -> {
                if (name.startsWith(prefix)) {
                    found.put(name, registration);
                }
            });
            return found;
        });
    }

    /** Does nothing, since there is nothing to release. */
    @Override
    public void close() {
        // the garbage collector frees the memory
    }

    private <T extends @Nullable Object> T reading(Supplier<T> action) {
        return holding(lock.readLock(), action);
    }

    private <T extends @Nullable Object> T writing(Supplier<T> action) {
        return holding(lock.writeLock(), action);
    }

    private static <T extends @Nullable Object> T holding(Lock held, Supplier<T> action) {
        held.lock();
        try {
            return action.get();
        } finally {
            held.unlock();
        }
    }
}
