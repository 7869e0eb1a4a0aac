package io.jyro;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a Pyro object is to be found, and under which id: {@code PROTOCOL:object[@location]}. Immutable.
 *
 * <table>
 * <caption>The kinds of uri</caption>
 * <tr><th>uri</th><th>means</th></tr>
 * <tr><td>{@code PYRO:thermostat@house:7766}</td><td>the object {@code thermostat} of that daemon</td></tr>
 * <tr><td>{@code PYRO:thermostat@./u:/run/house.sock}</td><td>the same, over a Unix domain socket</td></tr>
 * <tr><td>{@code PYRONAME:house.thermostat[@host[:port]]}</td><td>what a name server knows by that name</td></tr>
 * <tr><td>{@code PYROMETA:sensor,indoor[@host[:port]]}</td><td>any object that has all of these tags</td></tr>
 * </table>
 *
 * <p>It accepts what Pyro accepts and prints what Pyro prints, with these differences, which are meant:
 * a port outside of 0 to 65535 is refused, tags are printed in the order in which they were given, and a
 * uri made from parts is refused if its text would mean something else.
 *
 * @see <a href="PROTOCOL.md#71-grammar">Grammar</a>
 */
public final class PyroUri {
    private static final String DIRECT = "PYRO";
    private static final String NAME = "PYRONAME";
    private static final String METADATA = "PYROMETA";
    private static final String UNIX_SOCKET = "./u:";
    private static final int HIGHEST_PORT = 65535;
    private static final int FROM_ENVIRONMENT = -1;
    private static final int MOST_SHOWN = 200;

    private final String protocol;
    private final String objectId;
    private final Set<String> tags;
    private final @Nullable String socketName;
    private final @Nullable String host;
    private final int port;

    private PyroUri(String protocol, String objectId, @Nullable String socketName, @Nullable String host, int port) {
        this.protocol = protocol;
        this.tags = protocol.equals(METADATA) ? splitTags(objectId) : Set.of();
        this.objectId = tags.isEmpty() ? objectId : String.join(",", tags);
        this.socketName = socketName;
        this.host = host;
        this.port = port;
    }

    /**
     * The uri that a text stands for. A name server that is given without a port has the port
     * {@link PyroConfig#nsPort()} of {@link PyroConfig#fromEnvironment()}.
     *
     * @throws PyroException if the text is not a uri; the message begins as Pyro's own
     */
    public static PyroUri parse(String text) {
        return parseText(text, FROM_ENVIRONMENT);
    }

    /**
     * The uri that a text stands for, where name servers have their own default port.
     *
     * @param defaultNameServerPort the port of a name server that is given without one
     * @throws PyroException if the text is not a uri; the message begins as Pyro's own
     */
    public static PyroUri parse(String text, int defaultNameServerPort) {
        return parseText(text, checkPort(defaultNameServerPort));
    }

    /**
     * The uri of an object of the daemon at a host and port.
     *
     * @param host a name, an IPv4 address, or an IPv6 address with or without brackets
     * @throws PyroException if a part cannot stand in a uri
     */
    public static PyroUri of(String objectId, String host, int port) {
        return ofParts(DIRECT, objectId, null, checkHost(host), checkPort(port));
    }

    /**
     * The uri of an object of the daemon that listens on a Unix domain socket.
     *
     * @param socketName the path of the socket; it may hold blanks but no colon
     * @throws PyroException if a part cannot stand in a uri
     */
    public static PyroUri ofUnixSocket(String objectId, String socketName) {
        return ofParts(DIRECT, objectId, socketName, null, 0);
    }

    /**
     * The uri of an object that the name server knows, wherever that is found.
     *
     * @throws PyroException if the name cannot stand in a uri
     */
    public static PyroUri ofName(String name) {
        return ofParts(NAME, name, null, null, 0);
    }

    /**
     * The uri of an object that the name server at a host and port knows.
     *
     * @throws PyroException if a part cannot stand in a uri
     */
    public static PyroUri ofName(String name, String host, int port) {
        return ofParts(NAME, name, null, checkHost(host), checkPort(port));
    }

    /**
     * The uri of any object that has all of some tags, by the name server, wherever that is found.
     *
     * @throws PyroException if there are no tags, or one is empty or holds a blank or a comma
     */
    public static PyroUri ofMetadata(Set<String> tags) {
        return ofParts(METADATA, joinTags(tags), null, null, 0);
    }

