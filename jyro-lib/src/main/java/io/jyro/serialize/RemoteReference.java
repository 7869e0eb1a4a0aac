package io.jyro.serialize;

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
}
