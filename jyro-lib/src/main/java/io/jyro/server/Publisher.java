package io.jyro.server;

import java.io.PrintStream;
import java.util.Map;

import io.jyro.PyroUri;
import io.jyro.client.NameServer;
import org.jspecify.annotations.Nullable;

/**
 * Registers the objects of a daemon in a name server, and prints their uris for the user, in Pyro's words.
 *
 * @param names null if there is no name server
 * @param out null to print nothing
 */
record Publisher(Daemon daemon, @Nullable NameServer names, @Nullable PrintStream out) {

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
