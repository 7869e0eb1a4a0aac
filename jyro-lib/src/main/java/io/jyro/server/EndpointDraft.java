package io.jyro.server;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

import io.jyro.PyroConfig;
import io.jyro.TlsConfig;
import io.jyro.transport.Connection;
import io.jyro.transport.tls.TlsConnection;
import org.jspecify.annotations.Nullable;

/** The settings of a daemon's builder for the source of its clients. For one thread. */
final class EndpointDraft {
    private static final String UNIX_SOCKET = "unixsocket";

    private final List<String> hosts = new ArrayList<>();
    private int port;
    private @Nullable String natHost;
    private @Nullable Integer natPort;
    private @Nullable InPlaceOfHosts other;

    /** The alternative to listening on hosts; the kinds are named as in Pyro. */
    private record InPlaceOfHosts(String kind, Function<PyroConfig, Endpoint> endpoint) {}

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
        inPlaceOfHosts(UNIX_SOCKET, config -> ListeningEndpoint.openUnix(path, config));
    }

    /** @param kind the kind of connection, for errors */
    void connection(String kind, Supplier<Connection> connection) {
        inPlaceOfHosts(kind, config -> ConnectedEndpoint
                .at(TlsConnection.fromClient(connection.get(), tlsOf(config))));
    }

    private void inPlaceOfHosts(String kind, Function<PyroConfig, Endpoint> endpoint) {
        if (other != null) {
            throw cannotUse(other.kind(), kind);
        }
        other = new InPlaceOfHosts(kind, endpoint);
    }

    /**
     * Binds the addresses; accepts no clients yet.
     *
     * @throws io.jyro.CommunicationException if the daemon cannot listen
     * @throws IllegalArgumentException if the settings contradict each other
     */
    Endpoint open(PyroConfig config) {
        String nat = natHost == null ? config.natHost() : natHost;
        if (other == null) {
            requireNatHost(nat, config);
            return ListeningEndpoint.open(hosts.isEmpty() ? List.of(config.host()) : hosts, port,
                    config,
                    nat, natPort == null ? config.natPort() : natPort);
        }
        // As in Pyro, the NAT settings of the environment are ignored if the daemon does not listen.
        if (other.kind().equals(UNIX_SOCKET) ? nat != null : natHost != null) {
            throw new IllegalArgumentException(
                    "cannot use nathost together with " + other.kind());
        }
        if (!hosts.isEmpty()) {
            throw cannotUse("host " + hosts.getFirst(), other.kind());
        }
        return other.endpoint().apply(config);
    }

    private void requireNatHost(@Nullable String nat, PyroConfig config) {
        int wanted = natPort == null ? config.natPort() : natPort;
        if (nat == null && (natPort != null || wanted != 0)) {
            throw new IllegalArgumentException(
                    "natPort " + wanted + " has no effect without natHost;"
                            + " set natHost (NATHOST) too, or remove natPort (NATPORT)");
        }
    }

    /**
     * Returns the encryption of a daemon, or null if there is none.
     *
     * @throws io.jyro.PyroException if there is no certificate, or a file is invalid
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
