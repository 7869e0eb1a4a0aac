package io.jyro.server;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;

import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.client.Proxy;
import io.jyro.server.calls.CallWatchdog;
import io.jyro.server.objects.ObjectTable;

/** A daemon that serves, and in which nothing happens by time: its watch has no thread, and its hold no end. */
final class BareDaemon implements AutoCloseable {
    private final Endpoint endpoint = ListeningEndpoint.open(List.of("localhost"), 0,
            PyroConfig.defaults(), null, 0);
    private final ObjectTable objects = new ObjectTable();
    private final DaemonAssembly assembly;
    private final ConnectionTable connections;

    BareDaemon() {
        DaemonDraft settings = new DaemonDraft();
        settings.config(PyroConfig.defaults());
        assembly = new DaemonAssembly(settings, settings.config(), endpoint, objects);
        connections = assembly.connections(new NoHost());
        objects.registerDaemon(assembly.daemonObject(connections));
        endpoint.start(connections::receive);
    }

    ObjectTable objects() {
        return objects;
    }

    CallWatchdog watchdog() {
        return assembly.watchdog();
    }

    /** Connected, and known to the daemon. */
    Proxy proxy(String objectId) {
        Proxy proxy = Proxy.builder(endpoint.location().uri(objectId, true))
                .config(PyroConfig.defaults()).protocol(Protocol.V502)
                .timeout(Duration.ofSeconds(30)).build();
        proxy.bind();
        return proxy;
    }

    /** A connection on which nothing has been said. */
    Socket socket() throws IOException {
        Socket socket = new Socket(endpoint.address().getAddress(), endpoint.location().port());
        socket.setSoTimeout(30_000);
        return socket;
    }

    /** How many connections there are. */
    int clients() {
        return connections.size();
    }

    @Override
    public void close() {
        endpoint.close();
        connections.closeAll(Duration.ZERO);
        objects.hold().end();
        assembly.background().end();
    }
}
