package io.jyro.interop.client;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jyro.PyroUri;
import io.jyro.RemoteCallException;
import io.jyro.client.Proxy;
import io.jyro.interop.Host;
import io.jyro.interop.Thing;
import io.jyro.interop.ThingDaemon;
import io.jyro.interop.WithEachHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

/** Proxies, registered objects and uris as arguments and results. */
@WithEachHost(overEachLink = true)
class ReferencesIT {
    /** A remote child, as this test sees it. */
    interface Child {
        String name();
    }

    /** A remote thing that gives its child, as this test sees it. */
    interface Parent {
        Child child();
    }

    private final Host host;
    private final Proxy proxy;

    ReferencesIT(Host host) {
        this.host = host;
        proxy = host.proxy("thing");
    }

    @AfterEach
    void close() {
        proxy.close();
    }

    @Test
    void aRegisteredObjectArrivesAsAProxyThatWorks() {
        try (Proxy child = proxy.call(Proxy.class, "child")) {
            assertThat(child.call("name")).asString().startsWith("child of ");
            assertThat(child.call("echo", List.of(1))).isEqualTo(List.of(1));
            assertThat(child.dialect()).isEqualTo(host.dialect());
        }
    }

    @Test
    void theProxyOfARegisteredObjectKnowsItsMetadata() {
        try (Proxy child = proxy.call(Proxy.class, "child")) {
            assertThat(child.metadata().methods()).isEqualTo(Set.of("name", "echo"));
            assertThat(child.isBound()).isFalse();
        }
    }

    @Test
    void aRegisteredObjectArrivesAsTheInterfaceThatIsAskedFor() {
        Child child = proxy.as(Parent.class).child();

        assertThat(child.name()).startsWith("child of ");
    }

    @Test
    void aUriArrivesAsAUri() {
        assertThat(proxy.call("own_uri")).isEqualTo(host.uri("thing"));
    }

    @Test
    void aProxyArrivesAsAProxy() {
        try (Proxy some = Proxy.of("PYRO:some@where:55")) {
            assertThat(proxy.call("where", some)).isEqualTo("Proxy PYRO:some@where:55");
        }
    }

    @Test
    void aProxyComesBackWithItsMetadata() {
        proxy.bind();

        Proxy back = proxy.call(Proxy.class, "echo", proxy);

        assertThat(back).isEqualTo(proxy);
        assertThat(back.isBound()).isFalse();
        assertThat(back.metadata()).isEqualTo(proxy.metadata());
    }

    @Test
    void anObjectOfThisSideIsCalledBack() {
        try (ThingDaemon home = ThingDaemon.start(host.link());
                Proxy here = Proxy.builder(home.uri("thing")).build()) {
            assertThat(proxy.call("relay", here, "join", "a", "b")).isEqualTo("a-b");
        }
    }

    @Test
    void aRegisteredObjectAndAViewAreCalledBackWithoutAProxyOfTheirOwn() {
        try (ThingDaemon home = ThingDaemon.start(host.link())) {
            Thing.Child here = new Thing.Child();
            Child view = Proxy.builder(home.daemon().register(here)).build().as(Child.class);

            assertThat(proxy.call("relay", here, "name")).isEqualTo("child of Java");
            assertThat(proxy.call("relay", view, "name")).isEqualTo("child of Java");
            assertThat(proxy.call("echo", List.of(here)))
                    .isEqualTo(List.of(home.daemon().proxyFor(here)));
        }
    }

    @Test
    void whatACallbackThrowsComesBackWithTheFramesOfItsCaller() {
        try (ThingDaemon home = ThingDaemon.start(host.link());
                Proxy here = Proxy.builder(home.uri("thing")).build()) {
            assertThatThrownBy(() -> proxy.call("relay", here, "fail", "back in Java"))
                    .asInstanceOf(type(RemoteCallException.class))
                    .satisfies(e -> assertThat(e.pythonType()).isEqualTo("builtins.ValueError"))
                    .satisfies(e -> assertThat(e.remoteMessage()).isEqualTo("back in Java"))
                    .satisfies(e -> assertThat(e.getStackTrace())
                            .extracting(StackTraceElement::getMethodName)
                            .containsSubsequence("fail", "relay"));
        }
        assertThat(proxy.call("echo", 1)).isEqualTo(1);
    }

    @Test
    void aProxyMayStandDeepInAnArgument() {
        try (Proxy some = Proxy.of("PYRO:some@where:55")) {
            Object back = proxy.call("echo", Map.of("all", List.of(some, some)));

            assertThat(back).isEqualTo(Map.of("all", List.of(some, some)));
        }
    }

    @Test
    void aUriMayStandDeepInAnArgument() {
        PyroUri uri = PyroUri.parse("PYRO:a@b:5");

        assertThat(proxy.call("echo", Map.of("uri", uri))).isEqualTo(Map.of("uri", uri));
    }
}
