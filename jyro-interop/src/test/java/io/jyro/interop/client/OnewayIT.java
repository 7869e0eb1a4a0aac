package io.jyro.interop.client;

import java.util.Set;
import java.util.TreeSet;

import io.jyro.client.Proxy;
import io.jyro.interop.Host;
import io.jyro.interop.WithEachHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@WithEachHost(overEachLink = true)
class OnewayIT {
    private final Proxy proxy;

    OnewayIT(Host host) {
        proxy = host.proxy("thing");
    }

    @AfterEach
    void close() {
        proxy.close();
    }

    @Test
    void aOnewayCallReturnsNullAndIsExecuted() {
        assertThat(proxy.call("note", "one way")).isNull();

        assertThat(proxy.call("noted")).isEqualTo("one way");
    }

    @Test
    void theFailureOfAOnewayCallIsNotReportedAndTheConnectionLives() {
        proxy.call("spoil");

        assertThat(proxy.call("noted")).isEqualTo("spoiled");
        assertThat(proxy.isBound()).isTrue();
    }

    @Test
    void anyMethodCanBeCalledOneway() {
        proxy.callOneway("remember", "either");

        assertThat(proxy.call("noted")).isEqualTo("either");
    }

    @Test
    void aOnewayCallOfAnUnknownMethodIsNotReported() {
        proxy.callOneway("nonsense");

        assertThat(proxy.call("echo", 6)).isEqualTo(6);
    }

    @Test
    void aOnewayCallThatTakesLongKeepsNobodyWaiting() {
        proxy.callOneway("hold");

        assertThat(proxy.call("echo", 7)).isEqualTo(7);
        proxy.call("let_go");
    }

    @Test
    void aFailureInAHeldCallStaysUnknown() {
        proxy.callOneway("fail", "nobody hears this");

        assertThat(proxy.call("echo", 8)).isEqualTo(8);
    }

    @Test
    void manyOnewayCallsAllArrive() {
        Set<String> sent = new TreeSet<>();
        for (int i = 0; i < 200; i++) {
            sent.add("n" + i);
            proxy.call("note", "n" + i);
        }

        Set<Object> noted = new TreeSet<>();
        for (int i = 0; i < 200; i++) {
            noted.add(proxy.call("noted"));
        }

        assertThat(noted).isEqualTo(sent);
    }
}
