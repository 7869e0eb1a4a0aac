package io.jyro.nameserver;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import io.jyro.NamingException;

/**
 * Where a name server keeps what is registered. Every method is atomic, also against other users of the same store;
 * any thread may call any method. A store that fails says so with a {@link NamingException}.
 *
 * <p>Maps that are returned belong to the caller and do not change.
 *
 * @see "docs/protocol.md, 8.2 Storages"
 */
public interface Storage extends AutoCloseable {
    /**
     * What is kept under a name. Immutable.
     *
     * @param uri the text as it was registered
     * @param metadata its tags, in no order
     */
    record Registration(String uri, Set<String> metadata) {
        /** Copies the tags. */
        public Registration {
            metadata = Collections.unmodifiableSet(new LinkedHashSet<>(metadata));
        }
    }

    /**
     * The store that a text describes, as users write it after {@code --storage}: {@code memory}.
     *
     * @throws IllegalArgumentException if there is no such store
     */
    static Storage of(String description) {
        if (description.equals("memory")) {
            return new MemoryStorage();
        }
        String invalid = "invalid storage type '" + description + "'";
        if (description.startsWith("sql:") && description.length() > 4) {
            throw new IllegalArgumentException(
                    invalid + ": SQLite files are not supported yet; use memory");
        }
        if (description.startsWith("dbm:") && description.length() > 4) {
            throw new IllegalArgumentException(
                    invalid + ": dbm files are not supported yet; use memory");
        }
        throw new IllegalArgumentException(invalid + "; use memory");
    }

    /** What is registered under a name. */
    Optional<Registration> find(String name);

    /** Registers, in place of what the name stood for. */
    void put(String name, Registration registration);

    /** Registers unless the name is taken; whether it was free. */
    boolean putIfAbsent(String name, Registration registration);

    /** Replaces the tags of a name; whether the name is registered. */
    boolean replaceMetadata(String name, Set<String> metadata);

    /** Removes a name; whether it was registered. */
    boolean remove(String name);

    /** Removes a name if it still stands for a uri; whether it did. */
    boolean remove(String name, String uri);

    /** Removes several names at once; how many of them were registered. */
    int removeAll(Collection<String> names);

    /** How many names are registered. */
    int size();

    /** Everything that is registered. */
    Map<String, Registration> all();

    /** What is registered under names that begin with a text, upper and lower case being different. */
    default Map<String, Registration> withPrefix(String prefix) {
        return select(all(), entry -> entry.getKey().startsWith(prefix));
    }

    /** What has all of some tags. */
    default Map<String, Registration> withAll(Set<String> tags) {
        return select(all(), entry -> entry.getValue().metadata().containsAll(tags));
    }

    /** What has any of some tags. */
    default Map<String, Registration> withAny(Set<String> tags) {
        return select(all(),
                entry -> entry.getValue().metadata().stream().anyMatch(tags::contains));
    }

    /** Lets go of the store; what is kept in files stays there. Closing twice is fine. */
    @Override
    void close();

    private static Map<String, Registration> select(Map<String, Registration> from,
            Predicate<Map.Entry<String, Registration>> wanted) {
        Map<String, Registration> selected = new LinkedHashMap<>();
        for (Map.Entry<String, Registration> entry : from.entrySet()) {
            if (wanted.test(entry)) {
                selected.put(entry.getKey(), entry.getValue());
            }
        }
        return selected;
    }
}
