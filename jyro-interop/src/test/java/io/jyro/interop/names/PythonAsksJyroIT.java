package io.jyro.interop.names;

import io.jyro.PyroConfig;
import io.jyro.interop.PeerProcess;
import io.jyro.interop.Pyro;
import io.jyro.interop.Python;
import io.jyro.interop.Python.Raised;
import io.jyro.interop.ThingDaemon;
import io.jyro.interop.WithEachPyro;
import io.jyro.nameserver.NameServerDaemon;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Python programs use Jyro's name server. */
@WithEachPyro
class PythonAsksJyroIT {
    private final Python python;
    private final Pyro pyro;
    private final ThingDaemon jyro;
    private final NameServerDaemon names = NameServerDaemon.builder().config(PyroConfig.defaults())
            .host("localhost").port(0).start();

    PythonAsksJyroIT(Python python, Pyro pyro, ThingDaemon jyro) {
        this.python = python;
        this.pyro = pyro;
        this.jyro = jyro;
        python.run("ns = locate_ns('localhost', " + names.port() + ")");
    }

    @AfterEach
    void stop() {
        names.close();
    }

    @Test
    void theNameServerIsLocatedByItsAddress() {
        assertThat(python.eval("str(ns._pyroUri)")).isEqualTo("'" + names.uri() + "'");
        assertThat(python.eval("ns.ping()")).isEqualTo("None");
    }

    @Test
    void theNameServerIsLocatedByTheConfiguration() {
        assertThat(python.eval("config.NS_PORT = %d; str(locate_ns()._pyroUri)"
                .formatted(names.port()))).isEqualTo("'" + names.uri() + "'");
    }

    @Test
    void theNameServerIsLocatedByBroadcast() {
        try (NameServerDaemon open = NameServerDaemon.builder().config(PyroConfig.defaults())
                .host("0.0.0.0").port(0).broadcastPort(0).start()) {
            python.run("""
                    config.NS_PORT, config.NS_BCPORT = 1, %d
                    config.BROADCAST_ADDRS = '127.0.0.1' if VERSION == '4' else ['127.0.0.1']
                    """.formatted(open.broadcastPort()));

            assertThat(python.eval("locate_ns().count()")).isEqualTo("1");
        }
    }

    @Test
    void listsKeepTheOrderOfRegistrationAsPyrosDo() {
        python.run("for n in 'cab': ns.register(n, 'PYRO:lamp@house:55')");
        python.run("ns.register('c', 'PYRO:fan@house:55')");

        assertThat(python.eval("list(ns.list())"))
                .isEqualTo("['Pyro.NameServer', 'c', 'a', 'b']");
    }

    @Test
    void aNameIsRegisteredAndLookedUp() {
        python.run("ns.register('house.lamp', 'PYRO:lamp@house:55')");

        assertThat(python.eval("u = ns.lookup('house.lamp'); isinstance(u, URI), str(u)"))
                .isEqualTo("(True, 'PYRO:lamp@house:55')");
        assertThat(python.eval("ns.count()")).isEqualTo("2");
    }

    @Test
    void aNameIsRegisteredWithAUriObject() {
        python.run("ns.register('lamp', URI('PYRO:lamp@house:55'), safe=True)");

        assertThat(python.eval("str(ns.lookup('lamp'))")).isEqualTo("'PYRO:lamp@house:55'");
    }

    @Test
    void aUriThatIsNoneIsRefused() {
        assertThat(python.raised("ns.register('lamp', 'rubbish')").text())
                .startsWith("invalid uri");
    }

    @Test
    void anUnknownNameIsANamingError() {
        Raised raised = python.raised("ns.lookup('nobody')");

        assertThat(raised.type()).isEqualTo(pyro.module() + ".errors.NamingError");
        assertThat(raised.text()).isEqualTo("unknown name: nobody");
    }

    @Test
    void aSafeRegistrationOfAKnownNameIsANamingError() {
        python.run("ns.register('lamp', 'PYRO:lamp@house:55')");

        Raised raised = python.raised("ns.register('lamp', 'PYRO:lamp@house:56', safe=True)");

        assertThat(raised.type()).isEqualTo(pyro.module() + ".errors.NamingError");
        assertThat(raised.text()).isEqualTo("name already registered: lamp");
    }

    @Test
    void tagsComeAsThatPyroHasThem() {
        python.run("ns.register('lamp', 'PYRO:lamp@house:55', metadata={'light'})");

        assertThat(python.eval("ns.lookup('lamp', return_metadata=True)[1]"))
                .isEqualTo(pyro == Pyro.PYRO4 ? "['light']" : "{'light'}");
        assertThat(python.eval("ns.list('lamp', return_metadata=True)"))
                .isEqualTo(pyro == Pyro.PYRO4
                        ? "{'lamp': ('PYRO:lamp@house:55', ['light'])}"
                        : "{'lamp': ('PYRO:lamp@house:55', {'light'})}");
    }

    @Test
    void tagsAreReplaced() {
        python.run("ns.register('lamp', 'PYRO:lamp@house:55', metadata=['light'])");
        python.run("ns.set_metadata('lamp', ['dark', 'cold'])");

        assertThat(python.eval("sorted(ns.lookup('lamp', True)[1])")).isEqualTo("['cold', 'dark']");
    }

