package io.jyro.interop.client;

import java.util.Collections;
import java.util.List;

import io.jyro.PyroConfig;
import io.jyro.client.Proxy;
import io.jyro.interop.Pyro;
import io.jyro.interop.Python;
import io.jyro.interop.WithEachPyro;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@WithEachPyro
class CompressionIT {
    private final Pyro pyro;
    private final Python python;

    CompressionIT(Pyro pyro, Python python) {
        this.pyro = pyro;
        this.python = python;
    }

    @AfterEach
    void stop() {
        python.run("s.stop(); config.COMPRESSION = False");
    }

    @ParameterizedTest
    @CsvSource({"true, False", "false, True", "true, True"})
    void eitherSideMayCompress(boolean client, String server) {
        python.run("config.COMPRESSION = " + server + "; s = Served()");
        try (Proxy proxy = Proxy.builder("PYRO:thing@localhost:" + python.eval("s.port"))
                .config(PyroConfig.builder().compression(client).build())
                .protocol(pyro.protocol()).build()) {
            for (Object value : List.of("x".repeat(10_000), "short", "it's ".repeat(60),
                    Collections.nCopies(1000, 7))) {
                assertThat(proxy.call("echo", value)).isEqualTo(value);
            }
            assertThatThrownBy(() -> proxy.call("fail", "y".repeat(1000)))
                    .hasMessageContaining("y".repeat(1000));
            assertThat(proxy.batch().call("echo", "z".repeat(1000)).invoke().getFirst().get())
                    .isEqualTo("z".repeat(1000));
            assertThat(proxy.stream(int.class, "count", 2).stream()).containsExactly(1, 2);
        }
    }
}
