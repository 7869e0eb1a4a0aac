package io.jyro.interop.client;

import io.jyro.PyroConfig;
import io.jyro.client.Proxy;
import io.jyro.interop.Pyro;
import io.jyro.interop.Python;
import io.jyro.interop.WithEachPyro;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Python's multiplex server; the other tests use its thread server. */
@WithEachPyro
class ServerTypesIT {
    private final Pyro pyro;
    private final Python python;

    ServerTypesIT(Pyro pyro, Python python) {
        this.pyro = pyro;
        this.python = python;
        python.run("config.SERVERTYPE = 'multiplex'; s = Served()");
    }

    @AfterEach
    void stop() {
        python.run("config.SERVERTYPE = 'thread'; s.stop()");
    }

    @Test
    void theMultiplexServerServesSeveralProxies() {
        try (Proxy a = proxy(); Proxy b = proxy()) {
            assertThat(a.call("echo", 1)).isEqualTo(1);
            assertThat(b.call("echo", 2)).isEqualTo(2);
            assertThat(a.batch().call("echo", 3).invoke().getFirst().get()).isEqualTo(3);
            assertThat(b.stream(int.class, "count", 2).stream()).containsExactly(1, 2);
            a.call("note", "one way");
            assertThat(a.call("noted")).isEqualTo("one way");
        }
    }

    private Proxy proxy() {
        return Proxy.builder("PYRO:thing@localhost:" + python.eval("s.port"))
                .config(PyroConfig.defaults()).protocol(pyro.protocol()).build();
    }
}
