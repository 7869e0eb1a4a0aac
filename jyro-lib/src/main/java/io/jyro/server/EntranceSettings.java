package io.jyro.server;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

import io.jyro.PyroConfig;
import io.jyro.TlsConfig;
import io.jyro.transport.Connection;
import io.jyro.transport.TlsConnection;
import org.jspecify.annotations.Nullable;

/** Where a daemon's clients are to come from, as its builder is told. For one thread. */
final class EntranceSettings {
    private static final String UNIX_SOCKET = "unixsocket";

    private final List<String> hosts = new ArrayList<>();
    private int port;
    private @Nullable String natHost;
    private @Nullable Integer natPort;
    private @Nullable InPlaceOfHosts other;

    /** What a daemon has that listens on no host; the kinds are called as in Pyro. */
    private record InPlaceOfHosts(String kind, Function<PyroConfig, Entrance> entrance) {}

    void host(String host) {
        hosts.add(host);
    }

    void port(int newPort) {
        port = newPort;
    }

    void natHost(String host) {
        natHost = host;
    }

    void natPort(int newPort) {
        natPort = newPort;
    }

    void unixSocket(String path) {
        inPlaceOfHosts(UNIX_SOCKET, config -> Listeners.openUnix(path, config));
    }

    /** @param kind what the connection is over, for errors */
    void connection(String kind, Supplier<Connection> connection) {
        inPlaceOfHosts(kind, config -> OneClient
                .at(TlsConnection.fromClient(connection.get(), tlsOf(config))));
    }

    private void inPlaceOfHosts(String kind, Function<PyroConfig, Entrance> entrance) {
        if (other != null) {
            throw cannotUse(other.kind(), kind);
        }
        other = new InPlaceOfHosts(kind, entrance);
    }

    /**
     * Binds; nobody is accepted yet.
     *
     * @throws io.jyro.CommunicationException if it cannot be listened on
     * @throws IllegalArgumentException if the settings contradict each other
     */
    Entrance open(PyroConfig config) {
        String nat = natHost == null ? config.natHost() : natHost;
        if (other == null) {
            requireNatHost(nat, config);
            return Listeners.open(hosts.isEmpty() ? List.of(config.host()) : hosts, port, config,
                    nat, natPort == null ? config.natPort() : natPort);
        }
        // What the environment says of a NAT is ignored, as in Pyro, where nothing is listened on.
        if (other.kind().equals(UNIX_SOCKET) ? nat != null : natHost != null) {
            throw new IllegalArgumentException(
                    "cannot use nathost together with " + other.kind());
        }
        if (!hosts.isEmpty()) {
            throw cannotUse("host " + hosts.getFirst(), other.kind());
        }
        return other.entrance().apply(config);
    }

    private void requireNatHost(@Nullable String nat, PyroConfig config) {
        int wanted = natPort == null ? config.natPort() : natPort;
        if (nat == null && (natPort != null || wanted != 0)) {
            throw new IllegalArgumentException(
                    "natPort " + wanted + " has no effect without natHost;"
                            + " set natHost (NATHOST) too, or leave natPort (NATPORT) away");
        }
    }

    /**
     * How a daemon encrypts; null if it does not.
     *
     * @throws io.jyro.PyroException if there is no certificate to show, or a file is not as it should be
     */
    static @Nullable TlsConfig tlsOf(PyroConfig config) {
        TlsConfig tls = config.daemonTls();
        if (tls != null) {
            tls.requireCertificate();
        }
        return tls;
    }

    private static IllegalArgumentException cannotUse(String one, String another) {
        return new IllegalArgumentException(
                "cannot use " + one + " together with " + another + "; make two daemons");
    }
}
