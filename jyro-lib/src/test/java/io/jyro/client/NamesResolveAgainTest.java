package io.jyro.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.jyro.Dialect;
import io.jyro.Expose;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.client.link.SharedLinks;
import io.jyro.server.Daemon;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** A proxy for a name asks the name server each time that it connects, so that it finds a server that has moved. */
@Timeout(60)
public class NamesResolveAgainTest {
    /** A server that says which one it is. */
    @Expose
    public static class Service {
        private final String place;

        Service(String place) {
            this.place = place;
        }

        public String place() {
            return place;
        }
    }

    /** As much of a name server as look-ups need. */
    @Expose
    public static class Names {
        private volatile PyroUri uri;

        public Names(PyroUri uri) {
            this.uri = uri;
        }

        public String lookup(String name) {
            return uri.toString();
        }
    }

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Daemon before = daemon();
    private final PyroUri oldHome = before.register(new Service("old"), "service.old");
    private final PyroUri newHome = daemon().register(new Service("new"), "service.new");
    private final Names names = new Names(oldHome);
    private final Proxy proxy = proxy(
            "PYRONAME:thing@localhost:" + daemon().register(names, "Pyro.NameServer").port());

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private Daemon daemon() {
        Daemon daemon = Daemon.builder().host("localhost").config(PyroConfig.defaults()).start();
        open.add(daemon);
        return daemon;
    }

    private Proxy proxy(String uri) {
        Proxy made = Proxy.builder(uri).config(PyroConfig.defaults()).build();
        open.add(made);
        return made;
    }

    @Test
    void afterAReleaseTheServerIsFoundWhereItIsNow() {
        assertThat(proxy.call("place")).isEqualTo("old");
        names.uri = newHome;

        proxy.release();

        assertThat(proxy.call("place")).isEqualTo("new");
    }

    @Test
    void afterTheLossOfTheConnectionTheServerIsFoundWhereItIsNow() {
        assertThat(proxy.call("place")).isEqualTo("old");
        names.uri = newHome;

        before.close();
        while (proxy.isBound()) {
            try {
                proxy.call("place");
            } catch (RuntimeException e) {
                // the connection was lost during the call
            }
        }

        assertThat(proxy.call("place")).isEqualTo("new");
    }

    @Test
    void aReconnectAsksTheNameServer() {
        assertThat(proxy.call("place")).isEqualTo("old");
        names.uri = newHome;

        proxy.reconnect();

        assertThat(proxy.call("place")).isEqualTo("new");
    }

    @Test
    void bindFixesTheUri() {
        assertThat(proxy.bind()).isTrue();
        names.uri = newHome;

        proxy.release();

        assertThat(proxy.call("place")).isEqualTo("old");
        assertThat(proxy.uri()).isEqualTo(oldHome);
    }

    @Test
    void bindFixesTheUriOfAConnectedProxyToo() {
        proxy.call("place");
        assertThat(proxy.bind()).isFalse();
        names.uri = newHome;

        proxy.release();

        assertThat(proxy.call("place")).isEqualTo("old");
        assertThat(proxy.uri()).isEqualTo(oldHome);
    }

    @Test
    void connectingLeavesUriAndEqualityAsTheyAre() {
        PyroUri given = proxy.uri();
        Set<Proxy> set = Set.of(proxy);

        proxy.call("place");

        assertThat(proxy.uri()).isEqualTo(given);
        assertThat(set).contains(proxy(given.toString()));
        assertThat(set.contains(proxy)).isTrue();
    }

    @Test
    void aReceivedProxyAsksTheNameServerToo() {
        try (Proxy received = Proxy.received(proxy.proxyState(),
                new SharedLinks(PyroConfig.defaults(), Proxy.SERVICES), Dialect.V502)) {
            assertThat(received.call("place")).isEqualTo("old");
            names.uri = newHome;

            before.close();
            while (received.isBound()) {
                try {
                    received.call("place");
                } catch (RuntimeException e) {
                    // the connection was lost during the call
                }
            }

            assertThat(received.call("place")).isEqualTo("new");
            assertThat(received.uri()).isEqualTo(proxy.uri());
        }
    }

    @Test
    void bindFixesTheUriOfAReceivedProxyToo() {
        try (Proxy received = Proxy.received(proxy.proxyState(),
                new SharedLinks(PyroConfig.defaults(), Proxy.SERVICES), Dialect.V502)) {
            received.bind();
            names.uri = newHome;

            received.release();

            assertThat(received.call("place")).isEqualTo("old");
            assertThat(received.uri()).isEqualTo(oldHome);
        }
    }
}
