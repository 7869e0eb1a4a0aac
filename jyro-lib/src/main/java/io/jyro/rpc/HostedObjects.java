package io.jyro.rpc;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.jyro.Dialect;
import io.jyro.serialize.ProxyState;
import org.jspecify.annotations.Nullable;

/**
 * The objects that daemons of this process host, so that every proxy and daemon of the process can send such an object
 * as a proxy. One for the whole process; safe for any thread.
 */
public final class HostedObjects {
    private static final HostedObjects SHARED = new HostedObjects();

    private final List<Host> hosts = new CopyOnWriteArrayList<>();

    private HostedObjects() {}

    /** A daemon, as the place where objects are hosted. */
    public interface Host {
        /** A proxy for an object, as clients of a dialect see it; null if the object is not registered there. */
        @Nullable
        ProxyState referenceTo(Object object, Dialect dialect);
    }

    /** Those of this process. */
    public static HostedObjects shared() {
        return SHARED;
    }

    /** A daemon has started. */
    public void add(Host host) {
        hosts.add(host);
    }

    /** A daemon has ended; its objects can no longer be sent as proxies by others. */
    public void remove(Host host) {
        hosts.remove(host);
    }

    /** A proxy for an object, as clients of a dialect see it; null if no daemon of this process hosts the object. */
    public @Nullable ProxyState referenceTo(Object object, Dialect dialect) {
        for (Host host : hosts) {
            ProxyState reference = host.referenceTo(object, dialect);
            if (reference != null) {
                return reference;
            }
        }
        return null;
    }
}
