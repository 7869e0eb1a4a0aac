package io.jyro.server;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.jyro.Attribute;
import io.jyro.Dialect;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.RemoteName;
import io.jyro.client.Proxy;
import io.jyro.rpc.AttributeName;
import io.jyro.rpc.HostedObjects;
import io.jyro.rpc.Metadata;
import io.jyro.rpc.WireNames;
import io.jyro.serialize.ProxyState;
import io.jyro.serialize.TypeRegistry;
import io.jyro.transport.OwnLocations;
import org.jspecify.annotations.Nullable;

/**
 * What travels in place of a daemon's own objects, and what is made of proxies that arrive: what is registered here
 * becomes a proxy for the receiver (docs/protocol.md, 4.1, autoproxy). Immutable but for the table of objects; any thread.
 */
record References(ObjectTable objects, Location location) implements HostedObjects.Host {

    /** The types for connections of each dialect. */
    Map<Dialect, TypeRegistry> typesByDialect(PyroConfig config) {
        BiFunction<ProxyState, Dialect, Proxy> receiver = Proxy.receiver(config,
                new Local(this));
        Map<Dialect, TypeRegistry> byDialect = new EnumMap<>(Dialect.class);
        for (Dialect dialect : Dialect.values()) {
            TypeRegistry types = TypeRegistry.over(config.types());
            types.receiveProxiesAs(new Receiving(receiver, dialect));
            // Pyro5 has no such switch.
            if (config.autoproxy() || dialect == Dialect.V502) {
                types.substitute(new Substitute(this, dialect));
            }
            byDialect.put(dialect, types);
        }
        return byDialect;
    }

    private record Receiving(BiFunction<ProxyState, Dialect, Proxy> receiver, Dialect dialect)
            implements
                Function<ProxyState, Object> {
        @Override
        public Object apply(ProxyState state) {
            return receiver.apply(state, dialect);
        }
    }

    private record Substitute(References references, Dialect dialect)
            implements
                Function<Object, @Nullable Object> {
        @Override
        public @Nullable Object apply(Object object) {
            return references.inPlaceOf(object, dialect);
        }
    }

    private record Local(References references)
            implements
                BiFunction<PyroUri, Class<?>, @Nullable Object> {
        @Override
        public @Nullable Object apply(PyroUri uri, Class<?> type) {
            return references.local(uri, type);
        }
    }

    /**
     * A proxy for what is registered under an id, as clients of a dialect see it; null if nothing is.
     *
     * @param nat whether it is reached from beyond the NAT, if there is one
     */
    @Nullable
    ProxyState to(String objectId, Dialect dialect, boolean nat) {
        Registered registered = objects.find(objectId);
        if (registered == null) {
            return null;
        }
        Metadata metadata = registered.in(dialect).exposed().metadata();
        return new ProxyState(location.uri(objectId, nat), metadata.methods(), metadata.oneway(),
                metadata.attributes(), WireNames.HELLO, null);
    }

    @Override
    public @Nullable ProxyState referenceTo(Object object, Dialect dialect) {
        String id = objects.mayHost(object) ? objects.idOf(object) : null;
        return id == null ? null : to(id, dialect, true);
    }

    private @Nullable Object inPlaceOf(Object object, Dialect dialect) {
        ProxyState own = referenceTo(object, dialect);
        return own == null ? HostedObjects.shared().referenceTo(object, dialect) : own;
    }

    /**
     * The object of this daemon that a received uri names, for a parameter of a type. A class says that the method
     * works with the object itself. Through an interface only what is exposed may be reached, as with a proxy, so an
     * interface with other methods gets the proxy.
     */
    private @Nullable Object local(PyroUri uri, Class<?> type) {
        Registered registered = uri.isDirect() ? objects.find(uri.objectId()) : null;
        if (registered == null || registered instanceof Registered.OfClass || !isHere(uri)
                || type.isInterface() && !exposes(registered.exposed().metadata(), type)) {
            return null;
        }
        return registered.subjects().stream().filter(type::isInstance).findFirst().orElse(null);
    }

    private boolean isHere(PyroUri uri) {
        return uri.equals(location.uri(uri.objectId(), true))
                || uri.equals(location.uri(uri.objectId(), false))
                || OwnLocations.shared().isSeenAs(location.uri(uri.objectId(), false), uri);
    }

    private static boolean exposes(Metadata metadata, Class<?> type) {
        for (Method method : type.getMethods()) {
            if (!Modifier.isStatic(method.getModifiers()) && !method.isDefault()
                    && !exposes(metadata, method)) {
                return false;
            }
        }
        return true;
    }

    private static boolean exposes(Metadata metadata, Method method) {
        if (method.isAnnotationPresent(Attribute.class)) {
            return metadata.attributes().contains(AttributeName.of(method));
        }
        RemoteName given = method.getAnnotation(RemoteName.class);
        return metadata.methods().contains(given == null ? method.getName() : given.value());
    }
}
