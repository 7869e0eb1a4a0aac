package io.jyro.client;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.jyro.Dialect;
import io.jyro.Kwargs;
import io.jyro.NamingException;
import io.jyro.ProtocolException;
import io.jyro.PyroConfig;
import io.jyro.PyroException;
import io.jyro.PyroUri;
import io.jyro.RateLimitedLog;
import io.jyro.RemoteText;
import io.jyro.transport.Addresses;
import io.jyro.transport.CallDeadline;
import io.jyro.transport.OwnLocations;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The name server, Jyro's or Python's of either version, as its clients see it: names, the uris that they stand for,
 * and tags on them. Safe to share between threads.
 *
 * {@snippet :
 * try (NameServer ns = NameServer.locate()) {
 *     ns.register("house.thermostat", daemon.register(new Thermostat()));
 * }
 * }
 *
 * @see "docs/protocol.md, 8.1 The object"
 */
public final class NameServer implements AutoCloseable {
    /**
     * What is registered under a name.
     *
     * @param metadata its tags, in no order; unmodifiable
     */
    public record Registration(PyroUri uri, Set<String> metadata) {
        /** Copies the tags. */
        public Registration {
            metadata = Collections.unmodifiableSet(new LinkedHashSet<>(metadata));
        }
    }

    private static final Logger log = LoggerFactory.getLogger(NameServer.class);

    private final Proxy proxy;
    private final RateLimitedLog leftOut = new RateLimitedLog(log,
            "entries of the name server left out", System::nanoTime);

    NameServer(Proxy proxy) {
        this.proxy = proxy;
    }

    /**
     * Finds the name server as the environment says: at its configured host, then by broadcast.
     *
     * @throws NamingException if there is none, naming everything that was tried
     */
    public static NameServer locate() {
        return locate(PyroConfig.fromEnvironment());
    }

    /** Finds the name server as a configuration says: at its configured host, then by broadcast. */
    public static NameServer locate(PyroConfig config) {
        return locate(config, true);
    }

    /**
     * Finds the name server as a configuration says.
     *
     * @param broadcast whether it is also looked for by broadcast, which takes about 2 s where no name server answers
     * @throws NamingException if there is none, naming everything that was tried
     */
    public static NameServer locate(PyroConfig config, boolean broadcast) {
        return new NameServerLocator(config).locate(broadcast);
    }

    /** Finds the name server of a host, at the configured port, or of a Unix domain socket, {@code ./u:path}. */
    public static NameServer locate(String host) {
        PyroConfig config = PyroConfig.fromEnvironment();
        return locate(host, config.nsPort(), config);
    }

    /** Finds the name server at a host and port; a Unix domain socket, {@code ./u:path}, needs no port. */
    public static NameServer locate(String host, int port) {
        return locate(host, port, PyroConfig.fromEnvironment());
    }

    /**
     * Finds the name server at a host and port, with a configuration for the connection.
     *
     * @param host a name, an address, or a Unix domain socket as {@code ./u:path}; then the port is not looked at
     * @throws NamingException if there is none
     */
    public static NameServer locate(String host, int port, PyroConfig config) {
        return new NameServerLocator(config).locateAt(host, port);
    }

    /**
     * Finds the object that a uri stands for, as a proxy does when it connects, with the settings of the environment.
     *
     * @return a uri with the location of the object; a {@code PYRO} uri as it is
     * @throws NamingException if no name server is found, or it does not know the object
     */
    public static PyroUri resolve(PyroUri uri) {
        return resolve(uri, PyroConfig.fromEnvironment());
    }

    /**
     * Finds the object that a uri stands for, as a proxy of a configuration does when it connects.
     *
     * @return a uri with the location of the object; a {@code PYRO} uri as it is
     * @throws NamingException if no name server is found, or it does not know the object
     */
    public static PyroUri resolve(PyroUri uri, PyroConfig config) {
        return uri.isDirect()
                ? uri
                : new UriResolver(config, CallDeadline.in(config.callDeadline())).resolve(uri);
    }

    /**
     * The uri of a name.
     *
     * @throws NamingException if the name is unknown, with names near it if there are any
     */
    public PyroUri lookup(String name) {
        try {
            return uriOf(name);
        } catch (NamingException e) {
            NearNames near = NearNames.of(proxy, name);
            throw near.isEmpty() ? e : near.explain(e);
        }
    }

    /**
     * The uri of a name, and its tags.
     *
     * @throws NamingException if the name is unknown, with names near it if there are any
     */
    public Registration lookupWithMetadata(String name) {
        try {
            return registration(proxy.call("lookup", name, true));
        } catch (NamingException e) {
            NearNames near = NearNames.of(proxy, name);
            throw near.isEmpty() ? e : near.explain(e);
        }
    }

    /** Registers a uri under a name, in place of an earlier one. */
    public void register(String name, PyroUri uri) {
        register(name, uri, false);
    }

    /**
     * Registers a uri under a name.
     *
     * @param safe whether an earlier registration is to be kept
     * @throws NamingException if it is, and there is one
     */
    public void register(String name, PyroUri uri, boolean safe) {
        register(name, uri, safe, Set.of());
    }

    /**
     * Registers a uri under a name, with tags. The uri of a daemon of this process that listens on every address, or on
     * several, is registered with the address by which this process reaches the name server.
     */
    public void register(String name, PyroUri uri, boolean safe, Collection<String> metadata) {
        warnIfOthersCannotReach(name, uri);
        // As an object it is written with the address that suits the connection; a text would stay as it is.
        proxy.call("register", name, uri.isDirect() ? uri : uri.toString(), safe,
                new ArrayList<>(metadata));
    }

