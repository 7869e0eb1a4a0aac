package io.jyro.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;

import io.jyro.PyroUri;
import io.jyro.transport.Addresses;
import org.jspecify.annotations.Nullable;

/**
 * Where a daemon is reached: from this side of a NAT, and from beyond it if there is one.
 *
 * @param natHost null if there is no NAT
 */
record Location(String host, int port, @Nullable String natHost, int natPort) {

    /**
     * From what was asked for and what was bound.
     *
     * @param givenHost kept as it is, since clients may know the machine only by that name; if empty, the bound address
     * @param natPort 0 for the same port on both sides
     */
    static Location of(String givenHost, InetSocketAddress bound, @Nullable String natHost,
            int natPort) {
        return new Location(givenHost.isEmpty() ? hostOf(bound.getAddress()) : givenHost,
                bound.getPort(),
                natHost, natPort == 0 ? bound.getPort() : natPort);
    }

    // All addresses, of either kind: as Pyro writes it.
    private static String hostOf(InetAddress bound) {
        return bound.isAnyLocalAddress() ? "0.0.0.0" : bound.getHostAddress();
    }

    static boolean isLoopbackName(String host) {
        return host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
    }

    String text() {
        return Addresses.hostAndPort(host, port);
    }

    String natText() {
        return natHost == null ? "None" : Addresses.hostAndPort(natHost, natPort);
    }

    PyroUri uri(String objectId, boolean nat) {
        return nat && natHost != null
                ? PyroUri.of(objectId, natHost, natPort)
                : PyroUri.of(objectId, host, port);
    }
}
