package io.jyro.serialize;

import org.jspecify.annotations.Nullable;

/**
 * An object that stands for a remote one and travels as a proxy; {@code Proxy} is one. Codecs and bindings know
 * proxies by this face alone.
 */
public interface RemoteReference {
    /** What the receiver needs to know to become such a proxy itself. */
    ProxyState proxyState();

    /**
     * A typed view of the remote object, for a declared Java type that is an interface.
     *
     * @throws IllegalArgumentException if the interface cannot be a view of a remote object
     */
    <T> T as(Class<T> view);

    /**
     * The object itself, where the daemon at which this reference arrived hosts it and it may be had as a type; else null.
     */
    default <T> @Nullable T local(Class<T> type) {
        return null;
    }
}
