package io.jyro.interop.client;

import java.util.List;

import io.jyro.RemoteCallException;
import io.jyro.client.Proxy;
import io.jyro.interop.Host;
import io.jyro.interop.WithEachHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

@WithEachHost(overEachLink = true)
class AttributesIT {
    private final Proxy proxy;

    AttributesIT(Host host) {
        proxy = host.proxy("thing");
    }

    @AfterEach
    void close() {
        proxy.close();
    }

    @Test
    void anAttributeIsWrittenAndRead() {
        proxy.set("target", List.of(1, "x"));

        assertThat(proxy.get("target")).isEqualTo(List.of(1, "x"));
    }

    @Test
    void anAttributeIsReadAsTheTypeThatIsAskedFor() {
        proxy.set("target", 20);

        assertThat(proxy.get(double.class, "target")).isEqualTo(20.0);
    }

    @Test
    void anAttributeCanBeNone() {
        proxy.set("target", null);

        assertThat(proxy.get("target")).isNull();
    }

    @Test
    void anAttributeWithoutSetterCannotBeWritten() {
        assertThatThrownBy(() -> proxy.set("version", "2.0"))
                .asInstanceOf(type(RemoteCallException.class))
                .satisfies(e -> assertThat(e.pythonType()).isEqualTo("builtins.AttributeError"));
        assertThat(proxy.get("version")).isEqualTo("1.0");
    }

    @Test
    void whatAGetterRaisesArrives() {
        assertThatThrownBy(() -> proxy.get("broken"))
                .asInstanceOf(type(RemoteCallException.class))
                .satisfies(e -> assertThat(e.pythonType()).isEqualTo("builtins.ValueError"))
                .satisfies(e -> assertThat(e.remoteMessage()).isEqualTo("broken attribute"));
    }

    @Test
    void anUnknownAttributeIsRefused() {
        assertThatThrownBy(() -> proxy.get("nonsense"))
                .asInstanceOf(type(RemoteCallException.class))
                .satisfies(e -> assertThat(e.pythonType()).isEqualTo("builtins.AttributeError"));
        assertThatThrownBy(() -> proxy.set("plain", 1))
                .asInstanceOf(type(RemoteCallException.class))
                .satisfies(e -> assertThat(e.pythonType()).isEqualTo("builtins.AttributeError"));
        assertThat(proxy.call("echo", 1)).isEqualTo(1);
    }
}
