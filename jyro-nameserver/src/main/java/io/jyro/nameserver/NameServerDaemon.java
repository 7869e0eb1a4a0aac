package io.jyro.nameserver;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.jyro.CommunicationException;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.RateLimitedLog;
import io.jyro.nameserver.Storage.Registration;
import io.jyro.rpc.WireNames;
import io.jyro.server.Daemon;
import org.jspecify.annotations.Nullable;

/**
 * A name server: a daemon with the object {@code Pyro.NameServer}, for clients of both protocols on one port. If it can
 * be reached from the network, it also answers broadcasts of clients. It serves as soon as it is started. Safe for any
 * thread.
 *
 * {@snippet :
 * try (NameServerDaemon names = NameServerDaemon.builder().host("localhost").start()) {
 *     System.out.println(names.uri());
 *     names.requestLoop();
 * }
 * }
 *
 * @see "docs/protocol.md, 8 Name server and command line tools"
 */
public final class NameServerDaemon implements AutoCloseable {
    /** Whether broadcasts are answered, or the reason why not. */
    public enum BroadcastState {
        /** Broadcasts are answered. */
        RUNNING,
        /** Broadcasts were switched off. */
        SWITCHED_OFF,
        /** Only this machine can reach the name server, so announcing it is useless. */
        LOCALHOST,
        /** The name server has only IPv6 addresses, and IPv6 has no broadcast. */
        IPV6,
        /** The name server listens on a Unix domain socket, which only this machine can reach. */
        UNIX_SOCKET
    }

    private final Storage storage;
    private final Daemon daemon;
    private final BroadcastState broadcastState;
    private final @Nullable BroadcastResponder responder;
    private final @Nullable AutoCleaner cleaner;
    private final RateLimitedLog warnings;

    private NameServerDaemon(Storage storage, Daemon daemon, RateLimitedLog warnings,
            BroadcastState broadcastState, @Nullable BroadcastResponder responder,
            @Nullable AutoCleaner cleaner) {
        this.storage = storage;
        this.daemon = daemon;
        this.warnings = warnings;
        this.broadcastState = broadcastState;
        this.responder = responder;
        this.cleaner = cleaner;
    }

    /** Starts a name server with the configuration of the environment. */
    public static NameServerDaemon start() {
        return builder().start();
    }

    /** Returns a builder for a name server with its own settings. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the uri for clients, from outside of a NAT if there is one. */
    public PyroUri uri() {
        return daemon.uriFor(WireNames.NAME_SERVER);
    }

    /** Returns the uri for clients inside of a NAT. */
    public PyroUri internalUri() {
        return daemon.uriFor(WireNames.NAME_SERVER, false);
    }

    /**
     * Returns where it listens: {@code host:port} with the host as it was given, the first if there are several; or
     * {@code ./u:path}.
     */
    public String location() {
        return daemon.location();
    }

    /** Returns the port it listens on; 0 on a Unix domain socket. */
    public int port() {
        return daemon.port();
    }

    /**
     * Returns the address it listens on; the first if there are several.
     *
     * @throws IllegalStateException if it listens on a Unix domain socket
     */
    public InetAddress address() {
        return daemon.address().getAddress();
    }

    /** Returns whether broadcasts are answered, or why not. */
    public BroadcastState broadcastState() {
        return broadcastState;
    }

    /** Returns where broadcasts are received, as {@code host:port}; empty if they are not. */
    public Optional<String> broadcastLocation() {
        return Optional.ofNullable(responder).map(BroadcastResponder::location);
    }

    /** Returns the UDP port on which broadcasts are received, or 0 if they are not. */
    public int broadcastPort() {
        return responder == null ? 0 : responder.port();
    }

    /** Returns how many names are registered, including its own. */
    public int count() {
        return storage.size();
    }

    /** Waits until it is closed, or the thread is interrupted. */
    public void requestLoop() {
        daemon.requestLoop();
    }

    /** Stops: closes all connections and the store. Closing twice has no effect. */
    @Override
    public void close() {
        if (cleaner != null) {
            cleaner.close();
        }
        if (responder != null) {
            responder.close();
        }
        daemon.close();
        warnings.end();
        storage.close();
    }

    @Override
    public String toString() {
        return "NameServerDaemon[" + location() + "]";
    }

    /**
     * Collects the settings of a name server. Settings that are not given come from the configuration. For one thread.
     */
    public static final class Builder {
        private @Nullable PyroConfig config;
        private final List<String> hosts = new ArrayList<>();
        private @Nullable Integer port;
        private @Nullable String unixSocket;
        private @Nullable String natHost;
        private @Nullable Integer natPort;
        private byte @Nullable [] hmacKey;
        private boolean broadcast = true;
        private @Nullable String broadcastHost;
        private @Nullable Integer broadcastPort;
        private @Nullable Storage storage;
        private @Nullable Boolean ownership;

        private Builder() {}

        /** Sets the configuration for all settings that are not given here; by default that of the environment. */
        public Builder config(PyroConfig newConfig) {
            config = newConfig;
            return this;
        }

        /**
         * Adds a name or address of this machine to listen on: {@code 0.0.0.0} or empty for every IPv4 address,
         * {@code ::} for every address. May be called several times: the name server listens on all of them, and its
         * own entry names the first.
         */
        public Builder host(String newHost) {
            hosts.add(newHost);
            return this;
        }

        /** Sets the port to listen on, 0 for any free one; by default {@link PyroConfig#nsPort()}. */
        public Builder port(int newPort) {
            port = newPort;
            return this;
        }

        /** Sets the path of a Unix domain socket to listen on, in place of a host and port. */
        public Builder unixSocket(String path) {
            unixSocket = path;
            return this;
        }

