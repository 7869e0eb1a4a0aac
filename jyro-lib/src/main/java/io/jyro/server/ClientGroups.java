package io.jyro.server;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/** The clients of a daemon that open further connections, by the ids that they name. Safe for any thread. */
final class ClientGroups {
    private final Map<UUID, ClientGroup> groups = new ConcurrentHashMap<>();

    /** The group of a client that is to be known by an id; null if another one is. */
    @Nullable
    ClientGroup begin(UUID id, ClientConnection first) {
        ClientGroup group = new ClientGroup(this, id, first);
        return groups.putIfAbsent(id, group) == null ? group : null;
    }

    /** The group of a client, with one more connection; null if there is no such client here. */
    @Nullable
    ClientGroup join(UUID id, ClientConnection further) {
        ClientGroup known = groups.get(id);
        return known != null && known.join(further) ? known : null;
    }

    /** A group takes no more connections. */
    void forget(ClientGroup group) {
        groups.remove(group.id());
    }
}
