package io.jyro.server.objects;

import java.util.function.Supplier;

import io.jyro.DaemonException;
import io.jyro.Dialect;
import io.jyro.PyroUri;
import io.jyro.RemoteText;
import io.jyro.rpc.WireNames;
import io.jyro.serialize.bind.ProxyState;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a daemon and their uris. Objects and classes are looked up by themselves or by their ids. Immutable
 * except for the table of objects; any thread.
 */
public record Registry(ObjectTable objects, Location location) {

    /**
     * Registers an object or class.
     *
     * @param wantedId null for a new id
     * @return the uri for clients
     */
    public PyroUri register(Object subject, @Nullable String wantedId, boolean force,
            boolean weak) {
        return uri(objects.register(subject, wantedId, force, weak), true);
    }

    /**
     * Registers a class whose instances a creator creates.
     *
     * @param wantedId null for a new id
     * @return the uri for clients
     */
    public <T> PyroUri register(Class<T> type, Supplier<? extends T> creator,
            @Nullable String wantedId) {
        return uri(objects.register(type, creator, wantedId), true);
    }

    /** Registers two objects under the same id, one for the clients of each dialect. */
    public PyroUri registerByDialect(Object v48, Object v502, String id) {
        objects.registerByDialect(v48, v502, id);
        return uri(id, true);
    }

    /** Removes an object, given as such or by its id; the daemon's own object stays. */
    public void unregister(Object objectOrId) {
        String id = idOf(objectOrId, "object isn't registered");
        if (!id.equals(WireNames.DAEMON)) {
            objects.unregister(id);
        }
    }

    /** Reads the exposed members of its class again. */
    public void readAnew(Object objectOrId) {
        objects.readAnew(idOf(objectOrId, "object isn't registered"));
    }

    /** Returns the uri for clients; for those outside the NAT if {@code nat} is true. An id need not be registered. */
    public PyroUri uri(Object objectOrId, boolean nat) {
        return location.uri(idOf(objectOrId, "object isn't registered in this daemon"), nat);
    }

    /** Returns the state of a proxy for the object; for clients outside the NAT if {@code nat} is true. */
    public ProxyState reference(Object objectOrId, boolean nat) {
        String id = idOf(objectOrId, "object isn't registered in this daemon");
        ProxyState state = new AutoProxy(objects, location).to(id, Dialect.V502, nat);
        if (state == null) {
            throw new DaemonException(
                    "object isn't registered in this daemon: " + RemoteText.shown(id));
        }
        return state;
    }

    private String idOf(@Nullable Object objectOrId, String complaint) {
        if (objectOrId == null) {
            throw new IllegalArgumentException(
                    "an object, a class or an object id is needed, not null");
        }
        if (objectOrId instanceof String id) {
            return id;
        }
        String id = objects.idOf(objectOrId);
        if (id == null) {
            throw new DaemonException(complaint + ": " + objectOrId.getClass().getName());
        }
        return id;
    }
}
