package io.jyro.interop.server;

import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import io.jyro.Expose;
import io.jyro.Oneway;
import io.jyro.ServerType;
import io.jyro.client.Proxy;
import io.jyro.interop.Python;
import io.jyro.interop.Python.Raised;
import io.jyro.interop.ThingDaemon;
import io.jyro.interop.WithEachPyro;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

@WithEachPyro
class ServerTypesIT {
    private final Python python;

    ServerTypesIT(Python python) {
        this.python = python;
    }

    @ParameterizedTest
    @EnumSource
    void eachServesSeveralClientsWithEverything(ServerType type) {
        try (ThingDaemon jyro = ThingDaemon.start(daemon -> daemon.serverType(type))) {
            assertThat(python
                    .eval("""
                            p, q = %s, %1$s
                            b = batch(q)
                            b.echo(1)
                            p.note('one way')
                            result = [p.echo(1), q.echo(2), list(b()), list(p.count(2)), q.noted(), q.target, p.child().name()]
                            p._pyroRelease(); q._pyroRelease()
                            result
                            """
                            .formatted(jyro.proxy("thing"))))
                    .isEqualTo(
                            "[1, 2, [1], [1, 2], 'one way', 20, 'child of Java']");
        }
    }

    /** Is bound to the thread of its constructor, as a SQLite connection of Python is. */
    @Expose
    public static class Bound {
        private final Thread owner = Thread.currentThread();
        private final CountDownLatch goOn = new CountDownLatch(1);

        public String thread() {
            if (!Thread.currentThread().equals(owner)) {
                throw new IllegalStateException("made on " + owner + ", called on "
                        + Thread.currentThread());
            }
            return owner.getName();
        }

        public Iterator<String> items() {
            return Stream.generate(this::thread).limit(3).iterator();
        }

        @Oneway
        public void block() throws InterruptedException {
            goOn.await();
        }

        public void unblock() {
            goOn.countDown();
        }

        public CompletableFuture<String> later(String text) {
            CompletableFuture<String> made = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> made.complete(text + " " + owner.getName()));
            return made;
        }
    }

    private ThingDaemon multiplex() {
        ThingDaemon jyro = ThingDaemon
                .start(daemon -> daemon.serverType(ServerType.MULTIPLEX));
        jyro.daemon().register(Bound.class, "bound");
        return jyro;
    }

    @Test
    void aMultiplexDaemonRunsAllCallsOfAllClientsOnOneThread() {
        try (ThingDaemon jyro = multiplex()) {
            assertThat(python.eval("""
                    import threading
                    names = set()
                    def work():
                        p = %s
                        for _ in range(20):
                            names.add(p.thread())
                            names.update(p.items())
                        b = batch(p)
                        b.thread()
                        names.update(b())
                        p._pyroRelease()
                    threads = [threading.Thread(target=work) for _ in range(4)]
                    for t in threads: t.start()
                    for t in threads: t.join()
                    sorted(names)
                    """.formatted(jyro.proxy("bound"))))
                    .isEqualTo("['jyro-calls-" + jyro.daemon().port() + "']");
        }
    }

    @Test
    void aOnewayCallDoesNotHoldUpTheNextOneOfAMultiplexDaemon() {
        try (ThingDaemon jyro = multiplex()) {
            assertThat(python.eval("""
                    p = %s
                    p.block()
                    result = p.thread()
                    p.unblock()
                    p._pyroRelease()
                    result
                    """.formatted(jyro.proxy("bound"))))
                    .isEqualTo("'jyro-calls-" + jyro.daemon().port() + "'");
        }
    }

    /** Calls an object of Python's, which calls back: a stock peer does not say in which call it calls. */
    @Expose
    public static class Circle {
        public @Nullable Object round(Proxy python) {
            try (Proxy patient = python.toBuilder().timeout(Duration.ofMillis(500)).build()) {
                return patient.call("back");
            }
        }

        public String end() {
            return "at the end";
        }
    }

    @Test
    void aCallThatComesBackThroughPythonEndsWithItsTimeoutWhichNamesTheChain() {
        try (ThingDaemon jyro = multiplex()) {
            jyro.daemon().register(new Circle(), "circle");

            Raised raised = python.raised("""
                    import threading
                    @expose
                    class Between(object):
                        def back(self):
                            with %s as circle:
                                return circle.end()
                    d = Daemon()
                    d.register(Between(), 'between')
                    threading.Thread(target=d.requestLoop, daemon=True).start()
                    %1$s.round(Proxy(d.uriFor('between')))
                    """.formatted(jyro.proxy("circle")));

            assertThat(raised.type()).endsWith("errors.TimeoutError");
            assertThat(raised.text()).contains("back() of object 'between'", "PT0.5S",
                    "the call may still run",
                    "the call was made while serving a call of the client /127.0.0.1:",
                    "which waits for it");
            assertThat(python.eval("%s.end()".formatted(jyro.proxy("circle"))))
                    .isEqualTo("'at the end'");
            python.run("d.shutdown()");
        }
    }

    @Test
    void aFutureIsAnsweredWhenItCompletes() {
        try (ThingDaemon jyro = multiplex()) {
            String name = "jyro-calls-" + jyro.daemon().port();
            assertThat(python.eval("""
                    p = %s
                    result = [p.later('a'), p.thread(), p.later('b')]
                    p._pyroRelease()
                    result
                    """.formatted(jyro.proxy("bound"))))
                    .isEqualTo("['a " + name + "', '" + name + "', 'b " + name + "']");
        }
    }
}
