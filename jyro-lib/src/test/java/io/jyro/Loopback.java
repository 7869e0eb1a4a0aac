package io.jyro;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.jyro.client.Proxy;
import io.jyro.server.Daemon;

/** A daemon and proxies for its objects in one JVM. Closes them all; for the thread of a test. */
public final class Loopback implements AutoCloseable {
    private final Daemon daemon;
    private final List<Proxy> proxies = new ArrayList<>();

    /** With the defaults, whatever the environment says. */
    public Loopback() {
        this(Daemon.builder().config(PyroConfig.defaults()));
    }

    /** With a daemon of a test's own. */
    public Loopback(Daemon.Builder builder) {
        daemon = builder.host("localhost").start();
    }

    /** The daemon. */
    public Daemon daemon() {
        return daemon;
    }

    /** Registers an object or class, and gives a proxy for it over protocol 502. */
    public Proxy serve(Object objectOrClass) {
        return serve(objectOrClass, Protocol.V502);
    }

    /** Registers an object or class, and gives a proxy for it. */
    public Proxy serve(Object objectOrClass, Protocol protocol) {
        return proxy(daemon.register(objectOrClass), protocol);
    }

    /** A proxy over protocol 502. */
    public Proxy proxy(PyroUri uri) {
        return proxy(uri, Protocol.V502);
    }

    /** A proxy. */
    public Proxy proxy(PyroUri uri, Protocol protocol) {
        return proxy(Proxy.builder(uri).protocol(protocol));
    }

    /** A proxy of a test's own, with the defaults for what it does not set. */
    public Proxy proxy(Proxy.Builder builder) {
        Proxy proxy = builder.config(PyroConfig.defaults()).timeout(Duration.ofSeconds(10)).build();
        proxies.add(proxy);
        return proxy;
    }

    @Override
    public void close() {
        proxies.forEach(Proxy::close);
        daemon.close();
    }
}
