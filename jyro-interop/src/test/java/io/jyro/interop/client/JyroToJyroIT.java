package io.jyro.interop.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import io.jyro.CallTimeoutException;
import io.jyro.CommunicationException;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.client.Proxy;
import io.jyro.interop.ThingDaemon;
import io.jyro.rpc.Peer;
import io.jyro.server.Daemon;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the tests of every host leave out, from one Jyro to another in both protocols. */
@ParameterizedClass
@EnumSource(names = {"V48", "V502"})
class JyroToJyroIT {
    @Parameter
    private Protocol protocol = Protocol.AUTO;

    @Test
    void handshakesAreValidatedOnBothSides() {
        List<Object> answers = new ArrayList<>();
        try (ThingDaemon jyro = start(daemon -> daemon.handshake((client, data) -> "to " + data));
                Proxy proxy = builder(jyro).handshake("me").handshakeResponse(answers::add)
                        .build()) {
            proxy.bind();

            assertThat(answers).containsExactly("to me");
        }
    }

    @Test
    void aRefusalArrivesWithItsText() {
        try (ThingDaemon jyro = start(daemon -> daemon.handshake((client, data) -> {
            throw new IllegalArgumentException("not you");
        })); Proxy proxy = builder(jyro).build()) {
            assertThatThrownBy(proxy::bind).isInstanceOf(CommunicationException.class)
                    .hasMessageEndingWith(" rejected: not you");
        }
    }

    @Test
    void aReleasedProxyIsSeenToLeaveAndItsResourcesAreClosed() throws InterruptedException {
        BlockingQueue<Peer> left = new LinkedBlockingQueue<>();
        try (ThingDaemon jyro = start(daemon -> daemon.onDisconnect(left::add));
                Proxy proxy = builder(jyro).build();
                Proxy other = builder(jyro).build()) {
            proxy.call("track", "lamp");

            proxy.release();

            assertThat(left.poll(20, TimeUnit.SECONDS)).isNotNull();
            assertThat(other.call("closed")).isEqualTo("lamp");
        }
    }

    @Test
    void bothSidesMayCompress() {
        PyroConfig compressing = PyroConfig.builder().compression(true).build();
        try (ThingDaemon jyro = start(daemon -> daemon.config(compressing));
                Proxy proxy = builder(jyro).config(compressing).build()) {
            assertThat(proxy.call("echo", "x".repeat(10_000))).isEqualTo("x".repeat(10_000));
            assertThatThrownBy(() -> proxy.call("fail", "y".repeat(1000)))
                    .hasMessageContaining("y".repeat(1000));
        }
    }

    @Test
    void aSlowMethodEndsInATimeoutAndTheNextCallWorks() {
        try (ThingDaemon jyro = start(daemon -> daemon);
                Proxy proxy = builder(jyro).timeout(Duration.ofMillis(200)).build()) {
            assertThatThrownBy(() -> proxy.call("hold")).isInstanceOf(CallTimeoutException.class);

            proxy.call("let_go");
            assertThat(proxy.call("echo", 1)).isEqualTo(1);
        }
    }

    @Test
    void aProxyThatRetriesDoesNotNoticeARestart() {
        ThingDaemon first = start(daemon -> daemon);
        try (Proxy proxy = builder(first).maxRetries(2).build()) {
            proxy.call("echo", 1);
            first.close();
            try (ThingDaemon second = start(daemon -> daemon.port(first.daemon().port()))) {
                assertThat(proxy.call("echo", 2)).isEqualTo(2);
                assertThat(second.daemon().port()).isEqualTo(first.daemon().port());
            }
        }
    }

    private static ThingDaemon start(UnaryOperator<Daemon.Builder> settings) {
        return ThingDaemon.start(settings);
    }

    private Proxy.Builder builder(ThingDaemon jyro) {
        return Proxy.builder(jyro.uri("thing")).config(PyroConfig.defaults()).protocol(protocol);
    }
}
