package io.jyro.interop.names;

import java.util.List;
import java.util.Set;

import io.jyro.NamingException;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.client.NameServer;
import io.jyro.client.Proxy;
import io.jyro.interop.PeerProcess;
import io.jyro.interop.Pyro;
import io.jyro.interop.ThingDaemon;
import io.jyro.interop.WithEachPyro;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Jyro's name server client and Python's name servers. */
@WithEachPyro
class JyroAsksPythonIT {
    private static final PyroUri LAMP = PyroUri.parse("PYRO:lamp@house:55");

    private final Pyro pyro;
    private final ThingDaemon jyro;
    private final PeerProcess server;
    private final PyroUri uri;
    private final NameServer names;

    JyroAsksPythonIT(Pyro pyro, ThingDaemon jyro) {
        this.pyro = pyro;
        this.jyro = jyro;
        server = PeerProcess.ofPyro(pyro, pyro.lowerCase() + "-ns", "-n", "localhost", "-p", "0",
                "-x");
        uri = PyroUri.parse(server.awaitLine("URI = "));
        names = NameServer.locate("localhost", uri.port(), PyroConfig.defaults());
    }

    @AfterEach
    void stop() {
        names.close();
        server.close();
    }

    @Test
    void itIsLocatedByItsAddressAndAnswers() {
        names.ping();

        assertThat(names.uri()).isEqualTo(uri);
        assertThat(names.dialect()).isEqualTo(pyro.dialect());
    }

    @Test
    void itIsLocatedByTheConfiguration() {
        try (NameServer found = NameServer
                .locate(PyroConfig.builder().nsPort(uri.port()).build())) {
            assertThat(found.uri()).isEqualTo(uri);
        }
    }

    @Test
    void itIsLocatedByBroadcast() {
        try (PeerProcess open = PeerProcess.ofPyro(pyro, pyro.lowerCase() + "-ns", "-n", "0.0.0.0",
                "-p", "0", "--bcport", "0")) {
            String heard = open.awaitLine("Broadcast server running on ");
            open.awaitLine("URI = ");
            int port = Integer.parseInt(heard.substring(heard.lastIndexOf(':') + 1));

            try (NameServer found = NameServer.locate(PyroConfig.builder().nsPort(1)
                    .nsBcPort(port).broadcastAddrs(List.of("127.0.0.1")).build())) {
                assertThat(found.count()).isEqualTo(1);
            }
        }
    }

    @Test
    void namesAreRegisteredAndLookedUp() {
        names.register("house.lamp", LAMP);

        assertThat(names.lookup("house.lamp")).isEqualTo(LAMP);
        assertThat(names.count()).isEqualTo(2);
    }

    @Test
    void anUnknownNameIsANamingException() {
        assertThatThrownBy(() -> names.lookup("nobody")).isInstanceOf(NamingException.class)
                .hasMessage("unknown name: nobody");
    }

    @Test
    void aSafeRegistrationOfAKnownNameIsANamingException() {
        names.register("lamp", LAMP, true);

        assertThatThrownBy(() -> names.register("lamp", LAMP, true))
                .isInstanceOf(NamingException.class).hasMessage("name already registered: lamp");
    }

    @Test
    void tagsAreKeptAndReplaced() {
        names.register("lamp", LAMP, false, Set.of("light", "old"));
        assertThat(names.lookupWithMetadata("lamp"))
                .isEqualTo(new NameServer.Registration(LAMP, Set.of("light", "old")));

        names.setMetadata("lamp", Set.of("new"));
        assertThat(names.lookupWithMetadata("lamp").metadata()).containsExactly("new");
    }

    @Test
    void namesAreListedByPrefixAndRegex() {
        fill();

        assertThat(names.list()).containsOnlyKeys("Pyro.NameServer", "house.fan", "house.lamp",
                "shed.lamp");
        assertThat(names.listPrefix("house")).containsOnlyKeys("house.fan", "house.lamp");
        assertThat(names.listRegex(".+lamp")).containsOnlyKeys("house.lamp", "shed.lamp");
        assertThat(names.listPrefix("shed").get("shed.lamp"))
                .isEqualTo(new NameServer.Registration(LAMP, Set.of("light", "old")));
    }

    @Test
    void namesAreFoundByTags() {
        fill();

        assertThat(names.yellowPagesAll(List.of("light", "old"))).containsOnlyKeys("shed.lamp");
        assertThat(names.yellowPagesAny(List.of("light", "air"))).containsOnlyKeys("house.fan",
                "house.lamp", "shed.lamp");
    }

    @Test
    void namesAreRemoved() {
        fill();

        assertThat(names.remove("house.fan")).isTrue();
        assertThat(names.remove("nobody")).isFalse();
        assertThat(names.removePrefix("shed")).isEqualTo(1);
        assertThat(names.removeRegex(".*")).isEqualTo(1);
        assertThat(names.list()).containsOnlyKeys("Pyro.NameServer");
    }

    @Test
    void aProxyFindsItsObjectByName() {
        names.register("my.thing", jyro.uri("thing"));

        try (Proxy proxy = proxy("PYRONAME:my.thing@localhost:" + uri.port())) {
            assertThat(proxy.call("echo", "found")).isEqualTo("found");
            proxy.bind();
            assertThat(proxy.uri()).isEqualTo(jyro.uri("thing"));
        }
    }

    @Test
    void aProxyFindsAServerThatHasMoved() {
        names.register("my.thing", jyro.uri("thing"));

        try (ThingDaemon elsewhere = ThingDaemon.start();
                Proxy proxy = proxy("PYRONAME:my.thing@localhost:" + uri.port())) {
            proxy.call("echo", "found");
            names.register("my.thing", elsewhere.uri("thing"));
            proxy.release();

            assertThat(proxy.call("own_uri")).isEqualTo(elsewhere.uri("thing"));
            proxy.bind();
            names.register("my.thing", jyro.uri("thing"));
            proxy.release();
            assertThat(proxy.call("own_uri")).isEqualTo(elsewhere.uri("thing"));
        }
    }

    @Test
    void aProxyFindsItsObjectByTags() {
        names.register("my.thing", jyro.uri("thing"), false, Set.of("a", "b", "c"));

        try (Proxy proxy = proxy("PYROMETA:a,b@localhost:" + uri.port());
                Proxy none = proxy("PYROMETA:a,z@localhost:" + uri.port())) {
            assertThat(proxy.call("echo", "found")).isEqualTo("found");
            assertThatThrownBy(none::bind).isInstanceOf(NamingException.class)
                    .hasMessageContaining("no registrations available");
        }
    }

    @Test
    void anUnknownNameInAUriIsANamingException() {
        try (Proxy proxy = proxy("PYRONAME:nobody@localhost:" + uri.port())) {
            assertThatThrownBy(proxy::bind).isInstanceOf(NamingException.class)
                    .hasMessageContaining("unknown name: nobody");
        }
    }

    private static Proxy proxy(String uri) {
        return Proxy.builder(uri).config(PyroConfig.defaults()).build();
    }

    private void fill() {
        names.register("house.lamp", LAMP, false, Set.of("light"));
        names.register("house.fan", LAMP, false, Set.of("air"));
        names.register("shed.lamp", LAMP, false, Set.of("light", "old"));
    }
}
