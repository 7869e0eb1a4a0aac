package io.jyro.server.objects;

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
import io.jyro.serialize.TypeRegistry;
import io.jyro.serialize.bind.ProxyState;
import io.jyro.transport.OwnLocations;
import org.jspecify.annotations.Nullable;

/**
 * Determines the replacements for this daemon's registered objects, which are sent as proxies, and for received proxies
 * (docs/protocol.md, 4.1, autoproxy). Immutable except for the table of objects; any thread.
 */
public record AutoProxy(ObjectTable objects, Location location) implements HostedObjects.Host {

    /** Returns the types for the connections of each dialect. */
    public Map<Dialect, TypeRegistry> typesByDialect(PyroConfig config) {
        BiFunction<ProxyState, Dialect, Proxy> receiver = Proxy.receiver(config,
                new Local(this));
        Map<Dialect, TypeRegistry> byDialect = new EnumMap<>(Dialect.class);
        for (Dialect dialect : Dialect.values()) {
            TypeRegistry types = TypeRegistry.over(config.types());
            types.receiveProxiesAs(new Receiving(receiver, dialect));
            // Pyro5 has no AUTOPROXY setting: it always does this.
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

    private record Substitute(AutoProxy references, Dialect dialect)
            implements
                Function<Object, @Nullable Object> {
        @Override
        public @Nullable Object apply(Object object) {
            return references.inPlaceOf(object, dialect);
        }
    }

    private record Local(AutoProxy references)
            implements
                BiFunction<PyroUri, Class<?>, @Nullable Object> {
        @Override
        public @Nullable Object apply(PyroUri uri, Class<?> type) {
            return references.local(uri, type);
        }
    }

    /**
     * Returns the state of a proxy for the object under an id, as clients of a dialect see it, or null if the id is
     * unknown.
     *
     * @param nat whether the proxy is for clients outside the NAT, if there is one
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
     * Returns the object of this daemon that a received uri names, for a parameter of the given type, or null. A class
     * as the type means that the method works with the object itself. An interface gives access only to exposed
     * members, as a proxy does, so for an interface with other methods the result is null.
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
