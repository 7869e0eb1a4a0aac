package io.jyro.server;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.jyro.rpc.WireNames;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what a daemon hosts from its beginning: it is registered before the port opens, so that no client comes too early
 * for it. For one thread.
 *
 * @param <B> the builder itself
 */
abstract sealed class HostingBuilder<B extends HostingBuilder<B>> permits ListeningBuilder {
    private final List<Consumer<ObjectTable>> registrations = new ArrayList<>();

    abstract B self();

    /**
     * Registers an object, or a class of which instances are made, under a new id before the port opens.
     * {@link Daemon#uriFor(Object)} tells where clients find it. If it cannot be registered, {@code start} says why.
     */
    public B register(Object objectOrClass) {
        registrations.add(new Registration(objectOrClass, null));
        return self();
    }

    /**
     * Registers an object, or a class of which instances are made, under an id before the port opens. If it cannot be
     * registered, {@code start} says why.
     */
    public B register(Object objectOrClass, String objectId) {
        requireFree(objectId);
        registrations.add(new Registration(objectOrClass, objectId));
        return self();
    }

    /**
     * Registers a class under an id before the port opens; a creator makes its instances. If it cannot be registered,
     * {@code start} says why.
     *
     * @see Daemon#register(Class, String, Supplier)
     */
    public <T> B register(Class<T> type, String objectId, Supplier<? extends T> creator) {
        requireFree(objectId);
        registrations.add(objects -> objects.register(type, creator, objectId));
        return self();
    }

    /**
     * Registers an object under an id before the port opens; it goes away when nobody else holds it. The builder does not
     * hold it either.
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

    /** Registers two objects under one id before the port opens: one for clients of each protocol. */
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

    /** A table with all of it. */
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
