package io.jyro.server;

import java.io.PrintStream;
import java.util.Map;

import io.jyro.PyroUri;
import io.jyro.client.NameServer;
import org.jspecify.annotations.Nullable;

/** Registers objects in a daemon and a name server, and tells the user where they are, in Pyro's words. */
record Publisher(Daemon daemon, NameServer names, PrintStream out) {

    /** @param objects with their names; what has none, or an empty one, is not in the name server */
    void publish(Map<?, String> objects) {
        objects.forEach(this::publish);
        out.println("Pyro daemon running.");
    }

    private void publish(Object object, @Nullable String name) {
        PyroUri uri = daemon.register(object);
        out.println("Object " + object + ":\n    uri = " + uri);
        if (name != null && !name.isEmpty()) {
            names.register(name, uri);
            out.println("    name = " + name);
        }
    }
}
