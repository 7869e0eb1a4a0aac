package io.jyro.server;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.client.NameServer;
import org.jspecify.annotations.Nullable;

/**
 * Hosts objects until their daemon ends, in one statement, as Pyro's {@code serve} does. For one thread.
 *
 * {@snippet :
 * Daemon.serving(Map.of(new Thermostat(), "house.thermostat")).host("0.0.0.0").port(7788).serve();
 * }
 */
public final class Serving {
    private final PrintStream out;
    private final Map<Object, @Nullable String> objects;
    private @Nullable String host;
    private int port;
    private @Nullable Daemon daemon;
    private boolean nameServer = true;
    private boolean quiet;

    Serving(Map<?, ? extends @Nullable String> objects, PrintStream out) {
        this.out = out;
        this.objects = new LinkedHashMap<>(objects);
    }

    /** Sets the host to listen on; by default that of the configuration. */
    public Serving host(String newHost) {
        host = newHost;
        return this;
    }

    /** Sets the port to listen on; by default any free port. */
    public Serving port(int newPort) {
        port = newPort;
        return this;
    }

    /**
     * Uses a daemon that was started already, instead of a new one. Its configuration is also used to find the name
     * server. The daemon is closed at the end, as in Pyro.
     */
    public Serving daemon(Daemon newDaemon) {
        daemon = newDaemon;
        return this;
    }

    /**
     * Sets whether the objects are registered in the name server, which is the default; if not, their names are their
     * ids.
     */
    public Serving nameServer(boolean wanted) {
        nameServer = wanted;
        return this;
    }

    /** Suppresses all output. */
    public Serving quiet() {
        quiet = true;
        return this;
    }

    /**
     * Serves until the daemon is shut down.
     *
     * @throws io.jyro.NamingException if a name server is needed and cannot be found
     * @throws IllegalArgumentException if host or port are set as well as a daemon
     */
    public void serve() {
        Daemon given = daemon;
        PyroConfig config = given == null ? PyroConfig.fromEnvironment() : given.config();
        if (given != null && (host != null || port != 0)) {
            throw new IllegalArgumentException(
                    "a daemon that was started already has its host and port; set them there");
        }
        try (Daemon serving = given == null ? started(config) : given;
                NameServer names = nameServer ? NameServer.locate(config) : null) {
            if (given != null) {
                register(given);
            }
            new Publisher(serving, names, quiet ? null : out).publish(objects);
            serving.requestLoop();
        }
    }

    private Daemon started(PyroConfig config) {
        Daemon.Builder builder = Daemon.builder().config(config).port(port);
        if (host != null) {
            builder.host(host);
        }
        objects.forEach((object, name) -> {
            String id = id(name);
            if (id == null) {
                builder.register(object);
            } else {
                builder.register(object, id);
            }
        });
        return builder.start();
    }

    private void register(Daemon given) {
        objects.forEach((object, name) -> {
            String id = id(name);
            if (id == null) {
                given.register(object);
            } else {
                given.register(object, id);
            }
        });
    }

    private @Nullable String id(@Nullable String name) {
        return nameServer || name == null || name.isEmpty() ? null : name;
    }

    /**
     * Registers the objects of a daemon in a name server, and prints their uris for the user, in Pyro's words.
     *
     * @param names null if there is no name server
     * @param out null to print nothing
     */
    private record Publisher(Daemon daemon, @Nullable NameServer names,
            @Nullable PrintStream out) {
        /** @param objects the objects with their names; those without a name, or with an empty one, are not registered */
        void publish(Map<?, @Nullable String> objects) {
            objects.forEach(this::publish);
            print("Pyro daemon running.");
        }

        private void publish(Object object, @Nullable String name) {
            PyroUri uri = daemon.uriFor(object);
            print("Object " + object + ":\n    uri = " + uri);
            if (names != null && name != null && !name.isEmpty()) {
                names.register(name, uri);
                print("    name = " + name);
            }
        }

        private void print(String line) {
            if (out != null) {
                out.println(line);
            }
        }
    }
}
