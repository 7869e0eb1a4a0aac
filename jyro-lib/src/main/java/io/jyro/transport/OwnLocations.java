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
 * Where daemons of this process are reached that listen on more than one address. Their uris name one of these; when a
 * uri is written to a connection, that connection's own address stands there instead, since the peer has just shown
 * that it can reach that one. One for the whole process; safe for any thread.
 */
public final class OwnLocations {
    private static final OwnLocations SHARED = new OwnLocations();

    private final Map<Place, Reach> byPlace = new ConcurrentHashMap<>();

    private OwnLocations() {}

    /** What stands in a uri. */
    private record Place(String host, int port) {}

    /**
     * The addresses of one daemon.
     *
     * @param host what its uris name
     * @param port the port, the same at each address
     * @param hosts what each address is to be called in a uri
     * @param everywhere whether it listens on every address of the machine besides
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

        /** What a peer that reached this machine at an address is to call the daemon; null if it is not there. */
        @Nullable
        String hostAt(InetAddress address) {
            String given = hosts.get(address);
            boolean tellsOthers = !address.isLinkLocalAddress() && !address.isAnyLocalAddress();
            return given == null && everywhere && tellsOthers
                    ? Addresses.numeric(address)
                    : given;
        }
    }

    /** Those of this process. */
    public static OwnLocations shared() {
        return SHARED;
    }

    /** Begins to replace the host of a daemon's uris. */
    public void add(Reach reach) {
        reach.places().forEach(place -> byPlace.put(place, reach));
    }

    /** The daemon is gone, and its uris stay as they are. */
    public void remove(Reach reach) {
        reach.places().forEach(place -> byPlace.remove(place, reach));
    }

    /** Whether a uri is that of a daemon of this process, so that another host may take the place of its own. */
    public boolean isOwn(PyroUri uri) {
        String host = uri.host();
        return host != null && byPlace.containsKey(new Place(host, uri.port()));
    }

    /** Whether a uri is how peers that reach this machine at one of its addresses see a daemon's own uri. */
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

    /** How uris are to be written to a connection; others than those of this process as they are. */
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

    /** How a uri is to be written for a peer that reaches this machine at an address. */
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
