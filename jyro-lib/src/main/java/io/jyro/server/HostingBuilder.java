package io.jyro.server;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.jyro.rpc.WireNames;
import io.jyro.server.objects.ObjectTable;
import org.jspecify.annotations.Nullable;

/**
 * Collects the objects that a daemon hosts from its start. They are registered before the port opens, so that no client
 * comes too early for them. For one thread.
 *
 * @param <B> the builder itself
 */
abstract sealed class HostingBuilder<B extends HostingBuilder<B>> permits ListeningBuilder {
    private final List<Consumer<ObjectTable>> registrations = new ArrayList<>();

    abstract B self();

    /**
     * Registers an object, or a class whose instances the daemon creates, under a new id before the port opens. {@link
     * Daemon#uriFor(Object)} returns its uri. If it cannot be registered, {@code start} throws the reason.
     */
    public B register(Object objectOrClass) {
        registrations.add(new Registration(objectOrClass, null));
        return self();
    }

    /**
     * Registers an object, or a class whose instances the daemon creates, under an id before the port opens. If it
     * cannot be registered, {@code start} throws the reason.
     */
    public B register(Object objectOrClass, String objectId) {
        requireFree(objectId);
        registrations.add(new Registration(objectOrClass, objectId));
        return self();
    }

    /**
     * Registers a class, whose instances the given creator creates, under an id before the port opens. If it cannot be
     * registered, {@code start} throws the reason.
     *
     * @see Daemon#register(Class, String, Supplier)
     */
    public <T> B register(Class<T> type, String objectId, Supplier<? extends T> creator) {
        requireFree(objectId);
        registrations.add(objects -> objects.register(type, creator, objectId));
        return self();
    }

    /**
     * Registers an object under an id with a weak reference, before the port opens. The registration ends when the
     * object is garbage collected; the builder does not keep it alive either.
     */
    public B registerWeak(Object object, String objectId) {
        requireFree(objectId);
        WeakReference<Object> reference = new WeakReference<>(object);
        registrations.add(objects -> {
            Object alive = reference.get();
            if (alive != null) {
                objects.register(alive, objectId, false, true);
            }
        });
        return self();
    }

    /** Registers two objects under one id before the port opens: one for the clients of each protocol. */
    public B registerByDialect(Object v48, Object v502, String objectId) {
        requireFree(objectId);
        registrations.add(objects -> objects.registerByDialect(v48, v502, objectId));
        return self();
    }

    private static void requireFree(String objectId) {
        if (objectId.equals(WireNames.DAEMON)) {
            throw new IllegalArgumentException(
                    objectId + " is the id of the daemon's own object; choose another");
        }
    }

    /** Returns a new table with all registrations. */
    ObjectTable objects() {
        ObjectTable objects = new ObjectTable();
        for (Consumer<ObjectTable> registration : registrations) {
            registration.accept(objects);
        }
        return objects;
    }

    private record Registration(Object objectOrClass, @Nullable String objectId)
            implements
                Consumer<ObjectTable> {
        @Override
        public void accept(ObjectTable objects) {
            objects.register(objectOrClass, objectId, false, false);
        }
    }
}
