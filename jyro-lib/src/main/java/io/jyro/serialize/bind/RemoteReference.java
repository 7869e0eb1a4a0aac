package io.jyro.serialize.bind;

import org.jspecify.annotations.Nullable;

/**
 * An object that represents a remote one and is sent as a proxy, such as {@code Proxy}. Codecs and bindings know
 * proxies only by this interface.
 */
public interface RemoteReference {
    /** Returns the state from which the receiver can create such a proxy. */
    ProxyState proxyState();

    /**
     * Returns a typed view of the remote object, for a declared interface.
     *
     * @throws IllegalArgumentException if the interface cannot be a view of a remote object
     */
    <T> T as(Class<T> view);

    /**
     * Returns the object itself, if the daemon at which this reference arrived hosts it and allows it as this type;
     * otherwise null.
     */
    default <T> @Nullable T local(Class<T> type) {
        return null;
    }
}
