package io.jyro.interop.client;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import io.jyro.CommunicationException;
import io.jyro.Kwargs;
import io.jyro.RemoteCallException;
import io.jyro.TypeRef;
import io.jyro.client.Proxy;
import io.jyro.interop.Host;
import io.jyro.interop.WithEachHost;
import io.jyro.rpc.Metadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

@WithEachHost(overEachLink = true)
class CallsIT {
    private final Host host;
    private final Proxy proxy;

    CallsIT(Host host) {
        this.host = host;
        proxy = host.proxy("thing");
    }

    @AfterEach
    void close() {
        proxy.close();
    }

    @Test
    void positionalArgumentsArriveInOrder() {
        assertThat(proxy.call("join", "a", "b")).isEqualTo("a-b");
    }

    @Test
    void keywordArgumentsReachParametersByName() {
        assertThat(proxy.call("join", Kwargs.of("second", "b").and("first", "a"))).isEqualTo("a-b");
    }

    @Test
    void positionalAndKeywordArgumentsMix() {
        assertThat(proxy.call("join", "a", Kwargs.of("second", "b"))).isEqualTo("a-b");
    }

    @Test
    void aCallWithoutArgumentsHasNone() {
        assertThat(proxy.call("__len__")).isEqualTo(3);
    }

    @Test
    void noneIsAnArgumentAndAResult() {
        assertThat(proxy.call("echo", new Object[]{null})).isNull();
    }

    @Test
    void wrongArgumentsAreTypeErrors() {
        assertThatThrownBy(() -> proxy.call("join", "a", Kwargs.of("third", "b")))
                .asInstanceOf(type(RemoteCallException.class))
                .satisfies(e -> assertThat(e.pythonType()).isEqualTo("builtins.TypeError"))
                .satisfies(e -> assertThat(e.remoteMessage()).contains("third"));
    }

    @Test
    void aResultIsConvertedToTheTypeThatIsAskedFor() {
        assertThat(proxy.call(long.class, "echo", 5)).isEqualTo(5L);
        assertThat(proxy.call(double.class, "echo", 5)).isEqualTo(5.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"_private", "__init__", "__class__"})
    void privateNamesAreRefused(String name) {
        assertThatThrownBy(() -> proxy.call(name)).asInstanceOf(type(RemoteCallException.class))
                .satisfies(e -> assertThat(e.pythonType()).isEqualTo("builtins.AttributeError"))
                .satisfies(e -> assertThat(e.remoteMessage())
                        .isEqualTo("attempt to access private attribute '" + name + "'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hidden", "nonsense", "plain", "echo.echo"})
    void unexposedNamesAreRefusedAndTheConnectionLives(String name) {
        assertThatThrownBy(() -> proxy.call(name)).asInstanceOf(type(RemoteCallException.class))
                .satisfies(e -> assertThat(e.pythonType()).isEqualTo("builtins.AttributeError"));

        assertThat(proxy.isBound()).isTrue();
        assertThat(proxy.call("echo", 1)).isEqualTo(1);
    }

    @Test
    void anUnknownObjectIsRefusedInTheHandshake() {
        try (Proxy nobody = host.proxy("nobody")) {
            assertThatThrownBy(nobody::bind).isInstanceOf(CommunicationException.class)
                    .hasMessageStartingWith("connection to " + host.uri("nobody").location()
                            + " rejected: unknown object");
        }
    }

    @Test
    void metadataNamesWhatIsExposed() {
        Metadata metadata = proxy.metadata();

        assertThat(metadata.methods()).contains("echo", "join", "__len__", "note")
                .doesNotContain("_private", "hidden", "target");
        assertThat(metadata.oneway()).isEqualTo(Set.of("note", "spoil"));
        assertThat(metadata.attributes()).isEqualTo(Set.of("target", "version", "broken"));
    }

    @Test
    void theProxyKnowsWhatTheDaemonSpeaks() {
        assertThat(proxy.dialect()).isEqualTo(host.dialect());
    }

    @Test
    void theDaemonListsItsObjects() {
        try (Proxy daemon = host.proxy("Pyro.Daemon")) {
            Set<Object> registered = daemon.call(new TypeRef<Set<Object>>() {}, "registered");

            assertThat(registered).contains("Pyro.Daemon", "thing", "single", "session");
        }
    }

    @Test
    void aLargeArgumentComesBack() {
        String text = "abcdefghij".repeat(300_000);

        assertThat(text.equals(proxy.call("echo", text))).isTrue();
    }

    @Test
    void aReleasedProxyConnectsAgain() {
        proxy.call("echo", 1);
        proxy.release();
        assertThat(proxy.isBound()).isFalse();

        assertThat(proxy.call("echo", 2)).isEqualTo(2);
    }

    @Test
    void threadsShareAProxy() {
        List<Integer> sent = IntStream.range(0, 400).boxed().toList();

        List<Object> back = sent.parallelStream().map(i -> proxy.call("echo", i)).toList();

        assertThat(back).isEqualTo(sent);
    }
}
