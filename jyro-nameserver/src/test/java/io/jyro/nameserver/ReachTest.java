package io.jyro.nameserver;

import java.net.InetAddress;
import java.util.List;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.jyro.Expose;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.RemoteCallException;
import io.jyro.client.NameServer;
import io.jyro.client.Proxy;
import io.jyro.server.Daemon;
import io.jyro.transport.Addresses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** By which addresses things are registered, and what is said of those that others cannot reach. */
class ReachTest {
    private final PyroConfig config = PyroConfig.defaults();
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.jyro");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    ReachTest() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
    }

    @Expose
    static class Thing {
        public String hello() {
            return "hello";
        }
    }

    private NameServerDaemon.Builder on(String... hosts) {
        NameServerDaemon.Builder builder = NameServerDaemon.builder().config(config).port(0)
                .broadcastPort(0).broadcastHost("127.0.0.1");
        List.of(hosts).forEach(builder::host);
        return builder;
    }

    private NameServer at(String host, NameServerDaemon names) {
        return NameServer.locate(host, names.port(), config);
    }

    private static InetAddress addressForOthers() {
        InetAddress address = Addresses.ofThisMachine(4);
        assertThat(address.isLoopbackAddress())
                .as("whether this machine is on no network, which these tests need")
                .isFalse();
        return address;
    }

    private List<String> warnings() {
        return log.list.stream().filter(event -> event.getLevel().levelStr.equals("WARN"))
                .map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void aNameServerOnEveryAddressRegistersItselfUnderOneThatOthersCanReach() {
        try (NameServerDaemon names = on("0.0.0.0").start()) {
            assertThat(names.uri().host()).isEqualTo(Addresses.numeric(Addresses.ofThisMachine(4)));
            assertThat(names.address().isAnyLocalAddress()).isTrue();
        }
    }

    @Test
    void whoAsksANameServerOnEveryAddressForItselfIsToldTheAddressThatItReached() {
        try (NameServerDaemon names = on("0.0.0.0").start();
                NameServer client = at("127.0.0.2", names)) {
            assertThat(client.lookup("Pyro.NameServer"))
                    .isEqualTo(PyroUri.of("Pyro.NameServer", "127.0.0.2", names.port()));
        }
    }

    @Test
    void aNameServerOnSeveralHostsIsFoundOnEach() {
        try (NameServerDaemon names = on("127.0.0.2", "127.0.0.3").start();
                NameServer first = at("127.0.0.2", names);
                NameServer second = at("127.0.0.3", names)) {
            first.register("thing", PyroUri.of("thing", "house", 1));

            assertThat(second.lookup("thing")).isEqualTo(PyroUri.of("thing", "house", 1));
            assertThat(names.uri().host()).isEqualTo("127.0.0.2");
            assertThat(second.lookup("Pyro.NameServer").host()).isEqualTo("127.0.0.3");
        }
    }

    @Test
    void aDaemonOnEveryAddressIsRegisteredUnderTheOneByWhichTheNameServerIsReached() {
        try (NameServerDaemon names = on("127.0.0.1").start();
                Daemon daemon = Daemon.builder().config(config).host("0.0.0.0").start();
                NameServer client = at("127.0.0.1", names)) {
            client.register("thing", daemon.register(new Thing(), "thing"));

            assertThat(client.list().values()).extracting(NameServer.Registration::uri)
                    .contains(PyroUri.of("thing", "127.0.0.1", daemon.port()));
            try (Proxy thing = Proxy.builder(client.lookup("thing")).config(config).build()) {
                assertThat(thing.call("hello")).isEqualTo("hello");
            }
        }
    }

    @Test
    void whoRegistersByTheNetworkIsRegisteredWithItsAddressThere() {
        String network = Addresses.numeric(addressForOthers());
        try (NameServerDaemon names = on("0.0.0.0").start();
                Daemon daemon = Daemon.builder().config(config).host("0.0.0.0").start();
                NameServer client = at(network, names)) {
            client.register("thing", daemon.register(new Thing(), "thing"));

            assertThat(client.list().values()).extracting(NameServer.Registration::uri)
                    .contains(PyroUri.of("thing", network, daemon.port()));
            assertThat(warnings()).isEmpty();
        }
    }

    @Test
    void fiveHundredRegistrationsThatOthersCannotReachWriteTenWarningsOfOneLineEach() {
        try (NameServerDaemon names = on("0.0.0.0").start();
                Proxy client = Proxy.builder(names.uri()).config(config).build()) {
            for (int i = 0; i < 500; i++) {
                // what is neither a control character nor steers the direction may be part of a name
                client.call("register", "thing\u200b" + i, "PYRO:\u00adthing@localhost:7766");
            }
            assertThat(warnings()).hasSize(10).allSatisfy(line -> assertThat(line)
                    .contains("thing\\u200b").contains("PYRO:\\u00adthing@localhost:7766")
                    .doesNotMatch("(?s).*\\p{Cntrl}.*"));
        }

        assertThat(warnings()).last().isEqualTo("registrations that others cannot reach:"
                + " 490 similar messages were suppressed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.9", "[::1]"})
    void aNameServerForTheNetworkWarnsOfWhatOnlyOneMachineCanReach(String host) {
        try (NameServerDaemon names = on("0.0.0.0").start();
                NameServer client = at("127.0.0.1", names)) {
            client.register("thing", PyroUri.parse("PYRO:thing@" + host + ":7766"));

            assertThat(warnings()).singleElement().asString().startsWith("127.0.0.1:")
                    .contains("registered thing as PYRO:thing@" + host + ":7766")
                    .contains("only its own machine can reach")
                    .contains("have its daemon listen on");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "[::]"})
    void aNameServerForTheNetworkWarnsOfAUriThatNamesEveryAddress(String host) {
        try (NameServerDaemon names = on("0.0.0.0").start();
                NameServer client = at("127.0.0.1", names)) {
            client.register("thing", PyroUri.parse("PYRO:thing@" + host + ":7766"));

            assertThat(warnings()).singleElement().asString()
                    .contains("PYRO:thing@" + host + ":7766").contains("natHost");
        }
    }

    @Test
    void aNameServerForThisMachineAloneWarnsOfNothing() {
        try (NameServerDaemon names = on("127.0.0.1").start();
                NameServer client = at("127.0.0.1", names)) {
            client.register("thing", PyroUri.parse("PYRO:thing@localhost:7766"));

            assertThat(warnings()).isEmpty();
        }
    }

    @Test
    void whatIsRegisteredByTheNetworkUnderALoopbackAddressIsWarnedOfOnBothSides() {
        String network = Addresses.numeric(addressForOthers());
        try (NameServerDaemon names = on("0.0.0.0").start();
                NameServer client = at(network, names)) {
            client.register("thing", PyroUri.parse("PYRO:thing@localhost:7766"));

            assertThat(warnings()).hasSize(2)
                    .anyMatch(line -> line.startsWith("thing is registered as"))
                    .anyMatch(line -> line.startsWith(network));
        }
    }

    @Test
    void aNameWithALineEndIsRefusedAndForgesNoLine() {
        try (NameServerDaemon names = on("0.0.0.0").start();
                NameServer client = at("127.0.0.1", names)) {
            assertThatExceptionOfType(RemoteCallException.class)
                    .isThrownBy(() -> client.register("thing\nforged",
                            PyroUri.parse("PYRO:thing@localhost:7766")));

            assertThat(warnings()).isEmpty();
        }
    }
}
