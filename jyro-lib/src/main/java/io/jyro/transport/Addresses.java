package io.jyro.transport;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Addresses as text, and which addresses a host name stands for. */
public final class Addresses {
    private Addresses() {}

    /** {@code host:port} with a numeric host, IPv6 in brackets; {@code ./u:path}; others as they print. */
    public static String text(SocketAddress address) {
        if (address instanceof InetSocketAddress inet) {
            InetAddress ip = inet.getAddress();
            return hostAndPort(ip == null ? inet.getHostString() : ip.getHostAddress(),
                    inet.getPort());
        }
        if (address instanceof UnixDomainSocketAddress unix) {
            return UnixPath.LOCATION + unix;
        }
        return address.toString();
    }

    /** {@code host:port}, an IPv6 host in brackets. */
    public static String hostAndPort(String host, int port) {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    /** Whether the system knows a name for a numeric address. */
    public static boolean hasName(String numericAddress) {
        try {
            return !InetAddress.getByName(numericAddress).getCanonicalHostName()
                    .equals(numericAddress);
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /**
     * All addresses of a host, the preferred kind only or first.
     *
     * @param preferIpVersion 4 or 6: only that kind if the host has one; 0: all, in the order of the system
     * @throws UnknownHostException if the name is not known
     */
    public static List<InetAddress> resolve(String host, int preferIpVersion)
            throws UnknownHostException {
        List<InetAddress> all = Arrays.asList(InetAddress.getAllByName(host));
        if (preferIpVersion == 0) {
            return all;
        }
        Class<? extends InetAddress> preferred = preferIpVersion == 6
                ? Inet6Address.class
                : Inet4Address.class;
        List<InetAddress> ordered = new ArrayList<>(
                all.stream().filter(preferred::isInstance).toList());
        ordered.addAll(all.stream().filter(address -> !preferred.isInstance(address)).toList());
        return ordered;
    }
}
