package io.jyro;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The address of a Pyro object: its id or name and its location,
 * {@code PROTOCOL:object[@location]}. Immutable.
 *
 * <table>
 * <caption>The kinds of uri</caption>
 * <tr><th>uri</th><th>means</th></tr>
 * <tr><td>{@code PYRO:id@house:7766}</td><td>the object {@code id} of that daemon</td></tr>
 * <tr><td>{@code PYRO:id@./u:/run/house}</td><td>the same, over a Unix socket</td></tr>
 * <tr><td>{@code PYRONAME:name[@host[:port]]}</td><td>the object with that name in a name
 * server</td></tr>
 * <tr><td>{@code PYROMETA:a,b[@host[:port]]}</td><td>any object with all these tags</td></tr>
 * </table>
 *
 * <p>Parsing and printing are the same as in Pyro, with three intended differences: a port outside
 * of 0 to 65535 is refused, tags are printed in the order in which they were given, and a uri built
 * from parts is refused if its text would mean something else.
 *
 * @see "docs/protocol.md, 7.1 Grammar"
 */
public final class PyroUri {

    private final String protocol;
    private final String objectId;
    private final Set<String> tags;
    private final @Nullable String socketName;
    private final @Nullable String host;
    private final int port;

    /** Creates a uri from parts that have been checked. */
    PyroUri(String protocol, String objectId, @Nullable String socketName, @Nullable String host,
            int port) {
        this.protocol = protocol;
        this.tags = protocol.equals(UriGrammar.METADATA) ? splitTags(objectId) : Set.of();
        this.objectId = tags.isEmpty() ? objectId : String.join(",", tags);
        this.socketName = socketName;
        this.host = host;
        this.port = port;
    }

    /**
     * Parses a uri. The default port of a name server is {@link PyroConfig#nsPort()} of
     * {@link PyroConfig#fromEnvironment()}.
     *
     * @throws PyroException if the text is not a uri; the message begins like Pyro's own
     */
    public static PyroUri parse(String text) {
        return UriGrammar.parse(text, UriGrammar.FROM_ENVIRONMENT);
    }

    /**
     * Parses a uri, with a default port for name servers.
     *
     * @param defaultNameServerPort the port of a name server if the uri names none
     * @throws PyroException if the text is not a uri; the message begins like Pyro's own
     */
    public static PyroUri parse(String text, int defaultNameServerPort) {
        return UriGrammar.parse(text, UriGrammar.checkPort(defaultNameServerPort));
    }

    /**
     * Returns the uri of an object of the daemon at a host and port.
     *
     * @param host a name, an IPv4 address, or an IPv6 address with or without brackets
     * @throws PyroException if a part is not allowed in a uri
     */
    public static PyroUri of(String objectId, String host, int port) {
        return ofParts(UriGrammar.DIRECT, objectId, null, UriGrammar.checkHost(host),
                UriGrammar.checkPort(port));
    }

    /**
     * Returns the uri of an object of the daemon that listens on a Unix domain socket.
     *
     * @param socketName the path of the socket; it may contain blanks but no colon
     * @throws PyroException if a part is not allowed in a uri
     */
    public static PyroUri ofUnixSocket(String objectId, String socketName) {
        return ofParts(UriGrammar.DIRECT, objectId, socketName, null, 0);
    }

    /**
     * Returns the uri of a name in whichever name server the client finds.
     *
     * @throws PyroException if the name is not allowed in a uri
     */
    public static PyroUri ofName(String name) {
        return ofParts(UriGrammar.NAME, name, null, null, 0);
    }

    /**
     * Returns the uri of a name in the name server at a host and port.
     *
     * @throws PyroException if a part is not allowed in a uri
     */
    public static PyroUri ofName(String name, String host, int port) {
        return ofParts(UriGrammar.NAME, name, null, UriGrammar.checkHost(host),
                UriGrammar.checkPort(port));
    }

    /**
     * Returns the uri of any object that has all these tags in whichever name server the client
     * finds.
     *
     * @throws PyroException if there are no tags, or one of them contains a blank or a comma
     */
    public static PyroUri ofMetadata(Set<String> tags) {
        return ofParts(UriGrammar.METADATA, UriGrammar.joinTags(tags), null, null, 0);
    }

