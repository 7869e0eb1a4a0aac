package io.jyro.transport;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

import io.jyro.RemoteText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Formats and resolves network addresses, and finds those of this machine. */
public final class Addresses {
    /** The host that means every IPv4 address of a machine. */
    public static final String ALL_IPV4 = "0.0.0.0";

    /** The host that means every address of a machine, IPv4 and IPv6. */
    public static final String ALL_IPV6 = "::";

    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final int GROUPS = 8;

    private Addresses() {}

    /**
     * Returns {@code host:port} with a numeric host, IPv6 in brackets; {@code ./u:path} for a Unix domain socket; the
     * {@code toString} of any other address.
     */
    public static String text(SocketAddress address) {
        if (address instanceof InetSocketAddress inet) {
            InetAddress ip = inet.getAddress();
            return hostAndPort(ip == null ? inet.getHostString() : numeric(ip), inet.getPort());
        }
        if (address instanceof UnixDomainSocketAddress unix) {
            return unixLocation(unix.toString());
        }
        return address.toString();
    }

    /** Returns {@code ./u:path}. */
    public static String unixLocation(String path) {
        return UnixPath.LOCATION + path;
    }

    /** Returns the path of a location {@code ./u:path} that is given in place of a host, or null for a host. */
    public static @Nullable String unixPath(String location) {
        return location.startsWith(UnixPath.LOCATION)
                ? location.substring(UnixPath.LOCATION.length())
                : null;
    }

