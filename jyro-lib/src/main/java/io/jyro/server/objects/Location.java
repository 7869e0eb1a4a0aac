package io.jyro.server.objects;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

import io.jyro.PyroUri;
import io.jyro.transport.Addresses;
import org.jspecify.annotations.Nullable;

/** The address of a daemon, and its form in uris. Immutable. */
public sealed interface Location {
    /** Returns the location as in a uri, but with the host as it was configured. */
    String text();

    /** Returns the port, or 0 if there is none. */
    int port();

    /** Returns the location for clients outside a NAT, in Pyro's words. */
    default String natText() {
        return "None";
    }

    /** Returns the uri of an object; for clients outside the NAT, if there is one and {@code nat} is true. */
    PyroUri uri(String objectId, boolean nat);

    /**
     * A location by host and port: inside a NAT, and outside if there is one.
     *
     * @param host the host to listen on, as it was configured
     * @param published the host in uris: the same, or one address of the machine if the daemon listens on all
     * @param natHost null if there is no NAT
     */
    record AtHost(String host, String published, int port, @Nullable String natHost, int natPort)
            implements
                Location {

        /**
         * Creates the location from a bound address.
         *
         * @param natPort 0 for the same port on both sides
         */
        public static AtHost of(String givenHost, InetSocketAddress address,
                @Nullable String natHost,
                int natPort) {
            InetAddress bound = address.getAddress();
            int port = address.getPort();
            String host = givenHost.isEmpty() ? Addresses.numeric(bound) : givenHost;
            String published = bound.isAnyLocalAddress()
                    ? Addresses.numeric(
                            Addresses.ofThisMachine(bound instanceof Inet4Address ? 4 : 6))
                    : host;
            return new AtHost(host, published, port, natHost, natPort == 0 ? port : natPort);
        }

        @Override
        public String text() {
            return Addresses.hostAndPort(host, port);
        }

        @Override
        public String natText() {
            return natHost == null ? "None" : Addresses.hostAndPort(natHost, natPort);
        }

        @Override
        public PyroUri uri(String objectId, boolean nat) {
            return nat && natHost != null
                    ? PyroUri.of(objectId, natHost, natPort)
                    : PyroUri.of(objectId, published, port);
        }
    }

    /**
     * A Unix domain socket, or a connection without an address, which Pyro names in the same way.
     *
     * @param path the path as it was configured
     */
    record AtSocket(String path) implements Location {
        /** A connected socket without an address. */
        public static final AtSocket NOT_BOUND = new AtSocket("<<not-bound>>");

        /** Refuses a path that cannot be part of a uri. */
        public AtSocket {
            PyroUri.ofUnixSocket("any", path);
        }

        @Override
        public String text() {
            return Addresses.unixLocation(path);
        }

        @Override
        public int port() {
            return 0;
        }

        @Override
        public PyroUri uri(String objectId, boolean nat) {
            return PyroUri.ofUnixSocket(objectId, path);
        }
    }
}
