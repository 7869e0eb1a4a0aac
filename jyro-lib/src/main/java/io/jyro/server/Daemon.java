package io.jyro.server;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.jyro.CommunicationException;
import io.jyro.DaemonException;
import io.jyro.Dialect;
import io.jyro.PyroConfig;
import io.jyro.PyroException;
import io.jyro.PyroUri;
import io.jyro.TlsConfig;
import io.jyro.client.Proxy;
import io.jyro.rpc.CallContext;
import io.jyro.serialize.TypeRegistry;
import io.jyro.server.calls.CallPlace;
import io.jyro.server.calls.StreamTable;
import io.jyro.server.objects.ObjectTable;
import io.jyro.server.objects.Registry;
import io.jyro.transport.message.MemoryBudget;

/**
 * Hosts objects and serves the calls of clients of both protocols, on one port. Serving begins when it is started. Safe
 * for any thread.
 *
 * {@snippet :
 * try (Daemon daemon = Daemon.start()) {
 *     System.out.println(daemon.register(new Thermostat(), "thermostat"));
 *     daemon.requestLoop();
 * }
 * }
 *
 * @see "docs/protocol.md, 5 Daemon"
 */
public final class Daemon implements AutoCloseable {
    private final PyroConfig config;
    private final Endpoint endpoint;
    private final Registry directory;
    private final CallPlace calls;
    private final StreamTable streams;
    private final MemoryBudget memory;
    private final ConnectionTable connections;
    private final DaemonLifecycle life;

    private Daemon(DaemonDraft settings, ObjectTable objects) {
        config = settings.config();
        endpoint = settings.endpoint().open(config);
        directory = new Registry(objects, endpoint.location());
        DaemonAssembly assembly = new DaemonAssembly(settings, config, endpoint, objects);
        calls = assembly.calls();
        streams = assembly.streams();
        memory = assembly.memory();
        connections = assembly.connections(new ConnectionTable.Host() {
            @Override
            public Object daemon() {
                return Daemon.this;
            }

            @Override
            public void lastLeft() {
                life.lastLeft();
            }
        });
        life = assembly.lifecycle(connections);
        objects.registerDaemon(assembly.daemonObject(connections));
    }

    /** Starts a daemon with the configuration of the environment, on a free port of this machine. */
    public static Daemon start() {
        return builder().start();
    }

    /** Returns a builder of a daemon with its own settings. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Hosts objects until the process ends: starts a daemon, registers them in it and in the name server, prints their
     * uris, and serves.
     *
     * @param objects the objects and classes with their names in the name server; null or an empty name means not to
     * register there
     */
    public static void serve(Map<?, String> objects) {
        serving(objects).serve();
    }

    /**
     * Returns a builder that hosts objects like {@link #serve}, with options for host and port, an existing daemon, no
     * name server, or no output.
     *
     * @param objects the objects and classes with their names in the name server; null or an empty name means not to
     * register there
     */
    public static Serving serving(Map<?, String> objects) {
        return new Serving(objects, System.out);
    }

    /**
     * Returns the daemon of the call that the calling thread serves. A served method, constructor or creator can
     * register further objects there, whichever daemon it is registered in.
     *
     * {@snippet :
     * @Expose
     * public Thing create() {
     *     Thing thing = new Thing();
     *     Daemon.current().register(thing);
     *     return thing; // sent as a proxy
     * }
     * }
     *
     * @throws PyroException if the thread does not serve a call
     * @see CallContext#objectId()
     */
    public static Daemon current() {
        if (CallContext.current().client() instanceof ClientConnection client
                && client.daemon() instanceof Daemon daemon) {
            return daemon;
        }
        throw new PyroException("this thread serves no call of a daemon;"
                + " Daemon.current() works only in a method that a daemon calls for a client");
    }

    /**
     * Registers an object, or a class whose instances the daemon creates, under a new id. If it exposes nothing, a
     * warning is logged.
     *
     * @return the uri for clients
     * @throws DaemonException if it is registered already, or this daemon is closed
     * @throws IllegalArgumentException if an annotation of its class is misplaced, or the class cannot be instantiated
     * because it is abstract or lacks a constructor without parameters
     */
    public PyroUri register(Object objectOrClass) {
        return openDirectory().register(objectOrClass, null, false, false);
    }

    /**
     * Registers an object, or a class whose instances the daemon creates, under an id.
     *
     * @return the uri for clients
     * @throws DaemonException if it is registered already, the id is taken, or this daemon is closed
     */
    public PyroUri register(Object objectOrClass, String objectId) {
        return register(objectOrClass, objectId, false);
    }

