package io.jyro.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.jyro.PyroConfig;
import io.jyro.TlsConfig;
import io.jyro.server.objects.Location;
import io.jyro.transport.Addresses;
import io.jyro.transport.Connection;
import io.jyro.transport.Listener;
import io.jyro.transport.OwnLocations;
import io.jyro.transport.tls.TlsListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All addresses that a daemon listens on, with the same port, and their published location. Safe for any thread. */
final class ListeningEndpoint implements Endpoint {
    private static final Logger log = LoggerFactory.getLogger(ListeningEndpoint.class);

    private final List<Acceptor> acceptors;
    private final List<InetSocketAddress> addresses;
    private final Location location;
    private final OwnLocations.@Nullable Reach reach;

    private ListeningEndpoint(List<Listener> open, Location location,
            OwnLocations.@Nullable Reach reach) {
        List<Acceptor> ofEach = new ArrayList<>();
        List<InetSocketAddress> known = new ArrayList<>();
        for (Listener listener : open) {
            ofEach.add(new Acceptor(listener));
            if (listener.address() instanceof InetSocketAddress address) {
                known.add(address);
            }
        }
        acceptors = List.copyOf(ofEach);
        addresses = List.copyOf(known);
        this.location = location;
        this.reach = reach;
    }

    /**
     * Binds the hosts; accepts no clients yet.
     *
     * @param hosts at least one; uris name the first
     * @param natPort 0 for the same port on both sides
     * @throws io.jyro.CommunicationException if the daemon cannot listen on one of the hosts; none is then bound
     * @throws io.jyro.PyroException if TLS is configured with invalid files
     */
    static ListeningEndpoint open(List<String> hosts, int port, PyroConfig config,
            @Nullable String natHost, int natPort) {
        TlsConfig tls = EndpointDraft.tlsOf(config);
        List<Listener> open = new ArrayList<>();
        for (Listener listener : Listener.open(hosts, port, config.preferIpVersion(),
                config.sockReuse(), config.sockNodelay())) {
            open.add(TlsListener.over(listener, tls));
            warnIfOnlyThisMachineCanReach(listener);
        }
        Listener first = open.getFirst();
        Location.AtHost location = Location.AtHost.of(first.host(), inet(first), natHost, natPort);
        return new ListeningEndpoint(open, location, reach(open, location));
    }

    /**
     * Creates a Unix domain socket; accepts no clients yet.
     *
     * @throws io.jyro.CommunicationException if the daemon cannot listen there
     * @throws io.jyro.PyroException if TLS is configured with invalid files
     */
    static ListeningEndpoint openUnix(String path, PyroConfig config) {
        TlsConfig tls = EndpointDraft.tlsOf(config);
        Location location = new Location.AtSocket(path);
        return new ListeningEndpoint(List.of(TlsListener.over(Listener.openUnix(path), tls)),
                location,
                null);
    }

    /** Returns the location of the first address. */
    @Override
    public Location location() {
        return location;
    }

    @Override
    public List<InetSocketAddress> addresses() {
        return addresses;
    }

    @Override
    public boolean endsWithItsClient() {
        return false;
    }

    @Override
    public String describe(boolean oneCallAtATime, int connections) {
        return oneCallAtATime
                ? "<SocketServer_Multiplex on " + location.text() + "; " + connections
                        + " connections>"
                : "<SocketServer_Threadpool on " + location.text() + "; " + connections
                        + " workers>";
    }

    @Override
    public void start(Consumer<Connection> clients) {
        if (reach != null) {
            OwnLocations.shared().add(reach);
        }
        for (Acceptor acceptor : acceptors) {
            acceptor.start(clients);
        }
    }

    /** Accepts no more clients; afterwards the port is free. */
    @Override
    public void close() {
        for (Acceptor acceptor : acceptors) {
            acceptor.close();
        }
        if (reach != null) {
            OwnLocations.shared().remove(reach);
        }
    }

    private static OwnLocations.@Nullable Reach reach(List<Listener> open,
            Location.AtHost location) {
        Map<InetAddress, String> hosts = new LinkedHashMap<>();
        boolean everywhere = false;
        for (Listener listener : open) {
            InetAddress address = inet(listener).getAddress();
            if (address.isAnyLocalAddress()) {
                everywhere = true;
            } else {
                hosts.put(address, listener.host());
            }
        }
        return everywhere || new HashSet<>(hosts.values()).size() > 1
                ? new OwnLocations.Reach(location.published(), location.port(), hosts, everywhere)
                : null;
    }

    private static void warnIfOnlyThisMachineCanReach(Listener listener) {
        if (listener.isLoopback() && !Addresses.isLoopback(listener.host())) {
            log.warn(
                    "weird DNS setup: {} resolves to localhost ({}); clients on other machines cannot reach this"
                            + " daemon",
                    listener.host(), Addresses.numeric(inet(listener).getAddress()));
        }
    }

    private static InetSocketAddress inet(Listener listener) {
        return (InetSocketAddress) listener.address();
    }
}
