package io.jyro.server;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

import io.jyro.PyroUri;
import io.jyro.transport.Addresses;
import org.jspecify.annotations.Nullable;

/** Where a daemon is reached, and what uris say of it. Immutable. */
sealed interface Location {
    /** As in a uri, but with the host as it was asked for. */
    String text();

    /** The port; 0 if there is none. */
    int port();

    /** Where it is reached from beyond a NAT, in Pyro's words. */
    default String natText() {
        return "None";
    }

    /** The uri of an object; from beyond the NAT, if there is one and that is wanted. */
    PyroUri uri(String objectId, boolean nat);

    /**
     * On a host and port: from this side of a NAT, and from beyond it if there is one.
     *
     * @param host where it listens, as it was asked for
     * @param published what uris name: the host, or if that is every address of the machine, one of them
     * @param natHost null if there is no NAT
     */
    record AtHost(String host, String published, int port, @Nullable String natHost, int natPort)
            implements
                Location {

        /**
         * From what is listened on.
         *
         * @param natPort 0 for the same port on both sides
         */
        static AtHost of(String givenHost, InetSocketAddress address, @Nullable String natHost,
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
     * On a Unix domain socket, or as if: what has no address is called so too, as in Pyro.
     *
     * @param path as it was asked for
     */
    record AtSocket(String path) implements Location {
        /** A connected socket without an address. */
        static final AtSocket NOT_BOUND = new AtSocket("<<not-bound>>");

        /** Refuses a path that no uri can hold. */
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
