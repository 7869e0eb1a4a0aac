package io.jyro.rpc;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.jyro.Dialect;
import io.jyro.serialize.bind.ProxyState;
import org.jspecify.annotations.Nullable;

/**
 * The objects that daemons of this process host, so that every proxy and daemon of the process can send such an object
 * as a proxy. There is one instance per process. Thread-safe.
 */
public final class HostedObjects {
    private static final HostedObjects SHARED = new HostedObjects();

    private final List<Host> hosts = new CopyOnWriteArrayList<>();

    private HostedObjects() {}

    /** A daemon that hosts objects. */
    public interface Host {
        /**
         * Returns a proxy for an object, for clients of a dialect; null if the object is not registered with this
         * daemon.
         */
        @Nullable
        ProxyState referenceTo(Object object, Dialect dialect);
    }

    /** Returns the instance of this process. */
    public static HostedObjects shared() {
        return SHARED;
    }

    /** Adds a daemon that has started. */
    public void add(Host host) {
        hosts.add(host);
    }

    /** Removes a daemon that has ended; its objects can no longer be sent as proxies. */
    public void remove(Host host) {
        hosts.remove(host);
    }

    /** Returns a proxy for an object, for clients of a dialect; null if no daemon of this process hosts the object. */
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
