package io.jyro.interop.client;

import io.jyro.Expose;
import io.jyro.PyroConfig;
import io.jyro.PyroUri;
import io.jyro.client.Proxy;
import io.jyro.interop.Pyro;
import io.jyro.interop.Python;
import io.jyro.interop.WithEachPyro;
import io.jyro.server.Daemon;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Proxies that come from Python with calls and results, many of them, to a daemon with its default number of workers. */
@WithEachPyro
class ReceivedProxiesIT {
    /** Calls back what it is given. */
    @Expose
    public static class Service {
        public @Nullable Object relay(Proxy callback) {
            return callback.call("echo", "event");
        }
    }

    private final Pyro pyro;
    private final Python python;

    ReceivedProxiesIT(Pyro pyro, Python python) {
        this.pyro = pyro;
        this.python = python;
    }

    @BeforeEach
    void serve() {
        python.run("s = Served()");
    }

    @AfterEach
    void stop() {
        python.run("s.stop()");
    }

    @Test
    void twoHundredCallbacksAreRelayed() {
        try (Daemon daemon = Daemon.builder().host("localhost").config(PyroConfig.defaults())
                .start()) {
            PyroUri uri = daemon.register(new Service(), "service");

            assertThat(python.eval("""
                    with Proxy('%s') as p:
                        heard = [p.relay(Proxy(s.daemon.uriFor('thing'))) for i in range(200)]
                    set(heard), len(heard)
                    """.formatted(uri))).isEqualTo("({'event'}, 200)");
        }
    }

    @Test
    void aLoopOverResultsThatAreProxiesDoesNotUseUpTheDaemon() {
        try (Proxy thing = Proxy.builder("PYRO:thing@localhost:" + python.eval("s.port"))
                .config(PyroConfig.defaults()).protocol(pyro.protocol()).build()) {
            for (int i = 0; i < 200; i++) {
                assertThat(thing.call(Proxy.class, "child").call("echo", i)).isEqualTo(i);
            }
        }
    }
}
