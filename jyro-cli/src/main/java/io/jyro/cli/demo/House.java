package io.jyro.cli.demo;

import java.time.Duration;

import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.client.NameServer;
import io.jyro.client.Proxy;
import io.jyro.nameserver.NameServerDaemon;
import io.jyro.server.Daemon;
import org.jspecify.annotations.Nullable;

/**
 * The objects that the steps of the demo share: Jyro's name server, and the daemon with the Java object. Both listen
 * only on this machine, on free ports, with the default configuration, so that the demo does the same everywhere.
 */
final class House implements AutoCloseable {
    static final String HOST = "127.0.0.1";
    private static final PyroConfig CONFIG = PyroConfig.defaults();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Thermostat thermostat;
    private @Nullable NameServerDaemon nameServer;
    private @Nullable Daemon daemon;
    private @Nullable PyroUri thermostatUri;

    House(Thermostat thermostat) {
        this.thermostat = thermostat;
    }

    void startNameServer(DemoReport report) {
        nameServer = NameServerDaemon.builder().config(CONFIG).host(HOST).port(0).broadcast(false)
                .start();
        report.show(nameServer.uri().toString());
    }

    void hostThermostat(DemoReport report) {
        daemon = Daemon.builder().config(CONFIG).host(HOST).port(0).start();
        thermostatUri = daemon.register(thermostat, "thermostat");
        try (NameServer names = locateNameServer()) {
            names.register(Thermostat.NAME, thermostatUri);
        }
        report.show(thermostatUri + ", registered as " + Thermostat.NAME);
    }

    NameServer locateNameServer() {
        return NameServer.locate(HOST, nameServerPort(), CONFIG);
    }

    /** Returns a proxy for a name, which is looked up at the first call. */
    Proxy proxy(String name) {
        return Proxy.builder("PYRONAME:" + name + "@" + HOST + ":" + nameServerPort())
                .config(CONFIG).timeout(TIMEOUT)
                .build();
    }

    int nameServerPort() {
        return opened(nameServer).uri().port();
    }

    PyroUri thermostatUri() {
        return opened(thermostatUri);
    }

    @Override
    public void close() {
        if (daemon != null) {
            daemon.close();
        }
        if (nameServer != null) {
            nameServer.close();
        }
    }

    private static <T> T opened(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException(
                    "the steps that start the name server and host the object come first");
        }
        return part;
    }
}
