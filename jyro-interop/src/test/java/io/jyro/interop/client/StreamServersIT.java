package io.jyro.interop.client;

import io.jyro.ProtocolException;
import io.jyro.PyroConfig;
import io.jyro.client.Proxy;
import io.jyro.client.RemoteIterator;
import io.jyro.interop.Pyro;
import io.jyro.interop.Python;
import io.jyro.interop.WithEachPyro;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What becomes of streams in a server of Python. */
@WithEachPyro
class StreamServersIT {
    private final Python python;
    private final Proxy proxy;

    StreamServersIT(Pyro pyro, Python python) {
        this.python = python;
        python.run("""
                s = Served()
                ended = queue.Queue()
                class Tap(object):
                    @expose
                    def drops(self):
                        try:
                            for i in range(1000):
                                yield i
                        finally:
                            ended.put('tap is closed')
                s.daemon.register(Tap(), 'tap')
                """);
        proxy = Proxy.builder("PYRO:tap@localhost:" + python.eval("s.port"))
                .config(PyroConfig.defaults()).protocol(pyro.protocol()).build();
    }

    @AfterEach
    void stop() {
        proxy.close();
        python.run("config.ITER_STREAMING = True; config.ITER_STREAM_LINGER = 30; s.stop()");
    }

    @Test
    void aStreamThatIsClosedEarlyEndsItsGenerator() {
        try (RemoteIterator<Integer> drops = proxy.stream(int.class, "drops")) {
            drops.next();
        }

        assertThat(python.eval("ended.get(timeout=PATIENCE)")).isEqualTo("'tap is closed'");
    }

    @Test
    void aProxyThatIsReleasedEndsTheGeneratorIfNothingLingers() {
        python.run("config.ITER_STREAM_LINGER = 0");
        try (RemoteIterator<Integer> drops = proxy.stream(int.class, "drops")) {
            drops.next();
            proxy.release();

            assertThat(python.eval("ended.get(timeout=PATIENCE)")).isEqualTo("'tap is closed'");
            assertThatThrownBy(drops::next).hasMessageContaining("item stream terminated");
        }
    }

    @Test
    void aServerMayRefuseToStream() {
        python.run("config.ITER_STREAMING = False");

        assertThatThrownBy(() -> proxy.stream(int.class, "drops"))
                .isInstanceOf(ProtocolException.class).hasMessageContaining(
                        "result of call is an iterator, but the server is not configured to allow streaming");
    }
}
