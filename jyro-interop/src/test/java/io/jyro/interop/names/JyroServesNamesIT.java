package io.jyro.interop.names;

import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.client.NameServer;
import io.jyro.interop.PeerProcess;
import io.jyro.interop.Pyro;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code ./jyro ns}, as its users start it. */
class JyroServesNamesIT {
    @AutoClose
    private final PeerProcess server = PeerProcess.ofJyro("ns", "-n", "localhost", "-p", "0");
    private final PyroUri uri = PyroUri.parse(server.awaitLine("URI = "));

    @Test
    void clientsOfEachKindShareIt() {
        for (Pyro pyro : Pyro.values()) {
            try (PeerProcess nsc = PeerProcess.ofPyro(pyro, pyro.lowerCase() + "-nsc", "-n",
                    "localhost", "-p", String.valueOf(uri.port()), "register", pyro.module(),
                    "PYRO:a@house:55")) {
                assertThat(nsc.outcome()).containsExactly("Registered " + pyro.module(),
                        "status 0");
            }
        }
        try (NameServer names = NameServer.locate("localhost", uri.port(),
                PyroConfig.defaults())) {
            assertThat(names.list()).containsOnlyKeys("Pyro.NameServer", "Pyro4", "Pyro5");
        }
    }
}
