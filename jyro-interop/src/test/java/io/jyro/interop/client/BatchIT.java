package io.jyro.interop.client;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import io.jyro.Kwargs;
import io.jyro.PyroException;
import io.jyro.RemoteCallException;
import io.jyro.client.Batch;
import io.jyro.client.Proxy;
import io.jyro.interop.Host;
import io.jyro.interop.WithEachHost;
import io.jyro.rpc.BatchResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

@WithEachHost(overEachLink = true)
class BatchIT {
    private final Proxy proxy;

    BatchIT(Host host) {
        proxy = host.proxy("thing");
    }

    @AfterEach
    void close() {
        proxy.close();
    }

    @Test
    void resultsComeInOrder() {
        List<BatchResult> results = proxy.batch().call("echo", 1)
                .call("join", "a", Kwargs.of("second", "b")).call("echo", new Object[]{null})
                .invoke();

        assertThat(results).extracting(BatchResult::get).containsExactly(1, "a-b", null);
    }

    @Test
    void theFirstFailureEndsTheBatchAndIsItsLastResult() {
        List<BatchResult> results = proxy.batch().call("echo", 1).call("fail", "second")
                .call("remember", "never").invoke();

        assertThat(results).hasSize(2);
        assertThat(results.get(0).get(int.class)).isEqualTo(1);
        assertThat(results.get(1).failure()).asInstanceOf(type(RemoteCallException.class))
                .satisfies(e -> assertThat(e.pythonType()).isEqualTo("builtins.ValueError"))
                .satisfies(e -> assertThat(e.remoteMessage()).isEqualTo("second"));
        assertThatThrownBy(results.get(1)::get).isSameAs(results.get(1).failure());
        proxy.call("remember", "after");
        assertThat(proxy.call("noted")).isEqualTo("after");
    }

    @Test
    void theFailureHoldsTheRemoteFrames() {
        PyroException failure = Objects
                .requireNonNull(proxy.batch().call("fail", "x").invoke().getFirst().failure());

        assertThat(failure.getStackTrace()).anyMatch(frame -> frame.getMethodName().equals("fail"));
    }

    @Test
    void anUnknownMethodFailsTheWholeBatch() {
        Batch batch = proxy.batch().call("remember", "not either").call("nonsense");

        assertThatThrownBy(batch::invoke).asInstanceOf(type(RemoteCallException.class))
                .satisfies(e -> assertThat(e.pythonType()).isEqualTo("builtins.AttributeError"));
        assertThat(proxy.call("echo", 1)).isEqualTo(1);
    }

    @Test
    void anEmptyBatchHasNoResults() {
        assertThat(proxy.batch().invoke()).isEmpty();
    }

    @Test
    void aOnewayBatchIsExecutedInOrderWithoutReply() {
        proxy.batch().call("remember", "x").call("remember", "y").invokeOneway();

        assertThat(List.of(proxy.call(String.class, "noted"), proxy.call(String.class, "noted")))
                .containsExactly("x", "y");
    }

    @Test
    void aBatchCanBeWaitedForLater() {
        assertThat(proxy.batch().call("echo", 1).call("echo", 2).invokeAsync().join())
                .extracting(BatchResult::get).containsExactly(1, 2);
    }

    @Test
    void aBatchCanBeFilledAgain() {
        Batch batch = proxy.batch().call("echo", 1);
        batch.invoke();

        assertThat(batch.call("echo", 2).invoke()).extracting(BatchResult::get).containsExactly(2);
    }

    @Test
    void aBatchOfAThousandCallsIsAnswered() {
        Batch batch = proxy.batch();
        IntStream.range(0, 1000).forEach(i -> batch.call("echo", i));

        assertThat(batch.invoke()).extracting(result -> result.get(int.class))
                .isEqualTo(IntStream.range(0, 1000).boxed().toList());
    }
}