        /** Sets the path of a Unix domain socket to listen on, in place of a host and port. */
        public Builder unixSocket(Path path) {
            return unixSocket(path.toString());
        }

        /** Sets the host under which clients outside of a NAT reach it. */
        public Builder natHost(String newHost) {
            natHost = newHost;
            return this;
        }

        /** Sets the port under which clients outside of a NAT reach it; 0 is the same as inside. */
        public Builder natPort(int newPort) {
            natPort = newPort;
            return this;
        }

        /** Sets the shared key with which clients have to sign their messages. */
        public Builder hmacKey(byte[] key) {
            hmacKey = key.clone();
            return this;
        }

        /** Sets whether broadcasts are answered if the network can reach the name server; by default they are. */
        public Builder broadcast(boolean wanted) {
            broadcast = wanted;
            return this;
        }

        /** Sets the address to receive broadcasts on; by default {@link PyroConfig#nsBcHost()}, or every interface. */
        public Builder broadcastHost(String newHost) {
            broadcastHost = newHost;
            return this;
        }

        /** Sets the UDP port to receive broadcasts on, 0 for any free one; by default {@link PyroConfig#nsBcPort()}. */
        public Builder broadcastPort(int newPort) {
            broadcastPort = newPort;
            return this;
        }

        /** Sets the store for registrations, by default in memory. The name server closes it when it is closed. */
        public Builder storage(Storage newStorage) {
            storage = newStorage;
            return this;
        }

        /**
         * Sets whether only the client that registered a name may replace or remove it or change its tags; by default
         * {@link PyroConfig#nsOwnership()}. Clients are the same if they present certificates with the same subject and
         * issuer, or, without certificates, connect from one address. All programs on the machine of the name server
         * are the same client.
         */
        public Builder ownership(boolean wanted) {
            ownership = wanted;
            return this;
        }

        /**
         * Creates the name server and begins to serve.
         *
         * @throws CommunicationException if it cannot listen on an address or socket
         * @throws IllegalArgumentException if the period of the auto-clean is less than three seconds, or host, NAT and
         *         Unix socket contradict each other
         */
        public NameServerDaemon start() {
            PyroConfig settings = config == null ? PyroConfig.fromEnvironment() : config;
            boolean cleans = isCleaning(settings.nsAutoClean());
            Storage kept = storage == null ? new MemoryStorage() : storage;
            RateLimitedLog warnings = ReachWatch.warnings(System::nanoTime);
            Daemon daemon = daemon(settings, warnings);
            try {
                ReachWatch watch = ReachWatch.on(daemon.addresses(), warnings);
                kept.put(WireNames.NAME_SERVER, new Registration(
                        daemon.uriFor(WireNames.NAME_SERVER).toString(), NameDirectory.OWN_TAGS));
                Registrations registrations = new Registrations(kept,
                        RegistrationLimits.of(settings),
                        ownership == null ? settings.nsOwnership() : ownership);
                daemon.registerByDialect(new Pyro4NameServer(registrations, watch),
                        new Pyro5NameServer(registrations, watch), WireNames.NAME_SERVER);
                BroadcastState state = stateFor(daemon.addresses());
                BroadcastResponder responder = state == BroadcastState.RUNNING
                        ? responder(settings, daemon)
                        : null;
                return new NameServerDaemon(kept, daemon, warnings, state, responder,
                        cleans ? AutoCleaner.start(registrations, settings) : null);
            } catch (RuntimeException e) {
                daemon.close();
                throw e;
            }
        }

        private Daemon daemon(PyroConfig settings, RateLimitedLog warnings) {
            Daemon.Builder builder = Daemon.builder().config(settings)
                    .housekeeping(warnings::reportSuppressed)
                    .port(port == null ? settings.nsPort() : port);
            hosts.forEach(builder::host);
            if (unixSocket != null) {
                builder.unixSocket(unixSocket);
            }
            if (natHost != null) {
                builder.natHost(natHost);
            }
            if (natPort != null) {
                builder.natPort(natPort);
            }
            if (hmacKey != null) {
                builder.hmacKey(hmacKey);
            }
            return builder.start();
        }

        // IPv6 has no broadcast.
        private BroadcastState stateFor(List<InetSocketAddress> addresses) {
            if (unixSocket != null) {
                return BroadcastState.UNIX_SOCKET;
            }
            List<InetAddress> ofIpv4 = addresses.stream().map(InetSocketAddress::getAddress)
                    .filter(Inet4Address.class::isInstance).toList();
            if (ofIpv4.isEmpty()) {
                return BroadcastState.IPV6;
            }
            if (ofIpv4.stream().allMatch(InetAddress::isLoopbackAddress)) {
                return BroadcastState.LOCALHOST;
            }
            return broadcast ? BroadcastState.RUNNING : BroadcastState.SWITCHED_OFF;
        }

        private BroadcastResponder responder(PyroConfig settings, Daemon daemon) {
            String hears = broadcastHost == null ? settings.nsBcHost() : broadcastHost;
            return BroadcastResponder.start(hears == null ? "" : hears,
                    broadcastPort == null ? settings.nsBcPort() : broadcastPort,
                    daemon.uriFor(WireNames.NAME_SERVER, false));
        }

        private static boolean isCleaning(Duration period) {
            if (period.isPositive() && period.compareTo(AutoCleaner.LEAST_PERIOD) < 0) {
                throw new IllegalArgumentException("NS_AUTOCLEAN cannot be smaller than "
                        + AutoCleaner.LEAST_PERIOD.toSeconds());
            }
            return period.isPositive();
        }
    }
}
