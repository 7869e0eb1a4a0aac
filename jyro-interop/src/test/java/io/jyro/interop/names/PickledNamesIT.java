package io.jyro.interop.names;

import java.util.Map;
import java.util.Set;

import io.jyro.PyroConfig;
import io.jyro.Serializer;
import io.jyro.interop.PeerProcess;
import io.jyro.interop.Pyro;
import io.jyro.interop.Python;
import io.jyro.nameserver.NameServerDaemon;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A name server that accepts pickles serves clients of Pyro4 that use them. */
class PickledNamesIT {
    @ParameterizedTest
    @EnumSource(value = Serializer.class, names = {"PICKLE", "DILL", "CLOUDPICKLE"})
    void clientsRegisterTagAndFindNames(Serializer serializer) {
        try (NameServerDaemon names = start(Set.of(serializer));
                Python python = client(serializer)) {
            python.run("ns = locate_ns('127.0.0.1', " + names.port() + ")");
            python.run("ns.register('lamp', 'PYRO:lamp@house:55', metadata={'light'})");
            python.run("ns.register('fan', URI('PYRO:fan@house:55'))");

            assertThat(python.eval("str(ns.lookup('lamp'))")).isEqualTo("'PYRO:lamp@house:55'");
            assertThat(python
                    .eval("u, m = ns.lookup('lamp', return_metadata=True); str(u), sorted(m)"))
                    .isEqualTo("('PYRO:lamp@house:55', ['light'])");
            assertThat(python.eval("list(ns.list())"))
                    .isEqualTo("['Pyro.NameServer', 'lamp', 'fan']");
            assertThat(python.eval("list(ns.list(metadata_any={'light'}))")).isEqualTo("['lamp']");
            assertThat(python.raised("ns.lookup('nobody')").type()).endsWith("NamingError");
            assertThat(python.eval("ns.remove('fan'), ns.count()")).isEqualTo("(1, 2)");
        }
    }

    @Test
    void aNameServerThatWasNotToldToRefusesThem() {
        try (NameServerDaemon names = start(Set.of(Serializer.SERPENT));
                Python python = client(Serializer.PICKLE)) {
            assertThat(python.raised("locate_ns('127.0.0.1', " + names.port() + ")").text())
                    .isNotEmpty();
        }
    }

    @Test
    void theToolServesThemWhenPickleIsListed() {
        try (PeerProcess names = PeerProcess.ofJyro(
                Map.of("PYRO_SERIALIZERS_ACCEPTED", "serpent,pickle"), "ns", "-n", "127.0.0.1",
                "-p", "0", "-x"); Python python = client(Serializer.PICKLE)) {
            python.run("ns = locate_ns('127.0.0.1', " + port(names) + ")");
            python.run("ns.register('lamp', 'PYRO:lamp@house:55', metadata={'light'})");

            assertThat(python.eval("str(ns.lookup('lamp'))")).isEqualTo("'PYRO:lamp@house:55'");
        }
    }

    @Test
    void theToolRefusesThemOtherwise() {
        try (PeerProcess names = PeerProcess.ofJyro("ns", "-n", "127.0.0.1", "-p", "0", "-x");
                Python python = client(Serializer.PICKLE)) {
            assertThat(python.raised("locate_ns('127.0.0.1', " + port(names) + ")").text())
                    .isNotEmpty();
        }
    }

    private static String port(PeerProcess names) {
        String uri = names.awaitLine("URI = ");
        return uri.substring(uri.lastIndexOf(':') + 1);
    }

    private static NameServerDaemon start(Set<Serializer> accepted) {
        return NameServerDaemon.builder()
                .config(PyroConfig.builder().serializersAccepted(accepted).build())
                .host("127.0.0.1").port(0).broadcast(false).start();
    }

    private static Python client(Serializer serializer) {
        return Python.start(Pyro.PYRO4, Map.of("PYRO_SERIALIZER", serializer.pyroName()));
    }
}
