package io.jyro.server;

import java.io.PrintStream;
import java.util.Map;

import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.client.NameServer;
import org.jspecify.annotations.Nullable;

/** Registers objects of a daemon in a name server, and tells the user where they are, in Pyro's words. */
record Publisher(Daemon daemon, NameServer names, PrintStream out) {

    /** Serves objects, by their names in the name server, until the daemon ends. */
    static void serve(Map<?, String> objects, PrintStream out) {
        PyroConfig config = PyroConfig.fromEnvironment();
        Daemon.Builder builder = Daemon.builder().config(config);
        objects.keySet().forEach(builder::register);
        try (Daemon daemon = builder.start(); NameServer names = NameServer.locate(config)) {
            new Publisher(daemon, names, out).publish(objects);
            daemon.requestLoop();
        }
    }

    /** @param objects with their names; what has none, or an empty one, is not in the name server */
    void publish(Map<?, String> objects) {
        objects.forEach(this::publish);
        out.println("Pyro daemon running.");
    }

    private void publish(Object object, @Nullable String name) {
        PyroUri uri = daemon.uriFor(object);
        out.println("Object " + object + ":\n    uri = " + uri);
        if (name != null && !name.isEmpty()) {
            names.register(name, uri);
            out.println("    name = " + name);
        }
    }
}
