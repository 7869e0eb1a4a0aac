package io.jyro.server;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/** The clients of a daemon that may open further connections, by their ids. Safe for any thread. */
final class ClientGroups {
    private final Map<UUID, ClientGroup> groups = new ConcurrentHashMap<>();

    /** Creates the group of a client with an id; returns null if the id is taken. */
    @Nullable
    ClientGroup begin(UUID id, ClientConnection first) {
        ClientGroup group = new ClientGroup(this, id, first);
        return groups.putIfAbsent(id, group) == null ? group : null;
    }

    /** Adds a connection to the group of a client and returns the group, or null if there is no such client. */
    @Nullable
    ClientGroup join(UUID id, ClientConnection further) {
        ClientGroup known = groups.get(id);
        return known != null && known.join(further) ? known : null;
    }

    /** Removes a group, which then takes no more connections. */
    void forget(ClientGroup group) {
        groups.remove(group.id());
    }
}
