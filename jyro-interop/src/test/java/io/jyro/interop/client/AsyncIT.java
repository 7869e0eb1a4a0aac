package io.jyro.interop.client;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

import io.jyro.RemoteCallException;
import io.jyro.TypeRef;
import io.jyro.client.Proxy;
import io.jyro.interop.Host;
import io.jyro.interop.WithEachHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@WithEachHost(overEachLink = true)
class AsyncIT {
    private final Host host;
    private final Proxy proxy;

    AsyncIT(Host host) {
        this.host = host;
        proxy = host.proxy("thing");
    }

    @AfterEach
    void close() {
        proxy.close();
    }

    @Test
    void theFutureGetsTheResult() {
        assertThat(proxy.callAsync("join", "a", "b").join()).isEqualTo("a-b");
        assertThat(proxy.callAsync(double.class, "echo", 5).join()).isEqualTo(5.0);
        assertThat(proxy.callAsync(new TypeRef<List<Long>>() {}, "echo", List.of(1)).join())
                .containsExactly(1L);
    }

    @Test
    void theFutureGetsWhatTheCallRaises() {
        assertThatThrownBy(() -> proxy.callAsync("fail", "later").join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(RemoteCallException.class).hasMessageContaining("later");
    }

    @Test
    void theCallerGoesOnWhileTheCallRuns() {
        CompletableFuture<String> held = proxy.callAsync(String.class, "hold");
        try (Proxy other = host.proxy("thing")) {
            assertThat(held).isNotDone();

            other.call("let_go");
        }

        assertThat(held.join()).isEqualTo("held");
    }

    @Test
    void manyFuturesAreAllCompleted() {
        List<CompletableFuture<Integer>> futures = IntStream.range(0, 300)
                .mapToObj(i -> proxy.callAsync(int.class, "echo", i)).toList();

        assertThat(futures).extracting(CompletableFuture::join)
                .isEqualTo(IntStream.range(0, 300).boxed().toList());
    }

    @Test
    void aContinuationMayCallTheSameProxy() {
        assertThat(proxy.callAsync(int.class, "echo", 1)
                .thenApply(one -> proxy.call(int.class, "echo", one + 1)).join()).isEqualTo(2);
    }
}