    /**
     * Returns the uri of any object that has all these tags in the name server at a host and port.
     *
     * @throws PyroException if a part is not allowed in a uri
     */
    public static PyroUri ofMetadata(Set<String> tags, String host, int port) {
        return ofParts(UriGrammar.METADATA, UriGrammar.joinTags(tags), null,
                UriGrammar.checkHost(host), UriGrammar.checkPort(port));
    }

    /**
     * Returns the uri with the five parts that Pyro sends when a uri is an argument or result.
     *
     * @param object the object id or name as text, or for {@code PYROMETA} a collection of tags
     * @throws PyroException if they are not the parts of a uri
     * @see "docs/protocol.md, 4.1 Pyro's own classes"
     */
    public static PyroUri of(String protocol, Object object, @Nullable String socketName,
            @Nullable String host,
            @Nullable Integer port) {
        String known = UriGrammar.knownProtocol(protocol, protocol);
        String objectId;
        if (object instanceof Collection<?> several && known.equals(UriGrammar.METADATA)) {
            objectId = UriGrammar.joinTags(several);
        } else if (object instanceof String text) {
            objectId = text;
        } else {
            throw new PyroException("invalid uri: the object of a " + known + " uri cannot be a "
                    + object.getClass().getName()
                    + "; send a text, or for PYROMETA a set of texts");
        }
        if (host == null) {
            return ofParts(known, objectId, socketName, null, 0);
        }
        if (socketName != null) {
            throw new PyroException("invalid uri (location): both host '" + RemoteText.shown(host)
                    + "' and Unix socket '"
                    + RemoteText.shown(socketName) + "'; give one of them");
        }
        int portOrDefault = port == null
                ? UriGrammar.defaultPort(known, UriGrammar.FROM_ENVIRONMENT)
                : UriGrammar.checkPort(port);
        // Pyro itself creates uris with an empty host, from texts such as PYRO:x@:1234
        return ofParts(known, objectId, null, host.isEmpty() ? host : UriGrammar.checkHost(host),
                portOrDefault);
    }

    /** Returns the kind of uri: {@code PYRO}, {@code PYRONAME} or {@code PYROMETA}. */
    public String protocol() {
        return protocol;
    }

    /**
     * Returns the object id; for {@code PYRONAME} the name, for {@code PYROMETA} the tags joined by
     * commas.
     */
    public String objectId() {
        return objectId;
    }

    /**
     * Returns the tags of a {@code PYROMETA} uri in the order of its text, unmodifiable; empty for
     * the others.
     */
    public Set<String> tags() {
        return tags;
    }

    /**
     * Returns the host without brackets, or null if the location is absent or a Unix domain socket.
     */
    public @Nullable String host() {
        return host;
    }

    /** Returns the port, or 0 if there is no host. */
    public int port() {
        return port;
    }

    /** Returns the path of the Unix domain socket, or null if the location is absent or a host. */
    public @Nullable String socketName() {
        return socketName;
    }

    /**
     * Returns the location as written in the uri: {@code host:port}, {@code [::1]:port},
     * {@code ./u:path}; or null.
     */
    public @Nullable String location() {
        if (socketName != null) {
            return UriGrammar.UNIX_SOCKET + socketName;
        }
        if (host == null || host.isEmpty()) {
            return null;
        }
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }

    /** Returns whether the uri names its daemon, so that no name server is needed. */
    public boolean isDirect() {
        return protocol.equals(UriGrammar.DIRECT);
    }

    /** Returns whether a name server has to look up a name. */
    public boolean isName() {
        return protocol.equals(UriGrammar.NAME);
    }

    /** Returns whether a name server has to look up an object with these tags. */
    public boolean isMetadata() {
        return protocol.equals(UriGrammar.METADATA);
    }

    /** Compares all five parts exactly, tags in any order. */
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

    /** Returns the text of the uri, with its port even if that is the default one. */
    @Override
    public String toString() {
        String location = location();
        return location == null
                ? protocol + ":" + objectId
                : protocol + ":" + objectId + "@" + location;
    }

    private static PyroUri ofParts(String protocol, String objectId, @Nullable String socketName,
            @Nullable String host,
            int port) {
        UriGrammar.checkObject(protocol, objectId, socketName != null || host != null);
        return new PyroUri(protocol, objectId,
                socketName == null ? null : UriGrammar.checkSocketName(socketName),
                host, port);
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
}
