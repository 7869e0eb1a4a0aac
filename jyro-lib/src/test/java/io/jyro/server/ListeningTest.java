package io.jyro.server;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.jyro.CommunicationException;
import io.jyro.Expose;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.client.Proxy;
import io.jyro.transport.Addresses;
import io.jyro.transport.Listener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Where a daemon listens, and how it is called by those who reach it there. */
class ListeningTest {
    private final PyroConfig config = PyroConfig.defaults();

    @Expose
    static class Signpost {
        private @Nullable Object pointsTo;

        public @Nullable Object where() {
            return pointsTo;
        }

        public String text(Proxy proxy) {
            return proxy.uri().toString();
        }

        public String uriText(PyroUri uri) {
            return uri.toString();
        }
    }

    @Expose
    static class Greeter {
        public String hello() {
            return "hello";
        }
    }

    private Daemon.Builder on(String... hosts) {
        Daemon.Builder builder = Daemon.builder().config(config);
        List.of(hosts).forEach(builder::host);
        return builder;
    }

    private Proxy proxy(String objectId, String host, int port) {
        return Proxy.builder(PyroUri.of(objectId, host, port)).config(config).build();
    }

    private String hello(String host, int port) {
        try (Proxy greeter = proxy("greeter", host, port)) {
            return greeter.call(String.class, "hello");
        }
    }

    private static boolean hasIpv6() throws IOException {
        return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                .anyMatch(each -> each instanceof Inet6Address && each.isLoopbackAddress());
    }

    private static void requireIpv6() throws IOException {
        assertThat(hasIpv6()).as("IPv6 on loopback, which these tests need").isTrue();
    }

    // several hosts

    @Test
    void aDaemonOnSeveralHostsServesOnEachOfThemAtOnePort() {
        try (Daemon daemon = on("127.0.0.2", "127.0.0.3").start()) {
            daemon.register(new Greeter(), "greeter");

            assertThat(daemon.addresses()).containsExactly(
                    new InetSocketAddress("127.0.0.2", daemon.port()),
                    new InetSocketAddress("127.0.0.3", daemon.port()));
            assertThat(hello("127.0.0.2", daemon.port())).isEqualTo("hello");
            assertThat(hello("127.0.0.3", daemon.port())).isEqualTo("hello");
        }
    }

    @Test
    void theFirstOfSeveralHostsIsTheOneThatUrisName() {
        try (Daemon daemon = on("127.0.0.2", "127.0.0.3").start()) {
            assertThat(daemon.register(new Greeter()).host()).isEqualTo("127.0.0.2");
            assertThat(daemon.location()).isEqualTo("127.0.0.2:" + daemon.port());
            assertThat(daemon.address()).isEqualTo(daemon.addresses().getFirst());
        }
    }

    @Test
    void whoComesByTheSecondHostIsToldOfTheSecondHost() {
        try (Daemon daemon = on("127.0.0.2", "127.0.0.3").start()) {
            Signpost signpost = new Signpost();
            signpost.pointsTo = daemon.register(new Greeter(), "greeter");
            daemon.register(signpost, "signpost");

            try (Proxy second = proxy("signpost", "127.0.0.3", daemon.port())) {
                assertThat(second.call("where"))
                        .isEqualTo(PyroUri.of("greeter", "127.0.0.3", daemon.port()));
            }
        }
    }

    @Test
    void aHostThatIsGivenTwiceIsListenedOnOnce() {
        try (Daemon daemon = on("localhost", "127.0.0.1", "localhost").start()) {
            assertThat(daemon.addresses().stream().filter(
                    address -> Addresses.text(address).startsWith("127.0.0.1:"))).hasSize(1);
        }
    }

    @Test
    void whenOneOfSeveralHostsCannotBeHadNoneIsKept() {
        try (Daemon other = on("127.0.0.3").start()) {
            assertThatThrownBy(() -> on("127.0.0.2", "127.0.0.3").port(other.port()).start())
                    .isInstanceOf(CommunicationException.class)
                    .hasMessageContaining("cannot listen on 127.0.0.3:" + other.port());

            Listener.open(List.of("127.0.0.2"), other.port(), 0, false, true)
                    .forEach(Listener::close);
        }
    }

