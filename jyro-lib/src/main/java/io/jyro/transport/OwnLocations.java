package io.jyro.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.jyro.PyroUri;
import org.jspecify.annotations.Nullable;

/**
 * The locations of daemons of this process that listen on more than one address. The uris of such a daemon name one of
 * them. When a uri is written to a connection, its host is replaced by that connection's own address, since the peer
 * has just shown that it can reach it. One instance for the whole process; safe for any thread.
 */
public final class OwnLocations {
    private static final OwnLocations SHARED = new OwnLocations();

    private final Map<Place, Reach> byPlace = new ConcurrentHashMap<>();

    private OwnLocations() {}

    /** The host and port of a uri. */
    private record Place(String host, int port) {}

    /**
     * The addresses of one daemon.
     *
     * @param host the host in its uris
     * @param port the port, the same at each address
     * @param hosts the host to write in a uri for each address
     * @param everywhere whether it also listens on every other address of the machine
     */
    public record Reach(String host, int port, Map<InetAddress, String> hosts,
            boolean everywhere) {
        /** Copies the hosts. */
        public Reach {
            hosts = Map.copyOf(hosts);
        }

        private List<Place> places() {
            Stream<String> names = everywhere
                    ? Stream.of(host, Addresses.ALL_IPV4, Addresses.ALL_IPV6)
                    : Stream.of(host);
            return names.map(name -> new Place(name, port)).toList();
        }

        /**
         * Returns the host to write for a peer that reached this machine at an address; null if the daemon does not
         * listen there.
         */
        @Nullable
        String hostAt(InetAddress address) {
            String given = hosts.get(address);
            boolean tellsOthers = !address.isLinkLocalAddress() && !address.isAnyLocalAddress();
            return given == null && everywhere && tellsOthers
                    ? Addresses.numeric(address)
                    : given;
        }
    }

    /** Returns the locations of this process. */
    public static OwnLocations shared() {
        return SHARED;
    }

    /** Adds a daemon, whose hosts in uris are replaced from now on. */
    public void add(Reach reach) {
        reach.places().forEach(place -> byPlace.put(place, reach));
    }

    /** Removes a daemon that has ended; its uris are not changed any more. */
    public void remove(Reach reach) {
        reach.places().forEach(place -> byPlace.remove(place, reach));
    }

    /** Returns whether a uri belongs to a daemon of this process, so that its host may be replaced. */
    public boolean isOwn(PyroUri uri) {
        String host = uri.host();
        return host != null && byPlace.containsKey(new Place(host, uri.port()));
    }

    /**
     * Returns whether a uri is a daemon's own uri in the form for peers that reach this machine at one of its
     * addresses.
     */
    public boolean isSeenAs(PyroUri own, PyroUri seen) {
        String ownHost = own.host();
        String host = seen.host();
        if (ownHost == null || host == null || seen.port() != own.port()) {
            return false;
        }
        Reach reach = byPlace.get(new Place(ownHost, own.port()));
        return reach != null && (reach.hosts().containsValue(host)
                || reach.everywhere() && Addresses.isOfThisMachine(host));
    }

    /**
     * Returns the function that replaces the hosts of this process's uris for a connection; other uris are not changed.
     */
    public UnaryOperator<PyroUri> seenThrough(Connection connection) {
        return new SeenThrough(this, connection);
    }

    private record SeenThrough(OwnLocations own, Connection connection)
            implements
                UnaryOperator<PyroUri> {
        @Override
        public PyroUri apply(PyroUri uri) {
            return own.byPlace.isEmpty() ? uri : own.seenAt(connection.localAddress(), uri);
        }
    }

    /** Returns the form of a uri for a peer that reaches this machine at an address. */
    public PyroUri seenAt(SocketAddress here, PyroUri uri) {
        String host = uri.host();
        if (host == null || !uri.isDirect() || !(here instanceof InetSocketAddress inet)) {
            return uri;
        }
        Reach reach = byPlace.get(new Place(host, uri.port()));
        String better = reach == null ? null : reach.hostAt(inet.getAddress());
        return better == null ? uri : PyroUri.of(uri.objectId(), better, uri.port());
    }
}
