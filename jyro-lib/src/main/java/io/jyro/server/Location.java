package io.jyro.server;

import java.net.Inet4Address;
import java.net.InetAddress;

import io.jyro.PyroUri;
import io.jyro.transport.Addresses;
import io.jyro.transport.Listener;
import org.jspecify.annotations.Nullable;

/**
 * Where a daemon is reached: from this side of a NAT, and from beyond it if there is one.
 *
 * @param host where it listens, as it was asked for
 * @param published what uris name: the host, or if that is every address of the machine, one of them
 * @param natHost null if there is no NAT
 */
record Location(String host, String published, int port, @Nullable String natHost, int natPort) {

    /**
     * From what is listened on.
     *
     * @param natPort 0 for the same port on both sides
     */
    static Location of(Listener listener, @Nullable String natHost, int natPort) {
        InetAddress bound = listener.address().getAddress();
        int port = listener.address().getPort();
        String host = listener.host().isEmpty() ? Addresses.numeric(bound) : listener.host();
        String published = bound.isAnyLocalAddress()
                ? Addresses.numeric(
                        Addresses.ofThisMachine(bound instanceof Inet4Address ? 4 : 6))
                : host;
        return new Location(host, published, port, natHost, natPort == 0 ? port : natPort);
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
                : PyroUri.of(objectId, published, port);
    }
}
