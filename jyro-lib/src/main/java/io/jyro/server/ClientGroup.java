package io.jyro.server;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The connections of a client that may have several: its first, which owns the client's resources, session and streams,
 * and its further ones. Any thread.
 */
final class ClientGroup {
    private final ClientGroups groups;
    private final UUID id; // a secret between daemon and client
    private final ClientConnection first;
    // Guarded by this. Most clients have no further connections.
    private Set<ClientConnection> further = Set.of();
    private boolean ended;

    ClientGroup(ClientGroups groups, UUID id, ClientConnection first) {
        this.groups = groups;
        this.id = id;
        this.first = first;
    }

    UUID id() {
        return id;
    }

    ClientConnection first() {
        return first;
    }

    /** Adds a connection of the client. Returns false if the first has ended, or differs in dialect or certificates. */
    synchronized boolean join(ClientConnection connection) {
        if (ended || connection.dialect() != first.dialect()
                || !connection.certificates().equals(first.certificates())) {
            return false;
        }
        if (further.isEmpty()) {
            further = new HashSet<>();
        }
        further.add(connection);
        return true;
    }

    synchronized boolean hasFurther() {
        return !further.isEmpty();
    }

    /** Removes a connection that has ended. With the first connection the others end, too, after their calls. */
    void leave(ClientConnection connection) {
        if (connection == first) {
            groups.forget(this);
            end().forEach(each -> each.close(false));
        } else {
            remove(connection);
        }
    }

    /** Closes all connections of the client immediately. */
    void close() {
        first.close(true);
        end().forEach(each -> each.close(true));
    }

    private synchronized List<ClientConnection> end() {
        ended = true;
        return List.copyOf(further);
    }

    private synchronized void remove(ClientConnection connection) {
        if (!further.isEmpty()) {
            further.remove(connection);
        }
    }
}
