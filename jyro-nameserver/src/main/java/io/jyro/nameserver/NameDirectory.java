package io.jyro.nameserver;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import io.jyro.Dialect;
import io.jyro.nameserver.Storage.Registration;
import io.jyro.rpc.CallContext;
import io.jyro.rpc.WireNames;

/**
 * The registrations as clients of one dialect see and change them. Two directories, one for each dialect, share one
 * store. Safe for any thread.
 *
 * <p>The name server's own entry is tagged with its class twice, under the names in Pyro4 and in Pyro5. Each client
 * sees only the tag of its dialect, so that a listing looks like that of a name server of its own kind.
 */
final class NameDirectory {
    /** The tags of the name server's own entry. */
    static final Set<String> OWN_TAGS = Set.of(ownTag(Dialect.V48), ownTag(Dialect.V502));

    private final Registrations registrations;
    private final Storage storage;
    private final Dialect dialect;
    private final String foreignTag;

    NameDirectory(Registrations registrations, Dialect dialect) {
        this.registrations = registrations;
        storage = registrations.storage();
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
                .orElseThrow(() -> Registrations.unknown(name));
    }

    void register(String name, String uri, boolean safe, Set<String> metadata) {
        registrations.register(name, new Registration(uri, metadata), safe, client());
    }

    void setMetadata(String name, Set<String> metadata) {
        registrations.setMetadata(name, metadata, client());
    }

    /** Removes the names that the first filter which is not empty selects. Returns how many were removed. */
    int remove(String name, String prefix, String regex) {
        if (!name.isEmpty() && !Registrations.isOwn(name)) {
            boolean removed = registrations.remove(name, client());
            // Pyro4 uses the other two filters if there is no such name (docs/protocol.md, 8.1).
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
        return registrations.removeAll(found.keySet(), client());
    }

    private Map<String, Registration> seen(Map<String, Registration> found) {
        Map<String, Registration> seen = new LinkedHashMap<>(found);
        seen.computeIfPresent(WireNames.NAME_SERVER, this::seen);
        return seen;
    }

    private Registration seen(String name, Registration registration) {
        if (!Registrations.isOwn(name)) {
            return registration;
        }
        Set<String> tags = new LinkedHashSet<>(registration.metadata());
        tags.remove(foreignTag);
        return new Registration(registration.uri(), tags);
    }

    private static Owner client() {
        return Owner.of(CallContext.current().client());
    }
}
