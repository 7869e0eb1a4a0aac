package io.jyro.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.jyro.Expose;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.server.Daemon;
import io.jyro.server.ServedClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** To look a name up and call what it stands for takes a connection and a call at each of two daemons, and no more. */
@Timeout(60)
class LookUpCostTest {
    /** What is looked up. */
    @Expose
    public static class Service {
        public String echo(String text) {
            return text;
        }
    }

    /** As much of a name server as look-ups need. */
    @Expose
    public static class Names {
        private final PyroUri uri;

        Names(PyroUri uri) {
            this.uri = uri;
        }

        public String lookup(String name) {
            return uri.toString();
        }
    }

    /** Counts the connections to a daemon, and the calls that came over each. */
    private static final class Counted implements AutoCloseable {
        private final List<Long> calls = new CopyOnWriteArrayList<>();
        private final Semaphore ended = new Semaphore(0);
        private final Daemon daemon = Daemon.builder().host("127.0.0.1")
                .config(PyroConfig.defaults())
                .onDisconnect(client -> {
                    calls.add(((ServedClient) client).calls());
                    ended.release();
                }).start();
        private final Relay relay = Relay.transparent(daemon.port());

        PyroUri register(Object object, String id) {
            return relay.uri(daemon.register(object, id));
        }

        void assertServed(int connections) throws InterruptedException {
            assertThat(ended.tryAcquire(connections, 30, TimeUnit.SECONDS)).isTrue();
            assertThat(relay.connections()).isEqualTo(connections);
            assertThat(calls).hasSize(connections).containsOnly(1L);
        }

        @Override
        public void close() {
            relay.close();
            daemon.close();
        }
    }

    private final Counted services = new Counted();
    private final Counted names = new Counted();
    private final PyroUri service = services.register(new Service(), "service");
    private final PyroUri nameServer = names.register(new Names(service), "Pyro.NameServer");

    @AfterEach
    void close() {
        names.close();
        services.close();
    }

    @Test
    void whatIsDoneStepByStep() throws Exception {
        List<Object> got = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            try (NameServer located = NameServer.locate("127.0.0.1", nameServer.port(),
                    PyroConfig.defaults());
                    Proxy proxy = Proxy.builder(located.lookup("service"))
                            .config(PyroConfig.defaults()).build()) {
                got.add(proxy.call("echo", "hello"));
            }
        }

        assertThat(got).containsExactly("hello", "hello", "hello");
        names.assertServed(3);
        services.assertServed(3);
    }

    @Test
    void whatAProxyForANameDoes() throws Exception {
        String uri = "PYRONAME:service@" + nameServer.host() + ":" + nameServer.port();
        try (Proxy proxy = Proxy.builder(uri).config(PyroConfig.defaults()).build()) {
            assertThat(proxy.call("echo", "hello")).isEqualTo("hello");
        }

        names.assertServed(1);
        services.assertServed(1);
    }
}
