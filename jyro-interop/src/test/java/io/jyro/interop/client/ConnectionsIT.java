package io.jyro.interop.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.jyro.client.Proxy;
import io.jyro.interop.Host;
import io.jyro.interop.WithEachHost;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Callers that share a proxy: over further connections to a stock daemon, side by side to one of Jyro's. */
@WithEachHost
class ConnectionsIT {
    private final Host host;

    ConnectionsIT(Host host) {
        this.host = host;
    }

    @Test
    void aCallThatLastsLeavesRoomForAnotherOnAFurtherConnection() {
        try (Proxy proxy = host.builder("thing").connections(2).build()) {
            CompletableFuture<String> held = proxy.callAsync(String.class, "hold");
            while (!held.isDone()) {
                proxy.call("let_go");
            }

            assertThat(held.join()).isEqualTo("held");
        }
    }

    @Test
    void callersBeyondTheConnectionsWaitForTheirTurn() {
        try (Proxy proxy = host.builder("thing").connections(3).build()) {
            List<CompletableFuture<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                all.add(proxy.callAsync(int.class, "echo", i));
            }

            for (int i = 0; i < all.size(); i++) {
                assertThat(all.get(i).join()).isEqualTo(i);
            }
        }
    }

    @Test
    void afterReleasingAllAreOpenedAgain() {
        try (Proxy proxy = host.builder("thing").connections(2).build()) {
            for (int round = 0; round < 3; round++) {
                CompletableFuture<String> held = proxy.callAsync(String.class, "hold");
                while (!held.isDone()) {
                    proxy.call("let_go");
                }
                proxy.release();
                assertThat(proxy.isBound()).isFalse();
            }
        }
    }
}
