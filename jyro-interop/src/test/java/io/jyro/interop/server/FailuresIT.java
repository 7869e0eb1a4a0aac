package io.jyro.interop.server;

import java.time.Duration;

import io.jyro.PyroConfig;
import io.jyro.interop.Pyro;
import io.jyro.interop.Python;
import io.jyro.interop.Python.Raised;
import io.jyro.interop.ThingDaemon;
import io.jyro.interop.WithEachPyro;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Slow methods, daemons that stop and come back, limits. */
@WithEachPyro
class FailuresIT {
    private final Python python;
    private final Pyro pyro;
    private final ThingDaemon jyro;

    FailuresIT(Python python, Pyro pyro, ThingDaemon jyro) {
        this.python = python;
        this.pyro = pyro;
        this.jyro = jyro;
        python.run("p = " + jyro.proxy("thing"));
    }

    @AfterEach
    void letGo() {
        python.run("p._pyroRelease()");
    }

    @Test
    void aSlowMethodEndsInATimeoutOfPyrosAndTheNextCallWorks() {
        Raised raised = python.raised("p._pyroTimeout = 0.2; p.hold()");

        assertThat(raised.type()).isEqualTo(pyro.module() + ".errors.TimeoutError");
        assertThat(python.eval("p.let_go(), p.echo(1)")).isEqualTo("(None, 1)");
    }

    @Test
    void aDaemonThatStopsEndsTheConnection() {
        try (ThingDaemon brief = ThingDaemon.start()) {
            python.run("q = " + brief.proxy("thing") + "; q.echo(1)");

            brief.daemon().shutdown();

            assertThat(python.raised("q.echo(2)").type())
                    .startsWith(pyro.module() + ".errors.Con");
            assertThat(python.raised("q.echo(2)").type())
                    .isEqualTo(pyro.module() + ".errors.CommunicationError");
        }
    }

    @Test
    void aClientFindsADaemonThatWasStartedAgain() {
        int port;
        try (ThingDaemon first = ThingDaemon.start()) {
            port = first.daemon().port();
            python.run("q = " + first.proxy("thing") + "; q.echo(1)");
        }
        try (ThingDaemon second = ThingDaemon.start(daemon -> daemon.port(port))) {
            python.run("q._pyroReconnect(tries=3)");

            assertThat(python.eval("q.echo(2)")).isEqualTo("2");
            assertThat(second.daemon().port()).isEqualTo(port);
        }
    }

    @Test
    void aClientThatRetriesDoesNotNoticeARestart() {
        int port;
        try (ThingDaemon first = ThingDaemon.start()) {
            port = first.daemon().port();
            python.run("q = " + first.proxy("thing") + "; q._pyroMaxRetries = 2; q.echo(1)");
        }
        try (ThingDaemon second = ThingDaemon.start(daemon -> daemon.port(port))) {
            assertThat(python.eval("q.echo(2)")).isEqualTo("2");
            assertThat(second.daemon().port()).isEqualTo(port);
        }
    }

    @Test
    void anIdleClientIsLetGoAfterTheTimeoutOfTheDaemon() {
        try (ThingDaemon hasty = ThingDaemon.start(daemon -> daemon
                .config(PyroConfig.builder().commTimeout(Duration.ofMillis(200)).build()))) {
            python.run("q = " + hasty.proxy("thing") + "; q.echo(1)");

            python.run("""
                    import select
                    closed, _, _ = select.select([q._pyroConnection.sock], [], [], PATIENCE)
                    """);

            assertThat(python.eval("len(closed)")).isEqualTo("1");
            assertThat(python.raised("q.echo(2)").type())
                    .isEqualTo(pyro.module() + ".errors.ConnectionClosedError");
            assertThat(python.eval("q.echo(3)")).isEqualTo("3");
        }
    }

    @Test
    void aMessageAboveTheLimitIsAnErrorOfItsCallAndTheNextOneWorks() {
        try (ThingDaemon strict = ThingDaemon.start(daemon -> daemon
                .config(PyroConfig.builder().maxMessageSize(20_000).build()))) {
            python.run("q, r = %s, %1$s; r.echo(1)".formatted(strict.proxy("thing")));

            Raised raised = python.raised("q.echo('x' * 50000)");

            assertThat(raised.type()).isEqualTo(pyro.module() + ".errors.MessageTooLargeError");
            assertThat(raised.text()).contains("exceeds maxMessageSize 20000");
            // Python's proxy lets go of its connection after each error of communication.
            assertThat(python.eval("(q.echo('y'), r.echo('z'))")).isEqualTo("('y', 'z')");
        }
    }

    @Test
    void aReplyAboveTheLimitIsAnErrorOfItsCall() {
        try (ThingDaemon strict = ThingDaemon.start(daemon -> daemon
                .config(PyroConfig.builder().maxMessageSize(20_000).build()))) {
            Raised raised = python.raised("q = " + strict.proxy("thing") + "; q.bytes(50000)");

            assertThat(raised.type()).contains(".errors.");
            assertThat(python.eval("q.echo('y')")).isEqualTo("'y'");
        }
    }

    @Test
    void hundredsOfProxiesAreConnectedAtOnce() {
        assertThat(python.eval("""
                many = [%s for _ in range(300)]
                total = sum(q.echo(1) for q in many)
                for q in many:
                    q._pyroRelease()
                total
                """.formatted(jyro.proxy("thing")))).isEqualTo("300");
    }

    @Test
    void callsOfManyThreadsRunSideBySide() {
        assertThat(python.eval("""
                import concurrent.futures
                def hold(i):
                    with %s as q:
                        return q.hold()
                def go(i):
                    with %1$s as q:
                        q.let_go()
                with concurrent.futures.ThreadPoolExecutor(20) as pool:
                    held = [pool.submit(hold, i) for i in range(10)]
                    list(pool.map(go, range(10)))
                    results = [f.result(PATIENCE) for f in held]
                results == ['held'] * 10
                """.formatted(jyro.proxy("thing")))).isEqualTo("True");
    }
}
