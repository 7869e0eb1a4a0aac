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
 * A client of a name server, Jyro's or Python's of either version, which maps names to uris and tags. Safe to share
 * between threads.
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
     * The uri and the tags that are registered under a name.
     *
     * @param metadata the tags, in no particular order; unmodifiable
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
     * Finds the name server with the configuration of the environment: at its configured host, then by broadcast.
     *
     * @throws NamingException if no name server is found; the message names everything that was tried
     */
    public static NameServer locate() {
        return locate(PyroConfig.fromEnvironment());
    }

    /** Finds the name server with a configuration: at its configured host, then by broadcast. */
    public static NameServer locate(PyroConfig config) {
        return locate(config, true);
    }

    /**
     * Finds the name server with a configuration.
     *
     * @param broadcast whether to also look for it by broadcast, which takes about 2 s where no name server answers
     * @throws NamingException if no name server is found; the message names everything that was tried
     */
    public static NameServer locate(PyroConfig config, boolean broadcast) {
        return new NameServerLocator(config).locate(broadcast);
    }

    /** Finds the name server on a host, at the configured port, or at a Unix domain socket, {@code ./u:path}. */
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
     * @param host a name, an address, or a Unix domain socket as {@code ./u:path}, for which the port is ignored
     * @throws NamingException if no name server is found there
     */
    public static NameServer locate(String host, int port, PyroConfig config) {
        return new NameServerLocator(config).locateAt(host, port);
    }

    /**
     * Finds the location of a uri's object, as a proxy does when it connects, with the configuration of the
     * environment.
     *
     * @return a uri with the location of the object; a {@code PYRO} uri is returned unchanged
     * @throws NamingException if no name server is found, or it does not know the object
     */
    public static PyroUri resolve(PyroUri uri) {
        return resolve(uri, PyroConfig.fromEnvironment());
    }

    /**
     * Finds the location of a uri's object, as a proxy with this configuration does when it connects.
     *
     * @return a uri with the location of the object; a {@code PYRO} uri is returned unchanged
     * @throws NamingException if no name server is found, or it does not know the object
     */
    public static PyroUri resolve(PyroUri uri, PyroConfig config) {
        return uri.isDirect()
                ? uri
                : new UriResolver(config, CallDeadline.in(config.callDeadline())).resolve(uri);
    }

    /**
     * Returns the uri that is registered under a name.
     *
     * @throws NamingException if the name is unknown; the message lists similar names, if there are any
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
     * Returns the uri that is registered under a name, and its tags.
     *
     * @throws NamingException if the name is unknown; the message lists similar names, if there are any
     */
    public Registration lookupWithMetadata(String name) {
        try {
            return registration(proxy.call("lookup", name, true));
        } catch (NamingException e) {
            NearNames near = NearNames.of(proxy, name);
            throw near.isEmpty() ? e : near.explain(e);
        }
    }

    /** Registers a uri under a name, replacing an earlier registration. */
    public void register(String name, PyroUri uri) {
        register(name, uri, false);
    }

    /**
     * Registers a uri under a name.
     *
     * @param safe whether to keep an earlier registration instead of replacing it
     * @throws NamingException if {@code safe} is true and the name is already registered
     */
    public void register(String name, PyroUri uri, boolean safe) {
        register(name, uri, safe, Set.of());
    }

    /**
     * Registers a uri under a name, with tags. If a daemon of this process listens on every address, or on several, its
     * uri is registered with the address from which this process reaches the name server.
     */
    public void register(String name, PyroUri uri, boolean safe, Collection<String> metadata) {
        warnIfOthersCannotReach(name, uri);
        // A PyroUri is written with the address that suits the connection; a string would be sent unchanged.
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

    /** Removes a name and returns whether it was registered. */
    public boolean remove(String name) {
        return proxy.call(int.class, "remove", name) > 0;
    }

    /** Removes all names with a prefix and returns their number. */
    public int removePrefix(String prefix) {
        return proxy.call(int.class, "remove", Kwargs.of("prefix", prefix));
    }

    /** Removes all names that a Python regular expression matches from their start, and returns their number. */
    public int removeRegex(String regex) {
        return proxy.call(int.class, "remove", Kwargs.of("regex", regex));
    }

    /** Returns all registrations, sorted by name. */
    public Map<String, Registration> list() {
        return registrations(proxy.call("list", Kwargs.of("return_metadata", true)));
    }

    /** Returns the registrations of all names with a prefix, sorted by name. */
    public Map<String, Registration> listPrefix(String prefix) {
        return registrations(
                proxy.call("list", Kwargs.of("prefix", prefix).and("return_metadata", true)));
    }

    /**
     * Returns the registrations of all names that a Python regular expression matches from their start, sorted by name.
     */
    public Map<String, Registration> listRegex(String regex) {
        return registrations(
                proxy.call("list", Kwargs.of("regex", regex).and("return_metadata", true)));
    }

    /** Returns the registrations that have all of the given tags, sorted by name. */
    public Map<String, Registration> yellowPagesAll(Collection<String> tags) {
        return yellowPages("metadata_all", "meta_all", tags);
    }

    /** Returns the registrations that have at least one of the given tags, sorted by name. */
    public Map<String, Registration> yellowPagesAny(Collection<String> tags) {
        return yellowPages("metadata_any", "meta_any", tags);
    }

    /** Returns the number of registered names, including the name server's own. */
    public int count() {
        return proxy.call(int.class, "count");
    }

    /** Returns normally if the name server answers, and throws otherwise. */
    public void ping() {
        proxy.call("ping");
    }

    /** Returns the uri of the name server. */
    public PyroUri uri() {
        return proxy.uri();
    }

    /** Returns the protocol dialect of the name server; connects if necessary. */
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

    /**
     * Returns the uri of a name with a single request. If the name is unknown, the error has the name server's own
     * message.
     */
    PyroUri uriOf(String name) {
        return uri(proxy.call("lookup", name));
    }

    /** Returns the final error for an unknown name, with similar names. */
    NamingException unknown(NamingException said, String name) {
        return NearNames.of(proxy, name).explain(said);
    }

    private void warnIfOthersCannotReach(String name, PyroUri uri) {
        String host = uri.host();
        String here = proxy.uri().host();
        if (host != null && here != null && !Addresses.isLoopback(here)
                && (Addresses.isLoopback(host) || Addresses.isWildcard(host))
                && !OwnLocations.shared().isOwn(uri)) {
            log.warn("{} is registered as {} with the name server at {}, but other clients of"
                    + " that name server cannot reach this location; let the daemon listen on an"
                    + " address of its machine, or on"
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
            } catch (PyroException e) { // one bad entry must not hide the others
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
