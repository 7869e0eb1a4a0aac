package io.jyro.interop.server;

import io.jyro.PyroConfig;
import io.jyro.interop.Python;
import io.jyro.interop.ThingDaemon;
import io.jyro.interop.WithEachPyro;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@WithEachPyro
class CompressionIT {
    private static final String ECHOES = """
            config.COMPRESSION = %s
            p = %s
            values = ['x' * 10000, 'short', list(range(1000)), ''.join(chr(i) for i in range(32, 700))]
            [p.echo(value) == value for value in values]
            """;

    private final Python python;
    private final ThingDaemon plain;

    CompressionIT(Python python, ThingDaemon plain) {
        this.python = python;
        this.plain = plain;
    }

    @AfterEach
    void compressNoMore() {
        python.run("config.COMPRESSION = False");
    }

    @Test
    void theClientMayCompress() {
        assertThat(python.eval(ECHOES.formatted("True", plain.proxy("thing"))))
                .isEqualTo("[True, True, True, True]");
    }

    @Test
    void theDaemonMayCompress() {
        try (ThingDaemon compressing = compressing()) {
            assertThat(python.eval(ECHOES.formatted("False", compressing.proxy("thing"))))
                    .isEqualTo("[True, True, True, True]");
        }
    }

    @Test
    void bothMayCompress() {
        try (ThingDaemon compressing = compressing()) {
            assertThat(python.eval(ECHOES.formatted("True", compressing.proxy("thing"))))
                    .isEqualTo("[True, True, True, True]");
        }
    }

    @Test
    void exceptionsBatchesAndStreamsMayBeCompressed() {
        try (ThingDaemon compressing = compressing()) {
            assertThat(python.eval("""
                    config.COMPRESSION = True
                    p = %s
                    try:
                        p.fail('y' * 1000)
                    except ValueError as x:
                        text = str(x)
                    b = batch(p)
                    b.echo('z' * 1000)
                    text == 'y' * 1000, list(b()) == ['z' * 1000], list(p.count(2))
                    """.formatted(compressing.proxy("thing")))).isEqualTo("(True, True, [1, 2])");
        }
    }

    private static ThingDaemon compressing() {
        return ThingDaemon.start(
                daemon -> daemon.config(PyroConfig.builder().compression(true).build()));
    }
}
