package io.jyro.interop.client;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.jyro.CallTimeoutException;
import io.jyro.CommunicationException;
import io.jyro.ConnectionClosedException;
import io.jyro.PyroConfig;
import io.jyro.client.Proxy;
import io.jyro.interop.Pyro;
import io.jyro.interop.Python;
import io.jyro.interop.WithEachPyro;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Slow daemons, daemons that go away, and daemons that come back. */
@WithEachPyro
class FailuresIT {
    private final Pyro pyro;
    private final Python python;

    FailuresIT(Pyro pyro, Python python) {
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
    void aSlowMethodEndsInATimeoutAndTheNextCallWorks() {
        try (Proxy proxy = builder().timeout(Duration.ofMillis(200)).build()) {
            assertThatThrownBy(() -> proxy.call("hold")).isInstanceOf(CallTimeoutException.class);

            assertThat(proxy.call("echo", 1)).isEqualTo(1);
            proxy.call("let_go");
        }
    }

    @Test
    void theLateReplyIsNotTakenForTheNextOnes() {
        try (Proxy proxy = builder().timeout(Duration.ofMillis(200)).build();
                Proxy other = builder().build()) {
            assertThatThrownBy(() -> proxy.call("hold")).isInstanceOf(CallTimeoutException.class);
            other.call("let_go");

            for (int i = 0; i < 10; i++) {
                assertThat(proxy.call("echo", i)).isEqualTo(i);
            }
        }
    }

    @Test
    void aTimeoutOfTheConfigurationCounts() {
        PyroConfig config = PyroConfig.builder().commTimeout(Duration.ofMillis(200)).build();
        try (Proxy proxy = builder().config(config).build()) {
            assertThatThrownBy(() -> proxy.call("hold")).isInstanceOf(CallTimeoutException.class);
            proxy.call("let_go");
        }
    }

    @Test
    void aConnectionThatVanishesEndsTheCall() {
        try (Proxy proxy = builder().build()) {
            assertThatThrownBy(() -> proxy.call("vanish_until", 2))
                    .isInstanceOf(ConnectionClosedException.class);

            assertThat(proxy.call("vanish_until", 2)).isEqualTo(2);
        }
    }

    @Test
    void aCallIsRepeatedAsOftenAsAllowed() {
        try (Proxy proxy = builder().maxRetries(3).build()) {
            assertThat(proxy.call("vanish_until", 4)).isEqualTo(4);
        }
    }

    @Test
    void aCallIsNotRepeatedMoreOften() {
        try (Proxy proxy = builder().maxRetries(2).build()) {
            assertThatThrownBy(() -> proxy.call("vanish_until", 5))
                    .isInstanceOf(ConnectionClosedException.class);

            assertThat(proxy.call("vanish_until", 4)).isEqualTo(4);
        }
    }

    @Test
    void theNumberOfRetriesOfTheConfigurationCounts() {
        PyroConfig config = PyroConfig.builder().maxRetries(1).build();
        try (Proxy proxy = builder().config(config).build()) {
            assertThat(proxy.call("vanish_until", 2)).isEqualTo(2);
        }
    }

    @Test
    void attributesAreNotReadAgain() {
        python.run("""
                class Shy(object):
                    reads = 0
                    @expose
                    @property
                    def face(self):
                        Shy.reads += 1
                        context.client.sock.shutdown(2)
                s.daemon.register(Shy(), 'shy')
                """);
        try (Proxy proxy = Proxy.builder("PYRO:shy@localhost:" + python.eval("s.port"))
                .config(PyroConfig.defaults()).protocol(pyro.protocol()).maxRetries(3).build()) {
            assertThatThrownBy(() -> proxy.get("face"))
                    .isInstanceOf(ConnectionClosedException.class);
        }
        assertThat(python.eval("Shy.reads")).isEqualTo("1");
    }

    @Test
    void afterACallbackRaisedTheNextCallWorks() {
        python.run("""
                class Raising(object):
                    @expose
                    @callback
                    def fail(self):
                        raise ValueError('on purpose')
                    @expose
                    def fine(self):
                        return 'fine'
                s.daemon.register(Raising(), 'raising')
                """);
        try (Proxy proxy = Proxy.builder("PYRO:raising@localhost:" + python.eval("s.port"))
                .config(PyroConfig.defaults()).protocol(pyro.protocol()).build()) {
            for (int i = 0; i < 20; i++) {
                assertThatThrownBy(() -> proxy.call("fail")).hasMessageContaining("on purpose");
                assertThat(proxy.call("fine")).isEqualTo("fine");
            }
        }
    }

    @Test
    void anExceptionOfAnotherMethodKeepsTheConnection() {
        try (Proxy proxy = builder().build()) {
            proxy.bind();
            assertThatThrownBy(() -> proxy.get("broken")).hasMessageContaining("broken attribute");
            SocketAddress before = proxy.localAddress();
            assertThat(proxy.call("echo", 1)).isEqualTo(1);

            assertThat(proxy.localAddress()).isEqualTo(before);
        }
    }

    @Test
    void theProxyFindsADaemonThatWasStartedAgain() {
        try (Python first = Python.start(pyro); Python second = Python.start(pyro)) {
            first.run("s = Served()");
            String port = first.eval("s.port");
            try (Proxy proxy = builder(port).build()) {
                proxy.call("echo", 1);
                first.kill();
                second.run("s = Served(port=" + port + ")");
                awaitSilence();

                assertThat(proxy.call("echo", 2)).isEqualTo(2);
            }
        }
    }

    // A proxy checks a connection that was silent for some milliseconds; machines differ in how long a restart takes.
    private static void awaitSilence() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(10);
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aProxyThatRetriesDoesNotNoticeTheRestart() {
        try (Python first = Python.start(pyro); Python second = Python.start(pyro)) {
            first.run("s = Served()");
            String port = first.eval("s.port");
            try (Proxy proxy = builder(port).maxRetries(1).build()) {
                proxy.call("echo", 1);
                first.kill();
                second.run("s = Served(port=" + port + ")");

                assertThat(proxy.call("echo", 2)).isEqualTo(2);
            }
        }
    }

    @Test
    void aDaemonThatIsGoneIsNamed() {
        try (Proxy proxy = builder().build()) {
            String location = "localhost:" + python.eval("s.port");
            python.run("s.stop()");

            assertThatThrownBy(proxy::bind).isInstanceOf(CommunicationException.class)
                    .hasMessageContaining("cannot connect to").hasMessageContaining(location);
            python.run("s = Served()");
        }
    }

    @Test
    void aFullThreadPoolRefusesWithPyrosText() {
        python.run("""
                kept = config.THREADPOOL_SIZE, config.THREADPOOL_SIZE_MIN
                config.THREADPOOL_SIZE = config.THREADPOOL_SIZE_MIN = 1
                t = Served()
                """);
        String uri = "PYRO:thing@localhost:" + python.eval("t.port");
        try (Proxy first = Proxy.builder(uri).protocol(pyro.protocol()).build();
                Proxy second = Proxy.builder(uri).protocol(pyro.protocol()).build()) {
            first.bind();

            assertThatThrownBy(second::bind).isInstanceOf(CommunicationException.class)
                    .hasMessageContaining("no free workers, increase server threadpool size");
        } finally {
            python.run("t.stop(); config.THREADPOOL_SIZE, config.THREADPOOL_SIZE_MIN = kept");
        }
    }

    private Proxy.Builder builder() {
        return builder(python.eval("s.port"));
    }

    private Proxy.Builder builder(String port) {
        return Proxy.builder("PYRO:thing@localhost:" + port)
                .config(PyroConfig.defaults()).protocol(pyro.protocol());
    }
}
