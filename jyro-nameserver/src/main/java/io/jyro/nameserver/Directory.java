package io.jyro.nameserver;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import io.jyro.Dialect;
import io.jyro.NamingException;
import io.jyro.PyroException;
import io.jyro.RemoteText;
import io.jyro.nameserver.Storage.Registration;
import io.jyro.rpc.WireNames;

/**
 * What clients of one dialect see of a store, and what they may do to it. Two of them share one store. Safe for any
 * thread.
 *
 * <p>The name server's own entry has the tag of its class twice, as Pyro4 and as Pyro5 call it. Each client sees the
 * one that it knows, so that a listing looks like that of a name server of its own kind.
 */
final class Directory {
    /** What the name server's own entry is tagged with. */
    static final Set<String> OWN_TAGS = Set.of(ownTag(Dialect.V48), ownTag(Dialect.V502));

    private final Storage storage;
    private final Dialect dialect;
    private final String foreignTag;

    Directory(Storage storage, Dialect dialect) {
        this.storage = storage;
        this.dialect = dialect;
        foreignTag = ownTag(dialect == Dialect.V48 ? Dialect.V502 : Dialect.V48);
    }

    private static String ownTag(Dialect dialect) {
        return dialect == Dialect.V48
                ? "class:Pyro4.naming.NameServer"
                : "class:Pyro5.nameserver.NameServer";
    }

    int count() {
        return storage.size();
    }

    Registration lookup(String name) {
        return storage.find(name).map(found -> seen(name, found))
                .orElseThrow(() -> unknown(name));
    }

    void register(String name, String uri, boolean safe, Set<String> metadata) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException(
                    "name must not be empty: it could not be removed again");
        }
        Registration registration = new Registration(uri, metadata);
        if (!safe) {
            storage.put(name, registration);
        } else if (!storage.putIfAbsent(name, registration)) {
            throw new NamingException("name already registered: " + RemoteText.shown(name));
        }
    }

    void setMetadata(String name, Set<String> metadata) {
        if (!storage.replaceMetadata(name, metadata)) {
            throw unknown(name);
        }
    }

    /** Removes by the first of the three that is not empty; how many names there were. */
    int remove(String name, String prefix, String regex) {
        if (!name.isEmpty() && !isOwn(name)) {
            boolean removed = storage.remove(name);
            // Pyro4 goes on with the other two if there is no such name (PROTOCOL.md 8.1).
            if (removed || dialect == Dialect.V502) {
                return removed ? 1 : 0;
            }
        }
        if (!prefix.isEmpty()) {
            return removeAll(withPrefix(prefix));
        }
        return regex.isEmpty() ? 0 : removeAll(matching(regex));
    }

    Map<String, Registration> all() {
        return seen(storage.all());
    }

    Map<String, Registration> withPrefix(String prefix) {
        return seen(storage.withPrefix(prefix));
    }

    Map<String, Registration> matching(String regex) {
        NamePattern pattern = NamePattern.compile(regex);
        Map<String, Registration> matching = all();
        matching.keySet().removeIf(name -> !pattern.matches(name));
        return matching;
    }

    Map<String, Registration> withAll(Set<String> tags) {
        Map<String, Registration> found = seen(storage.withAll(tags));
        Registration own = found.get(WireNames.NAME_SERVER);
        if (own != null && !own.metadata().containsAll(tags)) {
            found.remove(WireNames.NAME_SERVER);
        }
        return found;
    }

    Map<String, Registration> withAny(Set<String> tags) {
        Map<String, Registration> found = seen(storage.withAny(tags));
        Registration own = found.get(WireNames.NAME_SERVER);
        if (own != null && Collections.disjoint(own.metadata(), tags)) {
            found.remove(WireNames.NAME_SERVER);
        }
        return found;
    }

    private int removeAll(Map<String, Registration> found) {
        Set<String> names = new HashSet<>(found.keySet());
        names.remove(WireNames.NAME_SERVER);
        return storage.removeAll(names);
    }

    private Map<String, Registration> seen(Map<String, Registration> found) {
        Map<String, Registration> seen = new LinkedHashMap<>(found);
        seen.computeIfPresent(WireNames.NAME_SERVER, this::seen);
        return seen;
    }

    private Registration seen(String name, Registration registration) {
        if (!isOwn(name)) {
            return registration;
        }
        Set<String> tags = new LinkedHashSet<>(registration.metadata());
        tags.remove(foreignTag);
        return new Registration(registration.uri(), tags);
    }

    private static boolean isOwn(String name) {
        return name.equals(WireNames.NAME_SERVER);
    }

    private static PyroException unknown(String name) {
        return new NamingException("unknown name: " + RemoteText.shown(name));
    }
}