    /**
     * Registers an object or class under an id. With {@code force}, it replaces an object with that id, and may be
     * registered already.
     */
    public PyroUri register(Object objectOrClass, String objectId, boolean force) {
        return openDirectory().register(objectOrClass, objectId, force, false);
    }

    /**
     * Registers a class under a new id. The given creator creates its instances, as often as its {@link
     * io.jyro.Behavior} requires, instead of its constructor or the creator that its annotation names.
     *
     * @return the uri for clients
     * @throws DaemonException if it is registered already
     */
    public <T> PyroUri register(Class<T> type, Supplier<? extends T> creator) {
        return openDirectory().register(type, creator, null);
    }

    /**
     * Registers a class under an id. The given creator creates its instances, as often as its {@link io.jyro.Behavior}
     * requires, instead of its constructor or the creator that its annotation names. The class may then be an interface
     * or abstract.
     *
     * @return the uri for clients
     * @throws DaemonException if it is registered already, or the id is taken
     */
    public <T> PyroUri register(Class<T> type, String objectId, Supplier<? extends T> creator) {
        return openDirectory().register(type, creator, objectId);
    }

    /**
     * Registers two objects under one id: one for clients of protocol 48, one for those of 502. For objects whose
     * methods differ between Pyro4 and Pyro5, as the name server's do.
     *
     * @return the uri for clients of both protocols
     * @throws DaemonException if one is registered already, or the id is taken
     */
    public PyroUri registerByDialect(Object v48, Object v502, String objectId) {
        return openDirectory().registerByDialect(v48, v502, objectId);
    }

    /** Registers an object with a weak reference: the registration ends when the object is garbage collected. */
    public PyroUri registerWeak(Object object) {
        return openDirectory().register(object, null, false, true);
    }

    /**
     * Registers an object under an id with a weak reference: the registration ends when the object is garbage
     * collected.
     */
    public PyroUri registerWeak(Object object, String objectId) {
        return openDirectory().register(object, objectId, false, true);
    }

    /**
     * Unregisters an object, class, or id. An unknown id and the daemon's own id are ignored.
     *
     * @throws DaemonException if the object is not registered
     * @throws IllegalArgumentException if it is null
     */
    public void unregister(Object objectOrId) {
        directory.unregister(objectOrId);
    }

    /**
     * Returns the uri of an object, class, or id for clients; if there is a NAT, for those outside it. An id need not
     * be registered.
     *
     * @throws DaemonException if an object is not registered, or this daemon is closed
     */
    public PyroUri uriFor(Object objectOrId) {
        return uriFor(objectOrId, true);
    }

    /**
     * Returns the uri of an object, class, or id for clients outside the NAT, or for those inside if {@code nat} is
     * false.
     */
    public PyroUri uriFor(Object objectOrId, boolean nat) {
        return openDirectory().uri(objectOrId, nat);
    }

    /**
     * Reads the exposed members of a registered object or class again, after an agent has redefined the class.
     * Connected clients keep their metadata; existing instances of a class are kept. An unknown id is ignored.
     */
    public void resetMetadataCache(Object objectOrId) {
        directory.readAnew(objectOrId);
    }

    /**
     * Returns a proxy for a registered object, class, or id, with the uri that {@link #uriFor(Object)} returns.
     *
     * @throws DaemonException if it is not registered, or this daemon is closed
     */
    public Proxy proxyFor(Object objectOrId) {
        return proxyFor(objectOrId, true);
    }

    /**
     * Returns a proxy for a registered object, class, or id, with the uri for clients outside the NAT, or for those
     * inside if {@code nat} is false.
     */
    public Proxy proxyFor(Object objectOrId, boolean nat) {
        return Proxy.received(openDirectory().reference(objectOrId, nat), config,
                Dialect.V502);
    }

    PyroConfig config() {
        return config;
    }

    // After the end, clients cannot reach any object here.
    private Registry openDirectory() {
        life.requireOpen();
        return directory;
    }

    /**
     * Returns the location where this daemon listens, as {@code host:port} with the first host as it was given, or as
     * {@code ./u:path}.
     */
    public String location() {
        return endpoint.location().text();
    }

    /** Returns the port that it listens on, the same for all its hosts; 0 if it has none. */
    public int port() {
        return endpoint.location().port();
    }

