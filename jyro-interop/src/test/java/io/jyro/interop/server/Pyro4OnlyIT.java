package io.jyro.interop.server;

import io.jyro.interop.Pyro;
import io.jyro.interop.Python;
import io.jyro.interop.ThingDaemon;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What only Pyro4's proxies do. */
class Pyro4OnlyIT {
    @AutoClose
    private final ThingDaemon jyro = ThingDaemon.start();
    @AutoClose
    private final Python python = Python.start(Pyro.PYRO4);

    @BeforeEach
    void connect() {
        python.run("p = " + jyro.proxy("thing"));
    }

    @Test
    void anAsyncProxyGivesFutures() {
        assertThat(python.eval("""
                p._pyroAsync()
                futures = [p.echo(i) for i in range(20)]
                sum(f.value for f in futures)
                """)).isEqualTo("190");
    }

    @Test
    void aFutureRaisesWhatJavaThrows() {
        assertThat(python.raised("p._pyroAsync(); p.fail('later').value").text())
                .isEqualTo("later");
    }

    @Test
    void aFutureChains() {
        assertThat(python.eval("p._pyroAsync(); p.echo(5).then(lambda x: x + 1).value"))
                .isEqualTo("6");
    }

    @Test
    void aBatchMayBeAsync() {
        assertThat(
                python.eval("b = batch(p); b.echo(1); b.echo(2); list(b(asynchronous=True).value)"))
                .isEqualTo("[1, 2]");
    }

    @Test
    void withoutMetadataAnyNameCanBeCalled() {
        assertThat(python.eval("""
                config.METADATA = False
                q = %s
                q.echo(1), q.join('a', second='b')
                """.formatted(jyro.proxy("thing")))).isEqualTo("(1, 'a-b')");
        assertThat(python.raised("q.nonsense()").type()).isEqualTo("builtins.AttributeError");
    }

    @Test
    void aProxyOfThreadsServesThemInTurn() {
        assertThat(python.eval("""
                import concurrent.futures
                with concurrent.futures.ThreadPoolExecutor(8) as pool:
                    total = sum(pool.map(p.echo, range(200)))
                total
                """)).isEqualTo("19900");
    }
}
