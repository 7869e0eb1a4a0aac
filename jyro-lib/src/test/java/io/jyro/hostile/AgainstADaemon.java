package io.jyro.hostile;

import java.time.Duration;
import java.util.List;

import io.jyro.Dialect;
import io.jyro.Expose;
import io.jyro.Protocol;
import io.jyro.PyroConfig;
import io.jyro.client.Proxy;
import io.jyro.server.Daemon;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A daemon with one object, {@code echo}, for tests that attack it. After each test it has to serve the next clients, of
 * both protocols, and nothing may have been logged as a fault of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgainstADaemon {
    /** Stands in errors that user code throws at the logger itself, so that it cannot but complain. */
    static final String CURSED = "cursed for the logger";
    static final Duration PATIENCE = Duration.ofSeconds(5);

    final LogCapture log = new LogCapture();
    final Daemon daemon;

    AgainstADaemon() {
        this(PyroConfig.defaults());
    }

    AgainstADaemon(PyroConfig config) {
        this(Daemon.builder().config(config));
    }

    AgainstADaemon(Daemon.Builder builder) {
        daemon = builder.host("localhost").start();
    }

    /** What is attacked. */
    @Expose
    static class Echo {
        public Object echo(Object value) {
            return value;
        }
    }

    @BeforeAll
    void registerTheTarget() {
        daemon.register(new Echo(), "echo");
    }

    @AfterEach
    void theNextClientIsServedAtOnce() {
        for (Protocol protocol : new Protocol[]{Protocol.V48, Protocol.V502}) {
            try (Proxy proxy = proxy("echo", protocol)) {
                assertThat(proxy.call("echo", "still here")).isEqualTo("still here");
            }
        }
        List<String> faults = log.errors();
        log.clear();
        assertThat(faults).filteredOn(fault -> !fault.contains(CURSED)).isEmpty();
    }

    @AfterAll
    void stop() {
        daemon.close();
        log.close();
    }

    Proxy proxy(String objectId, Protocol protocol) {
        return Proxy.builder(daemon.uriFor(objectId)).config(PyroConfig.defaults())
                .protocol(protocol).timeout(PATIENCE).build();
    }

    ScriptedPeer stranger() {
        return ScriptedPeer.client(daemon.port());
    }

    ScriptedPeer welcomed(Dialect dialect) {
        return ScriptedPeer.welcomed(dialect, daemon.port(), "echo");
    }
}
