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

/** Addresses as text, which addresses a host name stands for, and which this machine has. */
public final class Addresses {
    /** The host that stands for every IPv4 address of a machine. */
    public static final String ALL_IPV4 = "0.0.0.0";

    /** The host that stands for every address of a machine, of both kinds. */
    public static final String ALL_IPV6 = "::";

    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final int GROUPS = 8;

    private Addresses() {}

    /** {@code host:port} with a numeric host, IPv6 in brackets; {@code ./u:path}; others as they print. */
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

    /** {@code ./u:path}. */
    public static String unixLocation(String path) {
        return UnixPath.LOCATION + path;
    }

    /** The path of what is given where a host should be, as {@code ./u:path}; null for a host. */
    public static @Nullable String unixPath(String location) {
        return location.startsWith(UnixPath.LOCATION)
                ? location.substring(UnixPath.LOCATION.length())
                : null;
    }

    /** {@code host:port}, an IPv6 host in brackets. */
    public static String hostAndPort(String host, int port) {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    /**
     * The text of an address as the rest of the world writes it, and as it may stand in a uri: IPv6 with its longest run
     * of zeros as {@code ::}, and the scope of a link-local one as a number.
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
     * A host as it may stand in a uri: an IPv6 address without brackets and with a number for its scope, {@code fe80::1%2}
     * for {@code [fe80::1%eth0]}. Other hosts as they are.
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
            return bare; // whoever uses it is told that there is no such scope
        }
    }

    /** Whether a host, without asking the name service, is every address of a machine: 0.0.0.0 or ::. */
    public static boolean isWildcard(String host) {
        InetAddress literal = literal(host);
        return literal != null && literal.isAnyLocalAddress();
    }

    /** Whether a host, without asking the name service, is one that only its own machine can reach. */
    public static boolean isLoopback(String host) {
        InetAddress literal = literal(host);
        return literal == null ? host.equalsIgnoreCase("localhost") : literal.isLoopbackAddress();
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
     * The addresses of a host that are to be used, as Pyro understands PREFER_IP_VERSION. A numeric host stands for
     * itself.
     *
     * @param preferIpVersion 4: those of IPv4, or all if there is none; 6: those of IPv6; 0: all, in the order of the
     *         system
     * @throws UnknownHostException if the name is not known, or has no address of IPv6 when that is demanded; the message
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
     * The address under which others reach this machine: the first that is not loopback, of the interfaces that are up,
     * in the order of their numbers. Addresses that mean nothing beyond their own link come last; if there is none at all,
     * it is loopback.
     *
     * @param version 4: of IPv4 only; 6: IPv6 before IPv4
     */
    public static InetAddress ofThisMachine(int version) {
        Comparator<InetAddress> bestFirst = Comparator
                .<InetAddress, Boolean>comparing(InetAddress::isLinkLocalAddress)
                .thenComparing(address -> address instanceof Inet4Address);
        return ofAllInterfaces().stream()
                .filter(address -> version == 6 || address instanceof Inet4Address)
                .min(bestFirst).orElseGet(() -> loopback(version));
    }

    /** Whether a host, without asking the name service, is this machine. */
    static boolean isOfThisMachine(String host) {
        InetAddress literal = literal(host);
        return literal == null ? isLoopback(host) : isLocal(literal);
    }

    /** Whether this machine has an address, so that it can be listened on. */
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

    /** The address that a text spells out, or null if it is a name. */
    private static @Nullable InetAddress literal(String host) {
        if (host.indexOf(':') < 0) {
            byte[] bytes = ipv4(host);
            return bytes == null ? null : ofBytes(bytes);
        }
        try {
            return InetAddress.getByName(host); // no name has a colon
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
                    "no address has " + address.length + " bytes; IPv4 has 4, IPv6 has 16", e);
        }
    }

    private static String shortened(byte[] address) {
        int longest = 1; // a single zero group is written out
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