    /**
     * The uri of any object that has all of some tags, by the name server at a host and port.
     *
     * @throws PyroException if a part cannot stand in a uri
     */
    public static PyroUri ofMetadata(Set<String> tags, String host, int port) {
        return ofParts(METADATA, joinTags(tags), null, checkHost(host), checkPort(port));
    }

    /**
     * The uri that has the five parts in which Pyro sends uris as objects.
     *
     * @param object the object id or name as text, or for {@code PYROMETA} a collection of tags
     * @throws PyroException if they are not the parts of a uri
     * @see <a href="PROTOCOL.md#41-pyros-own-classes">Pyro's own classes</a>
     */
    public static PyroUri of(String protocol, Object object, @Nullable String socketName, @Nullable String host,
        @Nullable Integer port) {
        String known = knownProtocol(protocol, protocol);
        String objectId;
        if (object instanceof Collection<?> several && known.equals(METADATA)) {
            objectId = joinTags(several);
        } else if (object instanceof String text) {
            objectId = text;
        } else {
            throw new PyroException("invalid uri: the object of a " + known + " uri cannot be a "
                + object.getClass().getName() + "; send a text, or for PYROMETA a set of texts");
        }
        if (host == null) {
            return ofParts(known, objectId, socketName, null, 0);
        }
        if (socketName != null) {
            throw new PyroException("invalid uri (location): both host '" + shown(host) + "' and Unix socket '"
                + shown(socketName) + "'; give one of them");
        }
        int portOrDefault = port == null ? defaultPort(known, FROM_ENVIRONMENT) : checkPort(port);
        // Pyro itself makes uris with an empty host, from texts such as PYRO:x@:1234
        return ofParts(known, objectId, null, host.isEmpty() ? host : checkHost(host), portOrDefault);
    }

    /** What kind of uri it is: {@code PYRO}, {@code PYRONAME} or {@code PYROMETA}. */
    public String protocol() {
        return protocol;
    }

    /** The object id, for {@code PYRONAME} the name, for {@code PYROMETA} the tags joined by commas. */
    public String objectId() {
        return objectId;
    }

    /** The tags of a {@code PYROMETA} uri in the order of its text, unmodifiable; empty for the others. */
    public Set<String> tags() {
        return tags;
    }

    /** The host without brackets, or null if the location is absent or a Unix domain socket. */
    public @Nullable String host() {
        return host;
    }

    /** The port, or 0 if there is no host. */
    public int port() {
        return port;
    }

    /** The path of the Unix domain socket, or null if the location is absent or a host. */
    public @Nullable String socketName() {
        return socketName;
    }

    /** The location as it stands in the uri: {@code host:port}, {@code [::1]:port}, {@code ./u:path}; or null. */
    public @Nullable String location() {
        if (socketName != null) {
            return UNIX_SOCKET + socketName;
        }
        if (host == null || host.isEmpty()) {
            return null;
        }
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }

    /** Whether it names its daemon, so that nobody has to be asked. */
    public boolean isDirect() {
        return protocol.equals(DIRECT);
    }

    /** Whether a name server has to be asked for a name. */
    public boolean isName() {
        return protocol.equals(NAME);
    }

    /** Whether a name server has to be asked for an object with these tags. */
    public boolean isMetadata() {
        return protocol.equals(METADATA);
    }

    /** Whether the other has the same five parts, exactly; tags in any order. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PyroUri that && port == that.port && protocol.equals(that.protocol)
            && (isMetadata() ? tags.equals(that.tags) : objectId.equals(that.objectId))
            && Objects.equals(host, that.host) && Objects.equals(socketName, that.socketName);
    }

    @Override
    public int hashCode() {
        int object = isMetadata() ? tags.hashCode() : objectId.hashCode();
        return ((protocol.hashCode() * 31 + object) * 31 + Objects.hashCode(host)) * 31
            + Objects.hashCode(socketName) + port;
    }

    /** The text of the uri, with its port even if that is the default one. */
    @Override
    public String toString() {
        String location = location();
        return location == null ? protocol + ":" + objectId : protocol + ":" + objectId + "@" + location;
    }

