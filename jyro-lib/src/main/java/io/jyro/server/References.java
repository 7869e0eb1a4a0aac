package io.jyro.server;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.BiFunction;

import io.jyro.Dialect;
import io.jyro.PyroConfig;
import io.jyro.client.Proxy;
import io.jyro.rpc.Metadata;
import io.jyro.rpc.WireNames;
import io.jyro.serialize.ProxyState;
import io.jyro.serialize.TypeRegistry;
import org.jspecify.annotations.Nullable;

/**
 * What travels in place of a daemon's own objects, and what is made of proxies that arrive: what is registered here
 * becomes a proxy for the receiver (PROTOCOL.md 4.1, autoproxy). Immutable but for the table of objects; any thread.
 */
record References(ObjectTable objects, Location location) {

    /** The types for connections of each dialect. */
    Map<Dialect, TypeRegistry> typesByDialect(PyroConfig config) {
        BiFunction<ProxyState, Dialect, Proxy> receiver = Proxy.receiver(config);
        Map<Dialect, TypeRegistry> byDialect = new EnumMap<>(Dialect.class);
        for (Dialect dialect : Dialect.values()) {
            TypeRegistry types = TypeRegistry.over(config.types());
            types.receiveProxiesAs(state -> receiver.apply(state, dialect));
            if (config.autoproxy()) {
                types.substitute(object -> inPlaceOf(object, dialect));
            }
            byDialect.put(dialect, types);
        }
        return byDialect;
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

    private @Nullable Object inPlaceOf(Object object, Dialect dialect) {
        String id = objects.idOf(object);
        return id == null ? null : to(id, dialect, true);
    }
}
