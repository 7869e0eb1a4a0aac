package io.jyro.nameserver;

import java.time.Duration;
import java.util.Map;

import io.jyro.Expose;
import io.jyro.NamingException;
import io.jyro.PyroConfig;
import io.jyro.client.NameServer;
import io.jyro.client.Proxy;
import io.jyro.server.Daemon;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Objects that are served in one statement are in the name server while they are served. */
@Timeout(60)
class ServedWithNamesTest {
    /** Ends its daemon. */
    @Expose
    public static class Ending {
        public String end() {
            Daemon.current().close();
            return "ended";
        }
    }

    private final NameServerDaemon names = NameServerDaemon.builder().config(PyroConfig.defaults())
            .host("127.0.0.1").port(0).broadcast(false).start();
    private final PyroConfig config = PyroConfig.builder().nsHost("127.0.0.1").nsPort(names.port())
            .build();

    @AfterEach
    void close() {
        names.close();
    }

    @Test
    void objectsAreRegisteredUnderTheirNames() throws InterruptedException {
        Daemon daemon = Daemon.builder().config(config).start();
        Thread serving = Thread.ofVirtual().start(() -> Daemon
                .serving(Map.of(new Ending(), "house.ending")).daemon(daemon).quiet().serve());

        try (Proxy proxy = Proxy.builder("PYRONAME:house.ending").config(config)
                .waitForDaemon(Duration.ofSeconds(30)).build();
                NameServer asked = NameServer.locate(config)) {
            proxy.bind();
            assertThat(asked.lookup("house.ending").port()).isEqualTo(daemon.port());
            assertThat(proxy.call("end")).isEqualTo("ended");
        }
        serving.join();
    }

    @Test
    void withoutANameServerServingFailsAndClosesTheDaemon() {
        names.close();
        Daemon daemon = Daemon.builder().config(config).start();

        assertThatThrownBy(() -> Daemon.serving(Map.of(new Ending(), "house.ending"))
                .daemon(daemon).quiet().serve()).isInstanceOf(NamingException.class);
        assertThatThrownBy(() -> daemon.register(new Ending())).hasMessageContaining("closed");
    }
}
