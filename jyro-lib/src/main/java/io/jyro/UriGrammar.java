package io.jyro;

import java.util.Collection;
import java.util.Locale;

/**
 * Parser and checks for the text of a uri. Written by hand for speed: every proxy that is received
 * has a uri to parse.
 *
 * @see "docs/protocol.md, 7.1 Grammar"
 */
final class UriGrammar {
    static final String DIRECT = "PYRO";
    static final String NAME = "PYRONAME";
    static final String METADATA = "PYROMETA";
    static final String UNIX_SOCKET = "./u:";
    static final int FROM_ENVIRONMENT = -1;

    private static final int HIGHEST_PORT = 65535;

    private UriGrammar() {}

    /**
     * Reads a uri.
     *
     * @param nameServerPort the port of a name server if the uri names none, or
     *         {@link #FROM_ENVIRONMENT}
     */
    static PyroUri parse(String text, int nameServerPort) {
        // Pyro's pattern tolerates one newline at the end
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
            return new PyroUri(protocol, objectId,
                    checkSocketName(location.substring(UNIX_SOCKET.length())), null, 0);
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
        requireNoBlank(host);
        int port = portText.isEmpty() ? defaultPort(protocol, nameServerPort) : parsePort(portText);
        return new PyroUri(protocol, objectId, null, host, port);
    }

    private static boolean isPyroWord(String text, int end) {
        if (!text.regionMatches(true, 0, "pyro", 0, 4)) {
            return false;
        }
        for (int i = 0; i < end; i++) {
            // regionMatches would accept non-ASCII letters that fold to ASCII ones
            char c = text.charAt(i);
            if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z')) {
                return false;
            }
        }
        return true;
    }

    /**
     * The object ends before the first @ that has text on both sides. It may itself begin or end
     * with one.
     */
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

    static String knownProtocol(String protocol, String text) {
        // Upper-casing a long text can take quadratic time, if letters become several.
        String upper = protocol.length() > METADATA.length()
                ? ""
                : protocol.toUpperCase(Locale.ROOT);
        return switch (upper) {
            case DIRECT -> DIRECT;
            case NAME -> NAME;
            case METADATA -> METADATA;
            default -> throw new PyroException("invalid uri (protocol): '" + RemoteText.shown(text)
                    + "'; begin with PYRO:, PYRONAME: or PYROMETA:");
        };
    }

    private static int endOfIpv6(String location, String text) {
        if (location.startsWith("[[")) {
            throw new PyroException(
                    "invalid ipv6 address: enclosed in too many brackets: '"
                            + RemoteText.shown(text)
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

    static int defaultPort(String protocol, int nameServerPort) {
        if (protocol.equals(DIRECT)) {
            throw new PyroException(
                    "invalid port in uri, port=None: a PYRO uri has no default port;"
                            + " write PYRO:id@host:port");
        }
        return nameServerPort == FROM_ENVIRONMENT
                ? PyroConfig.fromEnvironment().nsPort()
                : nameServerPort;
    }

    /**
     * Parses a port like Python's int(): blanks around it, a plus, single underscores, digits of
     * any script.
     */
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
        int port = 0;
        boolean afterDigit = false;
        for (int i = start; i < end; i++) {
            int digit = Character.digit(text.charAt(i), 10);
            if (digit < 0 && !(afterDigit && text.charAt(i) == '_')) {
                throw invalidPort(text);
            }
            afterDigit = digit >= 0;
            port = afterDigit ? port * 10 + digit : port;
            if (port > HIGHEST_PORT) {
                throw invalidPort(text);
            }
        }
        if (!afterDigit) {
            throw invalidPort(text);
        }
        return port;
    }

    /**
     * Refuses an object id, name or list of tags that would not survive printing and parsing, with
     * or without a location.
     */
    static void checkObject(String protocol, String objectId, boolean located) {
        if (!located && protocol.equals(DIRECT)) {
            throw new PyroException("invalid uri: object '" + RemoteText.shown(objectId)
                    + "' of a PYRO uri has no location; give a host and port, or a Unix socket");
        }
        int at = objectId.indexOf('@', 1);
        boolean cutShort = at > 0 && (located || at < objectId.length() - 1);
        if (objectId.isEmpty() || cutShort || hasBlank(objectId)) {
            throw new PyroException("invalid uri: '" + RemoteText.shown(objectId)
                    + "' cannot be the object of a uri; it must not be empty or contain blanks"
                    + " or @");
        }
    }

    private static boolean hasBlank(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isBlank(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    static String checkSocketName(String name) {
        if (name.isEmpty() || name.indexOf(':') >= 0 || name.indexOf('\n') >= 0) {
            throw new PyroException("invalid uri (location): '" + RemoteText.shown(name)
                    + "' cannot be the Unix socket of a uri; give a path without a colon");
        }
        return name;
    }

    static String checkHost(String given) {
        String host = given.startsWith("[") && given.endsWith("]")
                ? given.substring(1, given.length() - 1)
                : given;
        requireNoBlank(host);
        if (host.isEmpty() || host.equals("./u") || host.startsWith("[")
                || host.indexOf('\n') >= 0) {
            throw new PyroException("invalid uri (location): '" + RemoteText.shown(given)
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

    private static void requireNoBlank(String host) {
        for (int i = 0; i < host.length(); i++) {
            if (isBlank(host.charAt(i))) {
                throw new PyroException("invalid uri (location): '" + RemoteText.shown(host)
                        + "' cannot be the host of a uri: it contains a blank");
            }
        }
    }

    static int checkPort(int port) {
        if (port < 0 || port > HIGHEST_PORT) {
            throw invalidPort(Integer.toString(port));
        }
        return port;
    }

    static String joinTags(Collection<?> tags) {
        if (tags.isEmpty()) {
            throw new PyroException("invalid uri: no tags; a PYROMETA uri needs at least one");
        }
        for (Object tag : tags) {
            if (!(tag instanceof String text) || text.indexOf(',') >= 0) {
                throw new PyroException("invalid uri: '" + RemoteText.shown(String.valueOf(tag))
                        + "' cannot be a tag; a tag is a text without blanks or commas");
            }
        }
        return String.join(",", tags.stream().map(String::valueOf).toList());
    }

    private static boolean isIpv6(char c) {
        return c == ':' || c == '%' || (c < 128 && Character.digit(c, 16) >= 0);
    }

    /**
     * Returns whether Python treats a character as white space, which is slightly more than Java
     * does.
     */
    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }

    private static PyroException invalid(String text) {
        return new PyroException("invalid uri: '" + RemoteText.shown(text)
                + "'; write PYRO:id@host:port, PYRONAME:name or PYROMETA:tag,tag");
    }

    private static PyroException invalidIpv6(String text) {
        return new PyroException(
                "invalid ipv6 address: the part between brackets must be a numeric ipv6 address: '"
                        + RemoteText.shown(text)
                        + "'; a scope is a number too, as in [fe80::1%2]:7766");
    }

    private static PyroException invalidPort(String port) {
        return new PyroException(
                "invalid port in uri, port=" + RemoteText.shown(port)
                        + ": a port is a number from 0 to "
                        + HIGHEST_PORT
                        + (port.indexOf(':') >= 0
                                ? "; write an IPv6 address in brackets: [::1]:7766"
                                : ""));
    }
}
