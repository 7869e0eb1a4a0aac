package io.jyro.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.jyro.Dialect;
import io.jyro.Expose;
import io.jyro.Loopback;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.client.Proxy;
import io.jyro.hostile.ScriptedPeer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Clients that are connected and ask for nothing: they hold no thread, and are served as ever when they do ask. */
@Timeout(60)
class SilentClientsTest {
    private static final int MANY = 50;

    /** Answers. */
    @Expose
    public static class Echo {
        public String echo(String text) {
            return text;
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V48", "V502"})
    void theyHoldNoThreadUntilTheyCall(Protocol protocol) {
        try (Loopback loopback = new Loopback()) {
            PyroUri uri = loopback.daemon().register(new Echo());
            List<Proxy> silent = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                silent.add(loopback.proxy(uri, protocol));
                silent.getLast().bind();
            }

            while (servingThreads(loopback.daemon()) > 0) {
                Thread.onSpinWait();
            }

            assertThat(loopback.daemon().clients()).hasSize(MANY);
            for (Proxy proxy : silent) {
                assertThat(proxy.call("echo", "awake")).isEqualTo("awake");
                assertThat(proxy.call("echo", "again")).isEqualTo("again");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void theyAreClosedWhereTheyWait(Dialect dialect) {
        try (Loopback loopback = new Loopback()) {
            loopback.daemon().register(new Echo(), "echo");
            try (ScriptedPeer one = ScriptedPeer.welcomed(dialect, loopback.daemon().port(),
                    "echo");
                    ScriptedPeer other = ScriptedPeer.welcomed(dialect,
                            loopback.daemon().port(), "echo")) {
                while (servingThreads(loopback.daemon()) > 0) {
                    Thread.onSpinWait();
                }

                loopback.daemon().clients().getFirst().close();
                loopback.daemon().close();

                one.expectClosed();
                other.expectClosed();
            }
        }
    }

    @Test
    void theyAreClosedAfterTheirTime() {
        PyroConfig config = PyroConfig.defaults().toBuilder().idleTimeout(Duration.ofMillis(300))
                .build();
        try (Loopback loopback = new Loopback(Daemon.builder().config(config))) {
            loopback.daemon().register(new Echo(), "echo");
            try (ScriptedPeer silent = ScriptedPeer.welcomed(Dialect.V502,
                    loopback.daemon().port(), "echo")) {
                silent.expectClosed();
            }
            while (!loopback.daemon().clients().isEmpty()) {
                Thread.onSpinWait();
            }
        }
    }

    private static long servingThreads(Daemon daemon) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("jyro-" + daemon.port() + "-\\d+"))
                .count();
    }
}
