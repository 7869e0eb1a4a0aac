package io.jyro.interop.server;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.NetworkInterface;

import io.jyro.PyroConfig;
import io.jyro.client.NameServer;
import io.jyro.interop.Python;
import io.jyro.interop.ThingDaemon;
import io.jyro.interop.WithEachPyro;
import io.jyro.nameserver.NameServerDaemon;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Python's clients of daemons on IPv6, on several hosts, and on every address. */
@WithEachPyro
class AddressesIT {
    private final Python python;

    AddressesIT(Python python) {
        this.python = python;
    }

    private String at(String host, ThingDaemon jyro) {
        return "p = Proxy('PYRO:thing@" + host + ":" + jyro.daemon().port() + "')";
    }

    private static void requireIpv6() throws IOException {
        assertThat(
                NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                        .anyMatch(each -> each instanceof Inet6Address
                                && each.isLoopbackAddress()))
                .as("these tests need IPv6 (::1) on this machine; switch it on").isTrue();
    }

    @Test
    void anAutoproxyNamesTheAddressThatTheClientReached() {
        try (ThingDaemon jyro = ThingDaemon.start(builder -> builder.host("0.0.0.0"))) {
            for (String host : new String[]{"127.0.0.1", "127.0.0.2"}) {
                python.run(at(host, jyro));

                assertThat(python.eval("c = p.child(); c.name(), c._pyroUri.host"))
                        .isEqualTo("('child of Java', '" + host + "')");
            }
        }
    }

    @Test
    void aUriNamesTheAddressThatTheClientReached() {
        try (ThingDaemon jyro = ThingDaemon.start(builder -> builder.host("0.0.0.0"))) {
            python.run(at("127.0.0.2", jyro));

            assertThat(python.eval("str(p.own_uri())"))
                    .isEqualTo("'PYRO:thing@127.0.0.2:" + jyro.daemon().port() + "'");
        }
    }

    @Test
    void theUriThatRegisteringGivesWorks() {
        try (ThingDaemon jyro = ThingDaemon.start(builder -> builder.host("0.0.0.0"))) {
            python.run("p = " + jyro.proxy("thing"));

            assertThat(python.eval("p.echo(1)")).isEqualTo("1");
        }
    }

    @Test
    void theSecondOfSeveralHostsIsAsGoodAsTheFirst() {
        try (ThingDaemon jyro = ThingDaemon
                .start(builder -> builder.host("127.0.0.2").host("127.0.0.3"))) {
            python.run(at("127.0.0.3", jyro));

            assertThat(python.eval("c = p.child(); c.name(), c._pyroUri.host"))
                    .isEqualTo("('child of Java', '127.0.0.3')");
        }
    }

    @Test
    void aDaemonOnIpv6IsCalled() throws IOException {
        requireIpv6();
        try (ThingDaemon jyro = ThingDaemon.start(builder -> builder.host("::1"))) {
            python.run("p = " + jyro.proxy("thing"));

            assertThat(python.eval("c = p.child(); p.echo('x'), c.name(), c._pyroUri.location"))
                    .isEqualTo("('x', 'child of Java', '[::1]:" + jyro.daemon().port() + "')");
        }
    }

    @Test
    void aDaemonOnEveryAddressOfBothKindsIsCalledByBoth() throws IOException {
        requireIpv6();
        try (ThingDaemon jyro = ThingDaemon.start(builder -> builder.host("::"))) {
            for (String host : new String[]{"127.0.0.2", "[::1]"}) {
                python.run(at(host, jyro));

                assertThat(python.eval("c = p.child(); c.name(), c._pyroUri.location"))
                        .isEqualTo("('child of Java', '" + host + ":" + jyro.daemon().port()
                                + "')");
            }
        }
    }

    @Test
    void aNameServerOnEveryAddressTellsWhereItWasReached() {
        try (NameServerDaemon names = NameServerDaemon.builder().config(PyroConfig.defaults())
                .host("0.0.0.0").port(0).broadcast(false).start()) {
            python.run("ns = locate_ns('127.0.0.2', " + names.port() + ")");

            assertThat(python.eval("str(ns.lookup('Pyro.NameServer'))"))
                    .isEqualTo("'PYRO:Pyro.NameServer@127.0.0.2:" + names.port() + "'");
        }
    }

    @Test
    void whatIsRegisteredWithPythonsNameServerCanBeReachedThere() {
        python.run("""
                import threading
                if VERSION == '4':
                    from Pyro4 import naming
                    uri, nsd, _ = naming.startNS('127.0.0.1', 0, enableBroadcast=False)
                else:
                    from Pyro5 import nameserver
                    uri, nsd, _ = nameserver.start_ns('127.0.0.1', 0, enableBroadcast=False)
                threading.Thread(target=nsd.requestLoop, daemon=True).start()
                """);
        int port = Integer.parseInt(python.eval("uri.port"));

        try (ThingDaemon jyro = ThingDaemon.start(builder -> builder.host("0.0.0.0"));
                NameServer names = NameServer.locate("127.0.0.1", port,
                        PyroConfig.defaults())) {
            names.register("java.thing", jyro.uri("thing"));

            assertThat(python.eval(
                    "u = URI('PYRONAME:java.thing@127.0.0.1:%d'); Proxy(u).echo(5), Proxy(uri).list()['java.thing']"
                            .formatted(port)))
                    .isEqualTo("(5, 'PYRO:thing@127.0.0.1:" + jyro.daemon().port() + "')");
        } finally {
            python.run("nsd.shutdown()");
        }
    }
}