    @Test
    void aHostThatIsNotOfThisMachineIsNamed() {
        assertThatThrownBy(() -> on("127.0.0.2", "198.51.100.7").start())
                .isInstanceOf(CommunicationException.class)
                .hasMessageContaining("198.51.100.7").hasMessageContaining("choose another host");
    }

    @Test
    void afterShutdownNoneOfTheHostsIsListenedOn() {
        Daemon daemon = on("127.0.0.2", "127.0.0.3").start();
        daemon.close();

        Listener.open(List.of("127.0.0.2", "127.0.0.3"), daemon.port(), 0, true, true)
                .forEach(Listener::close);
    }

    // every address

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::"})
    void aDaemonOnEveryAddressNamesOneThatOthersCanReach(String everywhere) throws IOException {
        if (everywhere.equals("::")) {
            requireIpv6();
        }
        try (Daemon daemon = on(everywhere).start()) {
            InetAddress expected = Addresses.ofThisMachine(everywhere.equals("::") ? 6 : 4);
            daemon.register(new Greeter(), "greeter");
            PyroUri uri = daemon.uriFor("greeter");

            assertThat(uri.host()).isEqualTo(Addresses.numeric(expected));
            assertThat(uri.port()).isEqualTo(daemon.port());
            assertThat(hello(String.valueOf(uri.host()), uri.port())).isEqualTo("hello");
            assertThat(daemon.location())
                    .isEqualTo(Addresses.hostAndPort(everywhere, daemon.port()));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Protocol.class, names = {"V48", "V502"})
    void whatADaemonOnEveryAddressGivesOutNamesTheAddressThatTheCallerReached(Protocol protocol) {
        try (Daemon daemon = on("0.0.0.0").start()) {
            Greeter greeter = new Greeter();
            PyroUri uri = daemon.register(greeter, "greeter");
            Signpost signpost = new Signpost();
            daemon.register(signpost, "signpost");
            PyroUri asReached = PyroUri.of("greeter", "127.0.0.2", daemon.port());

            try (Proxy client = Proxy
                    .builder(PyroUri.of("signpost", "127.0.0.2", daemon.port())).config(config)
                    .protocol(protocol).build()) {
                signpost.pointsTo = uri;
                assertThat(client.call("where")).isEqualTo(asReached);

                signpost.pointsTo = greeter;
                try (Proxy got = client.call(Proxy.class, "where")) {
                    assertThat(got.uri()).isEqualTo(asReached);
                    assertThat(got.call("hello")).isEqualTo("hello");
                }

                signpost.pointsTo = List.of(Map.of("deep", daemon.proxyFor(greeter)));
                assertThat(String.valueOf(client.call("where"))).contains(asReached.toString());
            }
        }
    }

    @Test
    void aUriOfAnotherDaemonIsGivenOutAsItIs() {
        try (Daemon daemon = on("0.0.0.0").start()) {
            Signpost signpost = new Signpost();
            daemon.register(signpost, "signpost");
            PyroUri elsewhere = PyroUri.of("greeter",
                    String.valueOf(daemon.uriFor("x").host()), daemon.port() == 1 ? 2 : 1);
            signpost.pointsTo = elsewhere;

            try (Proxy client = proxy("signpost", "127.0.0.2", daemon.port())) {
                assertThat(client.call("where")).isEqualTo(elsewhere);
            }
        }
    }

    @Test
    void aUriThatNamesEveryAddressIsGivenOutAsOneThatCanBeReached() {
        try (Daemon daemon = on("0.0.0.0").start()) {
            Signpost signpost = new Signpost();
            daemon.register(signpost, "signpost");
            signpost.pointsTo = PyroUri.of("greeter", "0.0.0.0", daemon.port());

            try (Proxy client = proxy("signpost", "127.0.0.2", daemon.port())) {
                assertThat(client.call("where"))
                        .isEqualTo(PyroUri.of("greeter", "127.0.0.2", daemon.port()));
            }
        }
    }

    @Test
    void aProxyOfADaemonOnEveryAddressIsSentAsWhatTheReceiverCanReach() {
        try (Daemon everywhere = on("0.0.0.0").start(); Daemon other = on("127.0.0.2").start()) {
            other.register(new Signpost(), "signpost");
            PyroUri uri = everywhere.register(new Greeter(), "greeter");
            String asSeenThere = "PYRO:greeter@127.0.0.1:" + everywhere.port();

            try (Proxy client = proxy("signpost", "127.0.0.2", other.port());
                    Proxy greeter = everywhere.proxyFor("greeter")) {
                assertThat(client.call("text", greeter)).isEqualTo(asSeenThere);
                assertThat(client.call("uriText", uri)).isEqualTo(asSeenThere);
            }
        }
    }

    @Test
    void whenTheDaemonIsGoneItsUrisAreSentAsTheyAre() {
        Daemon gone = on("0.0.0.0").start();
        PyroUri uri = gone.register(new Greeter(), "greeter");
        gone.close();

        try (Daemon other = on("127.0.0.2").start()) {
            other.register(new Signpost(), "signpost");
            try (Proxy client = proxy("signpost", "127.0.0.2", other.port())) {
                assertThat(client.call("uriText", uri)).isEqualTo(uri.toString());
            }
        }
    }

    // NAT

    @Test
    void behindANatTheOutsideIsPublishedAlsoFromEveryAddress() {
        try (Daemon daemon = on("0.0.0.0").natHost("gate.example").natPort(0).start()) {
            Greeter greeter = new Greeter();
            PyroUri outside = PyroUri.of("greeter", "gate.example", daemon.port());
            Signpost signpost = new Signpost();
            signpost.pointsTo = greeter;
            daemon.register(signpost, "signpost");

            assertThat(daemon.register(greeter, "greeter")).isEqualTo(outside);
            assertThat(daemon.uriFor(greeter, false).host())
                    .isEqualTo(Addresses.numeric(Addresses.ofThisMachine(4)));
            try (Proxy client = proxy("signpost", "127.0.0.2", daemon.port())) {
                assertThat(client.call(Proxy.class, "where").uri()).isEqualTo(outside);
            }
        }
    }

    // IPv6

    @ParameterizedTest
    @ValueSource(strings = {"::1", "[::1]", "0:0:0:0:0:0:0:1"})
    void aDaemonListensOnIpv6(String host) throws IOException {
        requireIpv6();
        try (Daemon daemon = on(host).start()) {
            PyroUri uri = daemon.register(new Greeter(), "greeter");

            assertThat(uri.toString()).contains("@[").endsWith("]:" + daemon.port());
            assertThat(hello(String.valueOf(uri.host()), uri.port())).isEqualTo("hello");
        }
    }

    @Test
    void everyIpv6AddressIsEveryIpv4AddressToo() throws IOException {
        requireIpv6();
        try (Daemon daemon = on("::").start()) {
            Signpost signpost = new Signpost();
            signpost.pointsTo = daemon.register(new Greeter(), "greeter");
            daemon.register(signpost, "signpost");

            for (String host : List.of("127.0.0.2", "::1")) {
                try (Proxy client = proxy("signpost", host, daemon.port())) {
                    assertThat(client.call("where"))
                            .isEqualTo(PyroUri.of("greeter", host, daemon.port()));
                }
            }
        }
    }

    @Test
    void everyIpv4AddressIsNoIpv6Address() throws IOException {
        requireIpv6();
        try (Daemon daemon = on("0.0.0.0").start()) {
            assertThatThrownBy(() -> hello("::1", daemon.port()))
                    .isInstanceOf(CommunicationException.class);
        }
    }

    @Test
    void aScopeStandsInTheUriAsItsNumber() throws IOException {
        Inet6Address address = (Inet6Address) NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(each -> each instanceof Inet6Address && each.isLinkLocalAddress())
                .findFirst().orElse(null);
        assertThat(address).as("a link-local IPv6 address, which this test needs").isNotNull();
        String numeric = Addresses.numeric(Objects.requireNonNull(address));
        String named = numeric.substring(0, numeric.indexOf('%') + 1)
                + NetworkInterface.getByIndex(address.getScopeId()).getName();

        try (Daemon daemon = on(named).start()) {
            PyroUri uri = daemon.register(new Greeter(), "greeter");

            assertThat(uri.host()).isEqualTo(numeric).endsWith("%" + address.getScopeId());
            assertThat(hello(numeric, daemon.port())).isEqualTo("hello");
        }
    }
}
