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
import io.jyro.transport.MemoryBudget;

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
    private final Entrance entrance;
    private final DaemonCore core;
    private final Directory directory;
    private final ConnectionTable connections;
    private final DaemonLife life;

    private Daemon(DaemonSettings settings, ObjectTable objects) {
        PyroConfig config = settings.config();
        entrance = settings.entrance().open(config);
        core = DaemonCore.of(settings, config, entrance.location(), objects, this);
        directory = new Directory(core.objects(), entrance.location());
        connections = new ConnectionTable(
                Room.of(config, settings.serverTypeOr(config.serverType())), new Runnable() {
                    @Override
                    public void run() {
                        life.lastLeft();
                    }
                });
        life = new DaemonLife(core, entrance, connections);
        core.objects().registerDaemon(new DaemonObject(core, entrance, connections));
    }

    /** Starts a daemon as the environment configures it, on a free port of this machine. */
    public static Daemon start() {
        return builder().start();
    }

    /** Begins a daemon with settings of its own. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Hosts objects until the process ends: starts a daemon, registers them in it and in the name server, prints where
     * they are, and serves.
     *
     * @param objects objects and classes with the names to register them under; null or an empty name registers none
     */
    public static void serve(Map<?, String> objects) {
        serving(objects).serve();
    }

    /**
     * Begins to host objects until the process ends, as {@link #serve} does, on a host and port, in a daemon, without a name
     * server or quietly.
     *
     * @param objects objects and classes with the names to register them under; null or an empty name registers none
     */
    public static Serving serving(Map<?, String> objects) {
        return new Serving(objects, System.out);
    }

    /**
     * The daemon that serves the call which the calling thread runs: a served method, constructor or creator registers
     * further objects there, under whatever daemon it was registered itself.
     *
     * {@snippet :
     * @Expose
     * public Thing create() {
     *     Thing thing = new Thing();
     *     Daemon.current().register(thing);
     *     return thing; // travels as a proxy
     * }
     * }
     *
     * @throws PyroException if the thread serves no call
     * @see CallContext#objectId()
     */
    public static Daemon current() {
        Daemon daemon = CallContext.current().client() instanceof ClientConnection client
                ? client.daemon()
                : null;
        if (daemon == null) {
            throw new PyroException("this thread serves no call of a daemon;"
                    + " Daemon.current() works only in a method that a daemon calls for a client");
        }
        return daemon;
    }

    /**
     * Registers an object, or a class of which instances are made, under a new id. What exposes nothing is registered
     * with a warning in the log.
     *
     * @return where clients find it
     * @throws DaemonException if it is registered already, or this daemon is closed
     * @throws IllegalArgumentException if a marker on its class stands where it cannot work, or no instances can be made
     *     of the class because it is abstract or lacks a constructor without parameters
     */
    public PyroUri register(Object objectOrClass) {
        return openDirectory().register(objectOrClass, null, false, false);
    }

    /**
     * Registers an object, or a class of which instances are made, under an id.
     *
     * @return where clients find it
     * @throws DaemonException if it is registered already, the id is taken, or this daemon is closed
     */
    public PyroUri register(Object objectOrClass, String objectId) {
        return register(objectOrClass, objectId, false);
    }

    /** Registers under an id, if forced in place of what has that id, and again if it is registered already. */
    public PyroUri register(Object objectOrClass, String objectId, boolean force) {
        return openDirectory().register(objectOrClass, objectId, force, false);
    }

    /**
     * Registers a class under a new id; a creator makes its instances, as often as its {@link io.jyro.Behavior} says, in
     * place of the constructor or creator that its marker names.
     *
     * @return where clients find it
     * @throws DaemonException if it is registered already
     */
    public <T> PyroUri register(Class<T> type, Supplier<? extends T> creator) {
        return openDirectory().register(type, creator, null);
    }

    /**
     * Registers a class under an id; a creator makes its instances, as often as its {@link io.jyro.Behavior} says, in
     * place of the constructor or creator that its marker names. It may be an interface or an abstract class then.
     *
     * @return where clients find it
     * @throws DaemonException if it is registered already, or the id is taken
     */
    public <T> PyroUri register(Class<T> type, String objectId, Supplier<? extends T> creator) {
        return openDirectory().register(type, creator, objectId);
    }

    /**
     * Registers two objects under one id: one for clients of protocol 48, one for those of 502. For objects whose methods
     * differ between Pyro4 and Pyro5, as the name server's do.
     *
     * @return where clients find the one that is theirs
     * @throws DaemonException if one is registered already, or the id is taken
     */
    public PyroUri registerByDialect(Object v48, Object v502, String objectId) {
        return openDirectory().registerByDialect(v48, v502, objectId);
    }

    /** Registers an object that goes away when nobody else holds it. */
    public PyroUri registerWeak(Object object) {
        return openDirectory().register(object, null, false, true);
    }

    /** Registers an object under an id; it goes away when nobody else holds it. */
    public PyroUri registerWeak(Object object, String objectId) {
        return openDirectory().register(object, objectId, false, true);
    }

    /**
     * Takes back a registration, by object, class, or id. An unknown id, and the daemon's own, do nothing.
     *
     * @throws DaemonException if the object is not registered
     * @throws IllegalArgumentException if it is null
     */
    public void unregister(Object objectOrId) {
        directory.unregister(objectOrId);
    }

    /**
     * Where clients find an object, class, or id, behind the NAT if there is one. An id need not be registered.
     *
     * @throws DaemonException if an object is not registered, or this daemon is closed
     */
    public PyroUri uriFor(Object objectOrId) {
        return uriFor(objectOrId, true);
    }

    /** Where clients find an object: from outside, or with {@code nat} false from this side of the NAT. */
    public PyroUri uriFor(Object objectOrId, boolean nat) {
        return openDirectory().uri(objectOrId, nat);
    }

    /**
     * Reads again which members of a registered object or class clients can reach, after an agent has redefined the class.
     * Clients that are connected keep what they know; instances of a class live on. An unknown id does nothing.
     */
    public void resetMetadataCache(Object objectOrId) {
        directory.readAnew(objectOrId);
    }

    /**
     * A proxy for a registered object, class, or id, with the uri that {@link #uriFor(Object)} returns.
     *
     * @throws DaemonException if it is not registered, or this daemon is closed
     */
    public Proxy proxyFor(Object objectOrId) {
        return proxyFor(objectOrId, true);
    }

    /** The same, with a uri from outside, or with {@code nat} false from this side of the NAT. */
    public Proxy proxyFor(Object objectOrId, boolean nat) {
        return Proxy.received(openDirectory().reference(objectOrId, nat), core.config(),
                Dialect.V502);
    }

    PyroConfig config() {
        return core.config();
    }

    // After the end no client finds anything here.
    private Directory openDirectory() {
        life.requireOpen();
        return directory;
    }

    /**
     * Where this daemon listens, as {@code host:port} with the host as it was given, the first if there are several; or
     * {@code ./u:path}.
     */
    public String location() {
        return entrance.location().text();
    }

    /** The port it listens on, the same for all its hosts; 0 if it has none. */
    public int port() {
        return entrance.location().port();
    }

    /**
     * The address that is bound, with the real port; the first if there are several.
     *
     * @throws IllegalStateException if it listens on no host
     */
    public InetSocketAddress address() {
        return entrance.address();
    }

    /** All hosts' addresses that are bound, with the real port, in the order of the hosts; unmodifiable. */
    public List<InetSocketAddress> addresses() {
        return entrance.addresses();
    }

    /** The clients that are connected now, in no order; one that has several connections once for each. */
    public List<ServedClient> clients() {
        return connections.welcomed();
    }

    /**
     * What is registered: objects and classes by id; the daemon's own object is {@code Pyro.Daemon}. Of two objects that are
     * registered by dialect it has the one for protocol 502. A copy, in no order.
     */
    public Map<String, Object> registered() {
        return core.objects().registered();
    }

    /** The instances of registered classes that serve one connection each, of all clients that are connected; a copy. */
    public List<Object> sessions() {
        return connections.sessions();
    }

    /** How many item streams are open, with those that linger after the end of their connection. */
    public int streams() {
        return core.streams().size();
    }

    /** The memory that the messages of its clients may take. */
    MemoryBudget memory() {
        return core.memory();
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

    /** Waits until the daemon is shut down or a condition, looked at every so often, is false. */
    public void requestLoop(BooleanSupplier condition) {
        life.await(condition);
    }

    /**
     * Has the calls of this daemon and another run one at a time on the same thread, which is this one's: both have server
     * type MULTIPLEX. Combine before calls come, since those of the other daemon change their thread. Each is shut down by
     * itself.
     *
     * @throws UnsupportedOperationException if one of them has another server type
     */
    public void combine(Daemon other) {
        core.calls().share(other.core.calls());
    }

    /**
     * Stops: takes no more clients, lets running calls end for some seconds, closes all connections. From within a
     * served method it returns at once, so that the call can end. Doing it twice is fine: whoever does so from outside
     * waits for the calls that still run, so that a program which ends after {@link #close} does not cut off the last.
     */
    public void shutdown() {
        life.end();
    }

    /**
     * Stops as {@link #shutdown()} does, with another limit for the calls that run.
     *
     * @param letCallsEnd how long it waits for them; after that their connections are closed. With zero it does not wait,
     *     and they are closed when their calls have been answered.
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
        return "Daemon[" + location() + ", " + core.objects().size() + " objects]";
    }

    /** Gathers the settings of a daemon. What is not set comes from the configuration. For one thread. */
    public static final class Builder extends ServingBuilder<Builder> {
        private final DaemonSettings settings = new DaemonSettings();

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        @Override
        DaemonSettings settings() {
            return settings;
        }

        /** Where everything that is not set here comes from; by default the environment. */
        public Builder config(PyroConfig newConfig) {
            settings.config(newConfig);
            return this;
        }

        /** Class converters for what goes out and comes in, before those of the configuration. */
        public Builder types(TypeRegistry registry) {
            settings.types(registry);
            return this;
        }

        /** A shared key that messages of protocol 48 have to be signed with. */
        public Builder hmacKey(byte[] key) {
            settings.hmacKey(key);
            return this;
        }

        /** Encrypts connections, also those of proxies that clients send. */
        public Builder tls(TlsConfig newTls) {
            settings.tls(newTls);
            return this;
        }

        /**
         * Makes the daemon and begins to serve. Until the first object is registered, and for at most a second, clients that
         * ask for one that is unknown wait for their answer.
         *
         * @throws CommunicationException if it cannot listen there
         * @throws DaemonException if two registrations are for the same object or id
         * @throws IllegalArgumentException if host, NAT or Unix socket contradict each other, or a marker on the class of
         *     a registered object stands where it cannot work
         */
        public Daemon start() {
            Daemon daemon = new Daemon(settings, objects()); // before the port opens
            daemon.life.begin();
            return daemon;
        }
    }
}