    /**
     * Replaces the tags of a name.
     *
     * @throws NamingException if the name is unknown
     */
    public void setMetadata(String name, Collection<String> metadata) {
        proxy.call("set_metadata", name, new ArrayList<>(metadata));
    }

    /** Removes a name; whether it was there. */
    public boolean remove(String name) {
        return proxy.call(int.class, "remove", name) > 0;
    }

    /** Removes all names with a prefix; how many there were. */
    public int removePrefix(String prefix) {
        return proxy.call(int.class, "remove", Kwargs.of("prefix", prefix));
    }

    /** Removes all names that a Python regular expression matches from their start; how many there were. */
    public int removeRegex(String regex) {
        return proxy.call(int.class, "remove", Kwargs.of("regex", regex));
    }

    /** Everything that is registered, sorted by name. */
    public Map<String, Registration> list() {
        return registrations(proxy.call("list", Kwargs.of("return_metadata", true)));
    }

    /** What is registered under names with a prefix, sorted by name. */
    public Map<String, Registration> listPrefix(String prefix) {
        return registrations(
                proxy.call("list", Kwargs.of("prefix", prefix).and("return_metadata", true)));
    }

    /** What is registered under names that a Python regular expression matches from their start, sorted by name. */
    public Map<String, Registration> listRegex(String regex) {
        return registrations(
                proxy.call("list", Kwargs.of("regex", regex).and("return_metadata", true)));
    }

    /** What has all of some tags, sorted by name. */
    public Map<String, Registration> yellowPagesAll(Collection<String> tags) {
        return yellowPages("metadata_all", "meta_all", tags);
    }

    /** What has any of some tags, sorted by name. */
    public Map<String, Registration> yellowPagesAny(Collection<String> tags) {
        return yellowPages("metadata_any", "meta_any", tags);
    }

    /** How many names are registered, the name server's own among them. */
    public int count() {
        return proxy.call(int.class, "count");
    }

    /** Returns if the name server answers. */
    public void ping() {
        proxy.call("ping");
    }

    /** Where the name server is. */
    public PyroUri uri() {
        return proxy.uri();
    }

    /** What the name server speaks; connects if need be. */
    public Dialect dialect() {
        return proxy.dialect();
    }

    /** Closes the connection. */
    @Override
    public void close() {
        leftOut.end();
        proxy.close();
    }

    @Override
    public String toString() {
        return "NameServer[" + proxy.uri() + "]";
    }

    /** The uri of a name, asked for once, with the name server's own words if it is unknown. */
    PyroUri uriOf(String name) {
        return uri(proxy.call("lookup", name));
    }

    /** What is to be said of a name that is unknown for good. */
    NamingException unknown(NamingException said, String name) {
        return NearNames.of(proxy, name).explain(said);
    }

    private void warnIfOthersCannotReach(String name, PyroUri uri) {
        String host = uri.host();
        String here = proxy.uri().host();
        if (host != null && here != null && !Addresses.isLoopback(here)
                && (Addresses.isLoopback(host) || Addresses.isWildcard(host))
                && !OwnLocations.shared().isOwn(uri)) {
            log.warn("{} is registered as {} with the name server at {}, whose other clients cannot"
                    + " reach it there; let the daemon listen on an address of its machine, or on"
                    + " 0.0.0.0", RemoteText.shown(name), RemoteText.shown(uri.toString()),
                    RemoteText.shown(proxy.uri().location()));
        }
    }

    private Map<String, Registration> yellowPages(String v48Name, String v502Name,
            Collection<String> tags) {
        List<String> wanted = new ArrayList<>(tags);
        return registrations(proxy.dialect() == Dialect.V48
                ? proxy.call("list", Kwargs.of(v48Name, wanted).and("return_metadata", true))
                : proxy.call("yplookup", Kwargs.of(v502Name, wanted)));
    }

    private Map<String, Registration> registrations(@Nullable Object reply) {
        if (!(reply instanceof Map<?, ?> map)) {
            throw unexpected("a dict of registrations", reply);
        }
        Map<String, Registration> sorted = new TreeMap<>();
        map.forEach((name, value) -> {
            try {
                sorted.put(String.valueOf(name), registration(value));
            } catch (PyroException e) { // one bad neighbour must not hide the others
                leftOut.warn("the name server's entry {} is left out: {}",
                        RemoteText.shown(String.valueOf(name)), RemoteText.message(e));
            }
        });
        return Collections.unmodifiableMap(new LinkedHashMap<>(sorted));
    }

    private static Registration registration(@Nullable Object value) {
        if (value instanceof List<?> pair && pair.size() == 2
                && pair.get(1) instanceof Collection<?> tags) {
            Set<String> texts = new LinkedHashSet<>();
            tags.forEach(tag -> texts.add(String.valueOf(tag)));
            return new Registration(uri(pair.get(0)), texts);
        }
        throw unexpected("a pair of uri and tags", value);
    }

    private static PyroUri uri(@Nullable Object value) {
        return switch (value) {
            case PyroUri uri -> uri;
            case String text -> PyroUri.parse(text);
            case null, default -> throw unexpected("a uri", value);
        };
    }

    private static ProtocolException unexpected(String wanted, @Nullable Object got) {
        return new ProtocolException("the name server should answer with " + wanted + ", but sent "
                + (got == null ? "None" : got.getClass().getSimpleName()));
    }
}
