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
 * A store for the registrations of a name server. Every method is atomic, also with respect to other users of the same
 * store; any thread may call any method. A failure is reported as a {@link NamingException}.
 *
 * <p>Returned maps belong to the caller and do not change.
 *
 * @see "docs/protocol.md, 8.2 Storages"
 */
public interface Storage extends AutoCloseable {
    /**
     * A registration under a name. Immutable.
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
     * Returns the store that a text describes, in the form of the option {@code --storage}: {@code memory}.
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

    /** Returns the registration of a name. */
    Optional<Registration> find(String name);

    /** Registers a name, replacing an existing registration. */
    void put(String name, Registration registration);

    /** Registers a name unless it is already registered. Returns whether it was registered now. */
    boolean putIfAbsent(String name, Registration registration);

    /** Replaces the tags of a name. Returns whether the name is registered. */
    boolean replaceMetadata(String name, Set<String> metadata);

    /** Removes a name. Returns whether it was registered. */
    boolean remove(String name);

    /** Removes a name if its uri is still the given one. Returns whether it was removed. */
    boolean remove(String name, String uri);

    /** Removes several names at once. Returns how many of them were registered. */
    int removeAll(Collection<String> names);

    /** Returns how many names are registered. */
    int size();

    /** Returns all registrations. */
    Map<String, Registration> all();

    /** Returns the registrations of names that begin with a text, case-sensitively. */
    default Map<String, Registration> withPrefix(String prefix) {
        return select(all(), entry -> entry.getKey().startsWith(prefix));
    }

    /** Returns the registrations that have all of some tags. */
    default Map<String, Registration> withAll(Set<String> tags) {
        return select(all(), entry -> entry.getValue().metadata().containsAll(tags));
    }

    /** Returns the registrations that have any of some tags. */
    default Map<String, Registration> withAny(Set<String> tags) {
        return select(all(),
                entry -> entry.getValue().metadata().stream().anyMatch(tags::contains));
    }

    /** Releases the store; registrations kept in files remain. Closing twice has no effect. */
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