    private static PyroUri parseText(String text, int nameServerPort) {
        // Pyro's pattern may end before one last newline
        int end = text.endsWith("\n") ? text.length() - 1 : text.length();
        int colon = text.indexOf(':');
        if (colon < 0 || colon >= end - 1 || !isPyroWord(text, colon)) {
            throw invalid(text);
        }
        int at = endOfObject(text, colon + 1, end);
        String protocol = knownProtocol(text.substring(0, colon), text);
        String objectId = text.substring(colon + 1, at);
        if (at == end) {
            if (protocol.equals(DIRECT)) {
                throw invalid(text);
            }
            return new PyroUri(protocol, objectId, null, null, 0);
        }
        String location = text.substring(at + 1, end);
        if (location.startsWith(UNIX_SOCKET)) {
            return new PyroUri(protocol, objectId, checkSocketName(location.substring(UNIX_SOCKET.length())), null, 0);
        }
        int hostEnd;
        String portText;
        if (location.startsWith("[")) {
            hostEnd = endOfIpv6(location, text);
            portText = digitsAfterColon(location, hostEnd + 1);
        } else {
            int portColon = location.indexOf(':');
            hostEnd = portColon < 0 ? location.length() : portColon;
            portText = portColon < 0 ? "" : location.substring(portColon + 1);
        }
        String host = location.substring(location.startsWith("[") ? 1 : 0, hostEnd);
        int port = portText.isEmpty() ? defaultPort(protocol, nameServerPort) : parsePort(portText);
        return new PyroUri(protocol, objectId, null, host, port);
    }

