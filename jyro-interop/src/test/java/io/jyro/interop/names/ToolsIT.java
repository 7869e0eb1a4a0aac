package io.jyro.interop.names;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.jyro.PyroConfig;
import io.jyro.interop.PeerProcess;
import io.jyro.interop.Pyro;
import io.jyro.interop.WithEachPyro;
import io.jyro.nameserver.NameServerDaemon;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Python's command line client against Jyro's name server: each of its commands. */
@WithEachPyro
class ToolsIT {
    private final Pyro pyro;
    private final NameServerDaemon names = NameServerDaemon.builder().config(PyroConfig.defaults())
            .host("localhost").port(0).start();

    ToolsIT(Pyro pyro) {
        this.pyro = pyro;
    }

    @AfterEach
    void stop() {
        names.close();
    }

    @Test
    void ping() {
        assertThat(nsc("ping")).containsExactly("Name server ping ok.", "status 0");
    }

    @Test
    void verbosePing() {
        assertThat(nsc("-v", "ping")).containsExactly("Locating name server...",
                "Name server found: " + names.uri(), "Name server ping ok.", "Done.", "status 0");
    }

    @Test
    void registerLookupAndRemove() {
        assertThat(nsc("register", "lamp", "PYRO:lamp@house:55")).containsExactly("Registered lamp",
                "status 0");
        assertThat(nsc("lookup", "lamp")).containsExactly("PYRO:lamp@house:55", "status 0");
        assertThat(nsc("remove", "lamp")).containsExactly("Removed lamp", "status 0");
        assertThat(nsc("remove", "lamp")).containsExactly("Nothing removed", "status 0");
    }

    @Test
    void errorsAreToldByTheirNames() {
        assertThat(nsc("lookup", "nobody")).contains("Error: NamingError - unknown name: nobody");
        nsc("register", "lamp", "PYRO:lamp@house:55");
        assertThat(nsc("register", "lamp", "PYRO:lamp@house:55"))
                .contains("Error: NamingError - name already registered: lamp");
        assertThat(nsc("register", "fan", "rubbish")).anyMatch(line -> line.startsWith("Error: "));
    }

    @Test
    void tagsAreSetAndCleared() {
        nsc("register", "lamp", "PYRO:lamp@house:55");

        assertThat(nsc("setmeta", "lamp", "light")).containsExactly("Metadata updated", "status 0");
        assertThat(nsc("lookup", "lamp")).containsExactly("PYRO:lamp@house:55",
                "metadata: " + tag("light"), "status 0");
        assertThat(nsc("setmeta", "lamp")).containsExactly("Metadata cleared", "status 0");
    }

    @Test
    void lists() {
        nsc("register", "house.lamp", "PYRO:a@house:55");
        nsc("register", "shed.lamp", "PYRO:b@house:55");
        nsc("setmeta", "shed.lamp", "light");

        assertThat(nsc("list", "house")).containsExactly(
                "--------START LIST - prefix 'house'", "house.lamp --> PYRO:a@house:55",
                "--------END LIST - prefix 'house'", "status 0");
        assertThat(nsc("listmatching", ".+lamp")).containsExactly(
                "--------START LIST - regex '.+lamp'", "house.lamp --> PYRO:a@house:55",
                "shed.lamp --> PYRO:b@house:55", "    metadata: " + tag("light"),
                "--------END LIST - regex '.+lamp'", "status 0");
        assertThat(nsc("list")).startsWith("--------START LIST ",
                "Pyro.NameServer --> " + names.uri()).hasSize(8);
        for (String all : List.of("all", "any")) {
            assertThat(nsc((pyro == Pyro.PYRO4 ? "listmeta_" : "yplookup_") + all, "light"))
                    .containsExactly("--------START LIST  - searched by metadata",
                            "shed.lamp --> PYRO:b@house:55", "    metadata: " + tag("light"),
                            "--------END LIST  - searched by metadata", "status 0");
        }
    }

    @Test
    void removesManyWhenSure() {
        nsc("register", "house.lamp", "PYRO:a@house:55");
        nsc("register", "house.fan", "PYRO:b@house:55");
        try (PeerProcess nsc = start("removematching", "house.*")) {
            nsc.send("y");

            assertThat(nsc.remainingLines()).last().asString().endsWith("2 items removed.");
        }
    }

    private String tag(String tag) {
        return pyro == Pyro.PYRO4 ? "['" + tag + "']" : "{'" + tag + "'}";
    }

    private List<String> nsc(String... arguments) {
        try (PeerProcess nsc = start(arguments)) {
            return nsc.outcome();
        }
    }

    private PeerProcess start(String... arguments) {
        List<String> all = new ArrayList<>(
                List.of("-n", "localhost", "-p", String.valueOf(names.port())));
        all.addAll(Arrays.asList(arguments));
        return PeerProcess.ofPyro(pyro, pyro.lowerCase() + "-nsc", all.toArray(String[]::new));
    }
}
