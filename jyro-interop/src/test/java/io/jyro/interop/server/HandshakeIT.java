package io.jyro.interop.server;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.jyro.PyroSecurityException;
import io.jyro.interop.Pyro;
import io.jyro.interop.Python;
import io.jyro.interop.Python.Raised;
import io.jyro.interop.ThingDaemon;
import io.jyro.interop.WithEachPyro;
import io.jyro.rpc.Peer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A daemon decides who may connect, and is told who left. */
@WithEachPyro
class HandshakeIT {
    private final Python python;
    private final Pyro pyro;

    HandshakeIT(Python python, Pyro pyro) {
        this.python = python;
        this.pyro = pyro;
    }

    @Test
    void theValidatorSeesWhatTheClientSaysAndTheClientItsAnswer() {
        try (ThingDaemon jyro = ThingDaemon.start(daemon -> daemon
                .handshake((client, data) -> Map.of("you said", Objects.requireNonNull(data))))) {
            python.run("""
                    answers = []
                    class Listening(PROXY):
                        def _pyroValidateHandshake(self, answer):
                            answers.append(answer)
                    p = Listening('%s')
                    p._pyroHandshake = {'user': 'irmen', 'age': (4, 2)}
                    p.echo(1)
                    """.formatted(jyro.uri("thing")));

            assertThat(python.eval("answers"))
                    .isEqualTo("[{'you said': {'user': 'irmen', 'age': (4, 2)}}]");
        }
    }

    @Test
    void theAnswerIsHelloUnlessADaemonSaysOtherwise() {
        try (ThingDaemon jyro = ThingDaemon.start()) {
            python.run("""
                    answers = []
                    class Listening(PROXY):
                        def _pyroValidateHandshake(self, answer):
                            answers.append(answer)
                    Listening('%s')._pyroBind()
                    """.formatted(jyro.uri("thing")));

            assertThat(python.eval("answers")).isEqualTo("['hello']");
        }
    }

    @Test
    void theValidatorRefusesWithAText() {
        try (ThingDaemon jyro = ThingDaemon.start(daemon -> daemon.handshake((client, data) -> {
            throw new PyroSecurityException("wrong pass\u00f1ord");
        }))) {
            Raised raised = python.raised(jyro.proxy("thing") + ".echo(1)");

            assertThat(raised.type()).endsWith(".errors.CommunicationError");
            assertThat(raised.text()).startsWith("connection to ('localhost', ")
                    .endsWith(" rejected: wrong pass\u00f1ord");
        }
    }

    @Test
    void theClientMayRefuseTheDaemon() {
        try (ThingDaemon jyro = ThingDaemon.start()) {
            Raised raised = python.raised("""
                    class Picky(PROXY):
                        def _pyroValidateHandshake(self, answer):
                            raise ValueError('not this one')
                    Picky('%s').echo(1)
                    """.formatted(jyro.uri("thing")));

            assertThat(raised.text()).contains("not this one");
            assertThat(python.eval(jyro.proxy("thing") + ".echo(1)")).isEqualTo("1");
        }
    }

    @Test
    void theValidatorKnowsTheClientsDialectAndAddress() {
        BlockingQueue<Peer> seen = new LinkedBlockingQueue<>();
        try (ThingDaemon jyro = ThingDaemon.start(daemon -> daemon.handshake((client, data) -> {
            seen.add(client);
            return "hello";
        }))) {
            python.run("p = " + jyro.proxy("thing") + "; p._pyroBind()");

            Peer peer = seen.remove();
            assertThat(peer.dialect()).isEqualTo(pyro.dialect());
            assertThat(peer.address().toString())
                    .endsWith(":" + python.eval("p._pyroConnection.sock.getsockname()[1]"));
        }
    }

    @Test
    void aClientThatReleasesItsProxyIsSeenToLeave() throws InterruptedException {
        BlockingQueue<Peer> left = new LinkedBlockingQueue<>();
        try (ThingDaemon jyro = ThingDaemon.start(daemon -> daemon.onDisconnect(left::add))) {
            python.run("p = " + jyro.proxy("thing") + "; p.echo(1)");
            assertThat(left).isEmpty();

            python.run("p._pyroRelease()");

            assertThat(left.poll(20, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void aClientThatWasRefusedIsNotSeenToLeave() throws InterruptedException {
        BlockingQueue<Peer> left = new LinkedBlockingQueue<>();
        try (ThingDaemon jyro = ThingDaemon.start(daemon -> daemon.onDisconnect(left::add))) {
            python.raised("Proxy('PYRO:nobody@" + jyro.daemon().location() + "')._pyroBind()");
            python.run("p = " + jyro.proxy("thing") + "; port = p._pyroBind() and"
                    + " p._pyroConnection.sock.getsockname()[1]; p._pyroRelease()");

            Peer first = left.poll(20, TimeUnit.SECONDS);

            assertThat(first).isNotNull();
            assertThat(String.valueOf(first.address())).endsWith(":" + python.eval("port"));
        }
    }

    @Test
    void resourcesAreClosedWhenTheirClientLeaves() {
        try (ThingDaemon jyro = ThingDaemon.start()) {
            python.run("p, q = %s, %1$s; p.track('lamp')".formatted(jyro.proxy("thing")));

            python.run("p._pyroRelease()");

            assertThat(python.eval("q.closed()")).isEqualTo("'lamp'");
        }
    }

    @Test
    void metadataCanBeAskedForLater() {
        try (ThingDaemon jyro = ThingDaemon.start()) {
            python.run("d = Proxy('PYRO:%%s@%s' %% DAEMON_OBJECT)"
                    .formatted(jyro.daemon().location()));

            assertThat(python.eval("sorted(d.get_metadata('session')['methods'])"))
                    .isEqualTo("['fall', 'tick']");
        }
    }

    @Test
    void anObjectThatExposesNothingIsRefusedByTheClient() {
        try (ThingDaemon jyro = ThingDaemon.start()) {
            jyro.daemon().register(new Object(), "bare");

            Raised raised = python.raised(jyro.proxy("bare") + "._pyroBind()");

            assertThat(raised.type()).endsWith(".errors.PyroError");
            assertThat(raised.text()).contains("expose any methods or attributes");
        }
    }
}
