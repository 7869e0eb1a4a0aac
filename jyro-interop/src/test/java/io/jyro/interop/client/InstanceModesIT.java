package io.jyro.interop.client;

import java.util.List;

import io.jyro.client.Proxy;
import io.jyro.interop.Host;
import io.jyro.interop.WithEachHost;
import io.jyro.rpc.BatchResult;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@WithEachHost(overEachLink = true)
class InstanceModesIT {
    private final Host host;

    InstanceModesIT(Host host) {
        this.host = host;
    }

    @Test
    void aSingleInstanceServesAllConnections() {
        try (Proxy a = host.proxy("single"); Proxy b = host.proxy("single")) {
            assertThat(List.of(tick(a), tick(b), tick(a))).containsExactly(1, 2, 3);
        }
    }

    @Test
    void aSessionInstanceServesOneConnection() {
        try (Proxy a = host.proxy("session"); Proxy b = host.proxy("session")) {
            assertThat(List.of(tick(a), tick(b), tick(a), tick(b))).containsExactly(1, 1, 2, 2);
        }
    }

    @Test
    void aNewConnectionHasANewSessionInstance() {
        try (Proxy a = host.proxy("session")) {
            tick(a);
            tick(a);
            a.reconnect();

            assertThat(tick(a)).isEqualTo(1);
        }
    }

    @Test
    void eachCallMayHaveItsOwnInstance() {
        try (Proxy a = host.proxy("percall")) {
            assertThat(List.of(tick(a), tick(a))).containsExactly(1, 1);
            assertThat(a.batch().call("tick").call("tick").invoke()).extracting(BatchResult::get)
                    .containsExactly(1, 2);
        }
    }

    private static int tick(Proxy proxy) {
        return proxy.call(int.class, "tick");
    }
}