    /**
     * Returns the bound address, with the actual port; the first if there are several.
     *
     * @throws IllegalStateException if it does not listen on a host
     */
    public InetSocketAddress address() {
        return endpoint.address();
    }

    /** Returns the bound addresses of all hosts, with the actual port, in the order of the hosts; unmodifiable. */
    public List<InetSocketAddress> addresses() {
        return endpoint.addresses();
    }

    /**
     * Returns the connected clients, in no particular order; a client with several connections appears once for each.
     */
    public List<ServedClient> clients() {
        return connections.welcomed();
    }

    /**
     * Returns a copy of the registrations, in no particular order: objects and classes by id, including the daemon's
     * own object, {@code Pyro.Daemon}. For two objects that are registered by dialect, it contains the one for protocol
     * 502.
     */
    public Map<String, Object> registered() {
        return directory.objects().registered();
    }

    /**
     * Returns a copy of the list of instances of registered classes that serve one connection each, for all connected
     * clients.
     */
    public List<Object> sessions() {
        return connections.sessions();
    }

    /** Returns the number of open item streams, including those that linger after the end of their connection. */
    public int streams() {
        return streams.size();
    }

    /** Returns the budget for the memory of the clients' messages. */
    MemoryBudget memory() {
        return memory;
    }

    /** Waits until the daemon is shut down. */
    public void requestLoop() {
        life.await(new BooleanSupplier() {
            @Override
            public boolean getAsBoolean() {
                return true;
            }
        });
    }

    /** Waits until the daemon is shut down, or a periodically checked condition is false. */
    public void requestLoop(BooleanSupplier condition) {
        life.await(condition);
    }

    /**
     * Makes the calls of this daemon and another one run one at a time on this daemon's thread. Both must have server
     * type MULTIPLEX. Combine them before calls arrive, since the calls of the other daemon change their thread. Each
     * daemon is shut down separately.
     *
     * @throws UnsupportedOperationException if one of them has another server type
     */
    public void combine(Daemon other) {
        calls.share(other.calls);
    }

    /**
     * Shuts down: accepts no more clients, lets running calls end for some seconds, and closes all connections. From
     * within a served method it returns immediately, so that the call can end. It may be called repeatedly: every
     * caller outside a served method waits for running calls, so a program that ends after {@link #close} does not cut
     * off the last ones.
     */
    public void shutdown() {
        life.end();
    }

    /**
     * Shuts down like {@link #shutdown()}, with another limit for running calls.
     *
     * @param letCallsEnd how long to wait for running calls before their connections are closed. With zero it does not
     * wait, and the connections are closed when the calls have been answered.
     */
    public void shutdown(Duration letCallsEnd) {
        life.end(letCallsEnd);
    }

    /** Shuts down. */
    @Override
    public void close() {
        shutdown();
    }

    @Override
    public String toString() {
        return "Daemon[" + location() + ", " + directory.objects().size() + " objects]";
    }

    /** Collects the settings of a daemon. Settings that are not made come from the configuration. For one thread. */
    public static final class Builder extends ServingBuilder<Builder> {
        private final DaemonDraft settings = new DaemonDraft();

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        @Override
        DaemonDraft settings() {
            return settings;
        }

        /** Sets the configuration for all settings that are not made here; by default that of the environment. */
        public Builder config(PyroConfig newConfig) {
            settings.config(newConfig);
            return this;
        }

        /**
         * Sets class converters for sent and received values, which take precedence over those of the configuration.
         */
        public Builder types(TypeRegistry registry) {
            settings.types(registry);
            return this;
        }

        /** Sets a shared key, with which messages of protocol 48 must be signed. */
        public Builder hmacKey(byte[] key) {
            settings.hmacKey(key);
            return this;
        }

        /** Encrypts the connections, including those of proxies that clients send. */
        public Builder tls(TlsConfig newTls) {
            settings.tls(newTls);
            return this;
        }

        /**
         * Creates the daemon and begins to serve. Until the first object is registered, and for at most a second,
         * requests for unknown objects are held instead of being refused.
         *
         * @throws CommunicationException if it cannot listen there
         * @throws DaemonException if two registrations are for the same object or id
         * @throws IllegalArgumentException if host, NAT or Unix socket contradict each other, or an annotation of the
         * class of a registered object is misplaced
         */
        public Daemon start() {
            Daemon daemon = new Daemon(settings, objects()); // before the port opens
            daemon.life.begin();
            return daemon;
        }
    }
}
