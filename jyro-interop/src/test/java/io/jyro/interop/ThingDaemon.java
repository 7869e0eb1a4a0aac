package io.jyro.interop;

import java.util.function.UnaryOperator;

import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.server.Daemon;

/** A Jyro daemon that serves a {@link Thing} and the classes of {@link Ticks}; the twin of {@code Served} in {@code peer.py}. */
public final class ThingDaemon implements AutoCloseable {
    private final Daemon daemon;

    private ThingDaemon(Daemon daemon) {
        this.daemon = daemon;
        daemon.register(new Thing(daemon), "thing");
        daemon.register(Ticks.Single.class, "single");
        daemon.register(Ticks.Session.class, "session");
        daemon.register(Ticks.PerCall.class, "percall");
    }

    public static ThingDaemon start() {
        return start(Link.PLAIN);
    }

    /** Starts it for peers on a link. */
    public static ThingDaemon start(Link link) {
        return start(link::daemon);
    }

    /** Starts it with settings, on top of the defaults whatever the environment says. */
    public static ThingDaemon start(UnaryOperator<Daemon.Builder> settings) {
        return new ThingDaemon(
                settings.apply(Daemon.builder().config(PyroConfig.defaults())).start());
    }

    public Daemon daemon() {
        return daemon;
    }

    public PyroUri uri(String objectId) {
        return daemon.uriFor(objectId);
    }

    /** The source of a Python proxy for an object. */
    public String proxy(String objectId) {
        return "Proxy('" + uri(objectId) + "')";
    }

    @Override
    public void close() {
        daemon.close();
    }
}