    private static boolean isPyroWord(String text, int end) {
        if (!text.regionMatches(true, 0, "pyro", 0, 4)) {
            return false;
        }
        for (int i = 0; i < end; i++) {
            // regionMatches knows letters beyond ASCII that fold into ASCII ones
            char c = text.charAt(i);
            if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z')) {
                return false;
            }
        }
        return true;
    }

    /** The object ends before the first @ that has something on both sides. It may itself begin or end with one. */
    private static int endOfObject(String text, int start, int end) {
        int at = text.indexOf('@', start + 1);
        int objectEnd = at < 0 || at >= end - 1 ? end : at;
        for (int i = start; i < objectEnd; i++) {
            if (isBlank(text.charAt(i))) {
                throw invalid(text);
            }
        }
        int newline = text.indexOf('\n', objectEnd);
        if (newline >= 0 && newline < end) {
            throw invalid(text);
        }
        return objectEnd;
    }

    private static String knownProtocol(String protocol, String text) {
        String upper = protocol.toUpperCase(Locale.ROOT);
        return switch (upper) {
            case DIRECT -> DIRECT;
            case NAME -> NAME;
            case METADATA -> METADATA;
            default -> throw new PyroException("invalid uri (protocol): '" + shown(text)
                + "'; begin with PYRO:, PYRONAME: or PYROMETA:");
        };
    }

    private static int endOfIpv6(String location, String text) {
        if (location.startsWith("[[")) {
            throw new PyroException("invalid ipv6 address: enclosed in too many brackets: '" + shown(text)
                + "'; write [address]:port");
        }
        int end = 1;
        while (end < location.length() && isIpv6(location.charAt(end))) {
            end++;
        }
        if (end == 1 || end == location.length() || location.charAt(end) != ']') {
            throw invalidIpv6(text);
        }
        return end;
    }

    private static String digitsAfterColon(String location, int colon) {
        if (colon >= location.length() || location.charAt(colon) != ':') {
            return "";
        }
        int end = colon + 1;
        while (end < location.length() && Character.isDigit(location.charAt(end))) {
            end++;
        }
        return location.substring(colon + 1, end);
    }

    private static int defaultPort(String protocol, int nameServerPort) {
        if (protocol.equals(DIRECT)) {
            throw invalidPort("None", "a PYRO uri has no default port; write PYRO:id@host:port");
        }
        return nameServerPort == FROM_ENVIRONMENT ? PyroConfig.fromEnvironment().nsPort() : nameServerPort;
    }

    /** Reads what Python reads as an integer: blanks around it, a plus, single underscores, digits of any script. */
    private static int parsePort(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        if (start < end && text.charAt(start) == '+') {
            start++;
        }
        int value = -1;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            int digit = Character.digit(c, 10);
            boolean between = c == '_' && i > start && i < end - 1 && text.charAt(i - 1) != '_';
            if (digit < 0 && !between) {
                throw invalidPort(text, "a port is a number from 0 to 65535");
            }
            if (digit >= 0) {
                value = Math.max(value, 0) * 10 + digit;
            }
            if (value > HIGHEST_PORT) {
                throw invalidPort(text, "a port is a number from 0 to 65535");
            }
        }
        if (value < 0) {
            throw invalidPort(text, "a port is a number from 0 to 65535");
        }
        return value;
    }

    private static PyroUri ofParts(String protocol, String objectId, @Nullable String socketName, @Nullable String host,
        int port) {
        boolean located = socketName != null || host != null;
        if (!located && protocol.equals(DIRECT)) {
            throw new PyroException("invalid uri: object '" + shown(objectId)
                + "' of a PYRO uri has no location; give a host and port, or a Unix socket");
        }
        int at = objectId.indexOf('@', 1);
        if (objectId.isEmpty() && !protocol.equals(METADATA) || at > 0 && (located || at < objectId.length() - 1)
            || objectId.chars().anyMatch(c -> isBlank((char) c))) {
            throw new PyroException("invalid uri: '" + shown(objectId)
                + "' cannot be the object of a uri; it must not be empty, nor hold blanks or @");
        }
        return new PyroUri(protocol, objectId, socketName == null ? null : checkSocketName(socketName), host, port);
    }

    private static String checkSocketName(String name) {
        if (name.isEmpty() || name.indexOf(':') >= 0 || name.indexOf('\n') >= 0) {
            throw new PyroException("invalid uri (location): '" + shown(name)
                + "' cannot be the Unix socket of a uri; give a path without a colon");
        }
        return name;
    }

    private static String checkHost(String given) {
        String host = given.startsWith("[") && given.endsWith("]") ? given.substring(1, given.length() - 1) : given;
        if (host.isEmpty() || host.equals("./u") || host.startsWith("[") || host.indexOf('\n') >= 0) {
            throw new PyroException("invalid uri (location): '" + shown(given)
                + "' cannot be the host of a uri; give a host name or an address");
        }
        if (host.indexOf(':') >= 0 || !host.equals(given)) {
            for (int i = 0; i < host.length(); i++) {
                if (!isIpv6(host.charAt(i))) {
                    throw invalidIpv6(given);
                }
            }
        }
        return host;
    }

    private static int checkPort(int port) {
        if (port < 0 || port > HIGHEST_PORT) {
            throw invalidPort(Integer.toString(port), "a port is a number from 0 to 65535");
        }
        return port;
    }

    private static String joinTags(Collection<?> tags) {
        if (tags.isEmpty()) {
            throw new PyroException("invalid uri: no tags; a PYROMETA uri needs at least one");
        }
        for (Object tag : tags) {
            if (!(tag instanceof String text) || text.indexOf(',') >= 0) {
                throw new PyroException("invalid uri: '" + shown(String.valueOf(tag))
                    + "' cannot be a tag; a tag is a text without blanks or commas");
            }
        }
        return String.join(",", tags.stream().map(String::valueOf).toList());
    }

    private static Set<String> splitTags(String objectId) {
        Set<String> tags = new LinkedHashSet<>();
        int start = 0;
        for (int comma = objectId.indexOf(','); comma >= 0; comma = objectId.indexOf(',', start)) {
            tags.add(objectId.substring(start, comma));
            start = comma + 1;
        }
        tags.add(objectId.substring(start));
        return Collections.unmodifiableSet(tags);
    }

    private static boolean isIpv6(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' || c == ':' || c == '%';
    }

    /** What Python calls white space, which is a little more than Java does. */
    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }

    private static PyroException invalid(String text) {
        return new PyroException("invalid uri: '" + shown(text)
            + "'; write PYRO:id@host:port, PYRONAME:name or PYROMETA:tag,tag");
    }

    private static PyroException invalidIpv6(String text) {
        return new PyroException("invalid ipv6 address: the part between brackets must be a numeric ipv6 address: '"
            + shown(text) + "'; a scope is a number too, as in [fe80::1%2]:7766");
    }

    private static PyroException invalidPort(String port, String advice) {
        return new PyroException("invalid port in uri, port=" + shown(port) + ": " + advice);
    }

    private static String shown(String text) {
        return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "...";
    }
}
