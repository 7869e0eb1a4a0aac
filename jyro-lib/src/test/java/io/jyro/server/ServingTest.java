package io.jyro.server;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import io.jyro.Expose;
import io.jyro.Loopback;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.client.Proxy;
import io.jyro.client.RemoteIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Serving in one statement, and what a daemon tells of what it hosts. */
@Timeout(60)
class ServingTest {

    /** Ends its daemon. */
    @Expose
    public static class Ending {
        public String end() {
            Daemon.current().close();
            return "ended";
        }

        public List<Integer> count() {
            return List.of(1);
        }

        public Iterator<Integer> items() {
            return List.of(1, 2).iterator();
        }
    }

    @Test
    void withoutANameServerTheNamesAreIds() throws Exception {
        try (Daemon daemon = Daemon.builder().config(PyroConfig.defaults()).start()) {
            PyroUri uri = daemon.uriFor("ending");
            Thread serving = Thread.ofVirtual().start(() -> Daemon
                    .serving(Map.of(new Ending(), "ending")).daemon(daemon).nameServer(false)
                    .quiet().serve());
            try (Proxy proxy = Proxy.of(uri.toString())) {
                assertThat(proxy.call("end")).isEqualTo("ended");
            }
            serving.join();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aNewDaemonListensWhereItIsToldAndSaysSoUnlessItIsQuiet(boolean quiet) throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Serving serving = new Serving(Map.of(new Ending(), "ending"),
                new PrintStream(printed, true, UTF_8)).host("127.0.0.1").port(port)
                .nameServer(false);
        Thread thread = Thread.ofVirtual().start((quiet ? serving.quiet() : serving)::serve);
        String uri = "PYRO:ending@127.0.0.1:" + port;
        try (Proxy proxy = Proxy.builder(uri).config(PyroConfig.defaults())
                .waitForDaemon(Duration.ofSeconds(30)).build()) {
            assertThat(proxy.call("end")).isEqualTo("ended");
        }
        thread.join();

        if (quiet) {
            assertThat(printed.size()).isZero();
        } else {
            assertThat(printed.toString(UTF_8)).contains("uri = " + uri, "Pyro daemon running.")
                    .doesNotContain("name = ");
        }
    }

    @Test
    void aDaemonHasItsOwnHostAndPort() {
        try (Daemon daemon = Daemon.builder().config(PyroConfig.defaults()).start()) {
            Serving serving = Daemon.serving(Map.of()).daemon(daemon).port(4711);

            assertThatThrownBy(serving::serve).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("host and port");
        }
    }

    @Test
    void aDaemonListsWhatItHosts() {
        Ending object = new Ending();
        try (Loopback loopback = new Loopback()) {
            loopback.daemon().register(object, "object");
            Proxy one = loopback.proxy(loopback.daemon().register(Ending.class, "class"));
            Proxy two = loopback.proxy(one.uri());
            one.call("count");
            two.call("count");

            assertThat(loopback.daemon().registered()).containsEntry("object", object)
                    .containsEntry("class", Ending.class)
                    .containsOnlyKeys("object", "class", "Pyro.Daemon");
            assertThat(loopback.daemon().sessions()).hasSize(2)
                    .hasOnlyElementsOfType(Ending.class);
            assertThat(loopback.daemon().streams()).isZero();
            try (RemoteIterator<Integer> items = one.stream(Integer.class, "items")) {
                items.next();
                assertThat(loopback.daemon().streams()).isEqualTo(1);
            }
        }
    }

    @Test
    void aProxyMayNameEitherSideOfANat() {
        try (Daemon daemon = Daemon.builder().config(PyroConfig.defaults())
                .natHost("outside.example").natPort(4711).start();
                Proxy outside = registered(daemon);
                Proxy inside = daemon.proxyFor("ending", false)) {
            assertThat(outside.uri().host()).isEqualTo("outside.example");
            assertThat(inside.call("count")).isEqualTo(List.of(1));
        }
    }

    private static Proxy registered(Daemon daemon) {
        daemon.register(new Ending(), "ending");
        return daemon.proxyFor("ending");
    }
}