    @Test
    void namesAreListed() {
        fill();

        assertThat(python.eval("sorted(ns.list())"))
                .isEqualTo("['Pyro.NameServer', 'house.fan', 'house.lamp', 'shed.lamp']");
        assertThat(python.eval("ns.list(prefix='shed')"))
                .isEqualTo("{'shed.lamp': 'PYRO:c@house:55'}");
        assertThat(python.eval("sorted(ns.list(regex='.+lamp'))"))
                .isEqualTo("['house.lamp', 'shed.lamp']");
        assertThat(python.raised("ns.list(regex='(')").type()).endsWith(".errors.NamingError");
    }

    @Test
    void namesAreFoundByTheirTags() {
        fill();

        if (pyro == Pyro.PYRO4) {
            assertThat(python.eval("sorted(ns.list(metadata_all=['light', 'old']))"))
                    .isEqualTo("['shed.lamp']");
            assertThat(python.eval("sorted(ns.list(metadata_any=['light', 'air']))"))
                    .isEqualTo("['house.fan', 'house.lamp', 'shed.lamp']");
        } else {
            assertThat(python.eval("ns.yplookup(meta_all=['light', 'old'])"))
                    .startsWith("{'shed.lamp': ('PYRO:c@house:55', {'");
            assertThat(python.eval("sorted(ns.yplookup(meta_any={'light', 'air'}))"))
                    .isEqualTo("['house.fan', 'house.lamp', 'shed.lamp']");
        }
    }

    @Test
    void namesAreRemoved() {
        fill();

        assertThat(
                python.eval("ns.remove('house.fan'), ns.remove('nobody'), ns.remove(prefix='shed'),"
                        + " ns.remove(regex='.*')"))
                .isEqualTo("(1, 0, 1, 1)");
        assertThat(python.eval("list(ns.list())")).isEqualTo("['Pyro.NameServer']");
    }

    @Test
    void theNameServersOwnNameStays() {
        assertThat(python.eval("ns.remove('Pyro.NameServer'), ns.count()")).isEqualTo("(0, 1)");
        assertThat(python.eval("sorted(ns.lookup('Pyro.NameServer', True)[1])"))
                .isEqualTo("['class:" + pyro.module()
                        + (pyro == Pyro.PYRO4 ? ".naming" : ".nameserver") + ".NameServer']");
    }

    @Test
    void aProxyFindsItsObjectByName() {
        python.run("ns.register('my.thing', '" + jyro.uri("thing") + "')");

        assertThat(python.eval("Proxy('PYRONAME:my.thing@localhost:%d').echo('found')"
                .formatted(names.port()))).isEqualTo("'found'");
    }

    @Test
    void aProxyFindsItsObjectByTags() {
        python.run(
                "ns.register('my.thing', '" + jyro.uri("thing") + "', metadata=['a', 'b', 'c'])");

        assertThat(python.eval("Proxy('PYROMETA:a,b@localhost:%d').echo('found')"
                .formatted(names.port()))).isEqualTo("'found'");
        assertThat(python.raised("Proxy('PYROMETA:a,z@localhost:%d').echo(1)"
                .formatted(names.port())).type()).endsWith(".errors.NamingError");
    }

    @Test
    void anObjectOfPythonIsFoundByAProxyOfPython() {
        assertThat(python.eval("""
                s = Served()
                ns.register('python.thing', s.daemon.uriFor('thing'))
                found = Proxy('PYRONAME:python.thing@localhost:%d').echo('found')
                s.stop()
                found
                """.formatted(names.port()))).isEqualTo("'found'");
    }

    @Test
    void wrongTypesAreTypeErrors() {
        assertThat(python.raised("ns.register(5, 'PYRO:a@b:1')").type())
                .isEqualTo("builtins.TypeError");
        assertThat(python.raised("ns.register('lamp', 5)").type()).isEqualTo("builtins.TypeError");
        assertThat(python.raised("ns.register('lamp', 'PYRO:a@b:1', metadata='text')").text())
                .isEqualTo("metadata should not be a str, but another iterable (set, list, etc)");
    }

    @Test
    void theExposedMethodsAreThoseOfThatPyro() {
        python.run("ns._pyroBind()");

        String common = "'count', 'list', 'lookup', 'ping', 'register', 'remove', 'set_metadata'";
        assertThat(python.eval("sorted(ns._pyroMethods)"))
                .isEqualTo("[" + common + (pyro == Pyro.PYRO4 ? "" : ", 'yplookup'") + "]");
    }

    @Test
    void theOtherPyroSeesTheSameNames() {
        Pyro other = pyro == Pyro.PYRO4 ? Pyro.PYRO5 : Pyro.PYRO4;
        python.run("ns.register('shared', 'PYRO:lamp@house:55', metadata=['light'])");

        try (PeerProcess nsc = PeerProcess.ofPyro(other, other.lowerCase() + "-nsc",
                "-n", "localhost", "-p", String.valueOf(names.port()), "lookup", "shared")) {
            assertThat(nsc.outcome()).containsExactly("PYRO:lamp@house:55",
                    other == Pyro.PYRO4 ? "metadata: ['light']" : "metadata: {'light'}",
                    "status 0");
        }
    }

    private void fill() {
        python.run("""
                ns.register('house.lamp', 'PYRO:a@house:55', metadata=['light'])
                ns.register('house.fan', 'PYRO:b@house:55', metadata=['air'])
                ns.register('shed.lamp', 'PYRO:c@house:55', metadata=['light', 'old'])
                """);
    }
}