    /** Returns {@code host:port}, with an IPv6 host in brackets. */
    public static String hostAndPort(String host, int port) {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    /**
     * Returns an address in the usual notation, which is also valid in a uri: IPv6 with its longest run of zeros as
     * {@code ::}, and the scope of a link-local address as a number.
     */
    public static String numeric(InetAddress address) {
        if (!(address instanceof Inet6Address ip)) {
            return address.getHostAddress();
        }
        String text = shortened(ip.getAddress());
        return ip.isLinkLocalAddress() && ip.getScopeId() != 0
                ? text + "%" + ip.getScopeId()
                : text;
    }

    /**
     * Returns a host as it is written in a uri: an IPv6 address without brackets and with a number for its scope,
     * {@code fe80::1%2} for {@code [fe80::1%eth0]}. Other hosts are returned unchanged.
     */
    public static String plainHost(String host) {
        String bare = host.startsWith("[") && host.endsWith("]")
                ? host.substring(1, host.length() - 1)
                : host;
        int percent = bare.indexOf('%');
        if (percent < 0 || bare.indexOf(':') < 0) {
            return bare;
        }
        try {
            NetworkInterface scope = NetworkInterface.getByName(bare.substring(percent + 1));
            return scope == null ? bare : bare.substring(0, percent + 1) + scope.getIndex();
        } catch (SocketException e) {
            return bare; // using the address will report the unknown scope
        }
    }

    /** Returns whether a host is every address of a machine: 0.0.0.0 or ::. Does not ask the name service. */
    public static boolean isWildcard(String host) {
        InetAddress literal = literal(host);
        return literal != null && literal.isAnyLocalAddress();
    }

    /** Returns whether a host can be reached only from its own machine. Does not ask the name service. */
    public static boolean isLoopback(String host) {
        InetAddress literal = literal(host);
        return literal == null ? host.equalsIgnoreCase("localhost") : literal.isLoopbackAddress();
    }

    /** Returns whether the system knows a name for a numeric address. */
    public static boolean hasName(String numericAddress) {
        try {
            return !InetAddress.getByName(numericAddress).getCanonicalHostName()
                    .equals(numericAddress);
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /**
     * Returns the addresses of a host to use, in Pyro's meaning of PREFER_IP_VERSION. A numeric host is returned as its
     * own address.
     *
     * @param preferIpVersion 4: the IPv4 addresses, or all if there is none; 6: the IPv6 addresses; 0: all, in the
     *         order of the system
     * @throws UnknownHostException if the name is not known, or has no IPv6 address although 6 is given; the message
     *         says what to do
     */
    public static List<InetAddress> resolve(String host, int preferIpVersion)
            throws UnknownHostException {
        List<InetAddress> all = allOf(host);
        if (preferIpVersion == 0 || literal(host) != null) {
            return all;
        }
        List<InetAddress> preferred = all.stream().filter(
                preferIpVersion == 6
                        ? Inet6Address.class::isInstance
                        : Inet4Address.class::isInstance)
                .toList();
        if (preferred.isEmpty() && preferIpVersion == 6) {
            throw new UnknownHostException(
                    "the host '" + RemoteText.shown(host) + "' has no IPv6 address, and"
                            + " PREFER_IP_VERSION is 6; it has " + String.join(", ", all.stream()
                                    .map(Addresses::numeric).toList()));
        }
        return preferred.isEmpty() ? all : preferred;
    }

    private static List<InetAddress> allOf(String host) throws UnknownHostException {
        try {
            return Arrays.asList(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            UnknownHostException unknown = new UnknownHostException(
                    "the host name '" + RemoteText.shown(host)
                            + "' is not known; check its spelling and the name service");
            unknown.initCause(e);
            throw unknown;
        }
    }

    /**
     * Returns the address under which others reach this machine: the first that is not loopback, of the interfaces that
     * are up, in the order of their numbers. Link-local addresses come last; without any address, the result is
     * loopback.
     *
     * @param version 4: IPv4 only; 6: IPv6 before IPv4
     */
    public static InetAddress ofThisMachine(int version) {
        Comparator<InetAddress> bestFirst = Comparator
                .<InetAddress, Boolean>comparing(InetAddress::isLinkLocalAddress)
                .thenComparing(address -> address instanceof Inet4Address);
        return ofAllInterfaces().stream()
                .filter(address -> version == 6 || address instanceof Inet4Address)
                .min(bestFirst).orElseGet(() -> loopback(version));
    }

    /** Returns whether a host is this machine. Does not ask the name service. */
    static boolean isOfThisMachine(String host) {
        InetAddress literal = literal(host);
        return literal == null ? isLoopback(host) : isLocal(literal);
    }

    /** Returns whether an address belongs to this machine, so that a listener can bind it. */
    static boolean isLocal(InetAddress address) {
        try {
            return address.isAnyLocalAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            log().debug("the network interfaces cannot be listed", RemoteText.loggable(e));
            return false;
        }
    }

    private static List<InetAddress> ofAllInterfaces() {
        List<InetAddress> found = new ArrayList<>();
        try {
            List<NetworkInterface> interfaces = NetworkInterface.networkInterfaces()
                    .sorted(Comparator.comparingInt(NetworkInterface::getIndex)).toList();
            for (NetworkInterface each : interfaces) {
                if (each.isUp() && !each.isLoopback()) {
                    each.inetAddresses().forEach(found::add);
                }
            }
        } catch (SocketException e) {
            log().debug("the network interfaces cannot be listed", RemoteText.loggable(e));
        }
        return found;
    }

    private static InetAddress loopback(int version) {
        byte[] bytes = new byte[version == 6 ? IPV6_BYTES : IPV4_BYTES];
        bytes[bytes.length - 1] = 1;
        if (version != 6) {
            bytes[0] = 127;
        }
        return ofBytes(bytes);
    }

    /** Returns the address that a text spells out, or null if it is a name. */
    private static @Nullable InetAddress literal(String host) {
        if (host.indexOf(':') < 0) {
            byte[] bytes = ipv4(host);
            return bytes == null ? null : ofBytes(bytes);
        }
        try {
            return InetAddress.getByName(host); // numeric: no host name contains a colon
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private static byte @Nullable [] ipv4(String host) {
        byte[] bytes = new byte[IPV4_BYTES];
        int filled = 0;
        int value = -1;
        for (int i = 0; i <= host.length(); i++) {
            char c = i < host.length() ? host.charAt(i) : '.';
            if (c >= '0' && c <= '9') {
                value = Math.max(0, value) * 10 + c - '0';
            }
            if (c != '.' && (c < '0' || c > '9') || value > 255
                    || c == '.' && (value < 0 || filled == IPV4_BYTES)) {
                return null;
            }
            if (c == '.') {
                bytes[filled++] = (byte) value;
                value = -1;
            }
        }
        return filled == IPV4_BYTES ? bytes : null;
    }

    private static InetAddress ofBytes(byte[] address) {
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "an address cannot have " + address.length + " bytes; IPv4 has 4, IPv6 has"
                            + " 16",
                    e);
        }
    }

    private static String shortened(byte[] address) {
        int longest = 1; // a single zero group is not shortened
        int from = GROUPS;
        for (int start = 0; start < GROUPS; start++) {
            int end = start;
            while (end < GROUPS && group(address, end) == 0) {
                end++;
            }
            if (end - start > longest) {
                longest = end - start;
                from = start;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == from) {
                text.append("::");
                i += longest - 1;
            } else {
                if (i > 0 && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(group(address, i)));
            }
        }
        return text.toString();
    }

    private static int group(byte[] address, int index) {
        return (address[2 * index] & 0xff) << 8 | address[2 * index + 1] & 0xff;
    }

    private static Logger log() {
        return LoggerFactory.getLogger(Addresses.class);
    }
}
