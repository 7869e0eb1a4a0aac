package io.jyro.interop.server;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.jyro.Expose;
import io.jyro.client.Proxy;
import io.jyro.interop.Link;
import io.jyro.interop.Python;
import io.jyro.interop.ThingDaemon;
import io.jyro.interop.WithEachPyro;
import io.jyro.rpc.CallContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

/** Annotations and correlation ids. */
@WithEachPyro(overEachLink = true)
class ContextIT {
    private static final String ID = "12345678-1234-5678-1234-567812345678";

    private final Python python;
    private final Link link;

    ContextIT(Python python, ThingDaemon jyro, Link link) {
        this.link = link;
        this.python = python;
        python.run(
                "import threading, uuid; context.correlation_id = None; context.annotations = {}; p = "
                        + jyro.proxy("thing"));
    }

    @Test
    void annotationsOfARequestReachTheMethod() {
        assertThat(python.eval("""
                p._pyroBind()
                context.annotations = {'CODE': b'abc', 'NONE': b''}
                p.annotations()
                """)).contains("'CODE': 'abc'", "'NONE': ''");
    }

    @Test
    void annotationsOfTheReplyReachTheClient() {
        assertThat(python.eval("""
                p.annotate('BACK', 'here')
                bytes(context.response_annotations['BACK'])
                """)).isEqualTo("b'here'");
    }

    @Test
    void annotationsOfTheReplyAreGoneWithTheNext() {
        assertThat(python.eval(
                "p.annotate('BACK', 'here'); p.echo(1); 'BACK' in context.response_annotations"))
                .isEqualTo("False");
    }

    @Test
    void annotationsOfTheDaemonGoWithEveryReply() {
        try (ThingDaemon marking = ThingDaemon.start(daemon -> link.daemon(daemon)
                .annotations(() -> Map.of("DAEM", "on".getBytes(US_ASCII))))) {
            assertThat(python.eval("""
                    q = %s
                    def seen():
                        return bytes(context.response_annotations.get('DAEM', b'missing'))
                    q.echo(1)
                    result = seen()
                    try:
                        q.fail('x')
                    except ValueError:
                        failure = seen()
                    s = q.count(2)
                    stream = seen()
                    list(s)
                    (result, failure, stream)
                    """.formatted(marking.proxy("thing")))).isEqualTo("(b'on', b'on', b'on')");
        }
    }

    @Test
    void theCorrelationIdReachesTheMethod() {
        assertThat(python.eval("context.correlation_id = uuid.UUID('" + ID + "'); p.correlation()"))
                .isEqualTo("'" + ID + "'");
    }

    @Test
    void withoutCorrelationIdEachCallHasANewOne() {
        assertThat(python.eval("a, b = p.correlation(), p.correlation(); a != b and len(a) == 36"))
                .isEqualTo("True");
    }

    /** Tells what log lines have, and what a continuation of a call back to its client has. */
    @Expose
    public static class Following {
        public CompletableFuture<List<String>> follow(Proxy back) {
            String logged = MDC.get("correlationId");
            return back.callAsync(String.class, "told").thenApply(first -> List.of(logged, first,
                    back.call(String.class, "told"), MDC.get("correlationId")));
        }
    }

    @Test
    void logLinesAndTheContinuationOfACallBackHaveTheCorrelationId() {
        try (ThingDaemon jyro = ThingDaemon.start(link)) {
            jyro.daemon().register(new Following(), "following");

            assertThat(python.eval("""
                    @expose
                    class Told(object):
                        def told(self):
                            return str(context.correlation_id)
                    d = Daemon()
                    d.register(Told(), 'told')
                    threading.Thread(target=d.requestLoop, daemon=True).start()
                    context.correlation_id = uuid.UUID('%s')
                    q = %s
                    result = q.follow(Proxy(d.uriFor('told')))
                    q._pyroRelease()
                    d.shutdown()
                    set(result), len(result)
                    """.formatted(ID, jyro.proxy("following"))))
                    .isEqualTo("({'" + ID + "'}, 4)");
        }
    }

    @Test
    void theCorrelationIdReachesOnewayCallsAndBatches() {
        assertThat(python.eval("""
                context.correlation_id = uuid.UUID('%s')
                b = batch(p)
                b.correlation()
                list(b())
                """.formatted(ID))).isEqualTo("['" + ID + "']");
    }

    @Test
    void theCorrelationIdFollowsAChainThroughJavaBackToPython() {
        python.run("s = Served()");

        assertThat(python.eval("""
                context.correlation_id = uuid.UUID('%s')
                p.relay(Proxy('PYRO:thing@%%s' %% s.location), 'correlation')
                """.formatted(ID))).isEqualTo("'" + ID + "'");
        python.run("s.stop()");
    }

    /** Tells with which id log lines of its calls are marked, and calls on when a call of its own has ended. */
    @Expose
    public static class Follower {
        public @Nullable String logged() {
            return MDC.get("correlationId");
        }

        public CompletableFuture<Object> follow(Proxy other) {
            return other.callAsync("echo", 1).thenApply(
                    one -> List.of(String.valueOf(CallContext.current().correlationId()),
                            String.valueOf(other.call("correlation"))));
        }
    }

    @Test
    void logLinesAndContinuationsHaveTheCorrelationId() {
        python.run("s = Served()");
        try (ThingDaemon jyro = ThingDaemon.start(link)) {
            jyro.daemon().register(new Follower(), "follower");

            assertThat(python.eval("""
                    f = %s
                    unmarked = f.logged()
                    context.correlation_id = uuid.UUID('%s')
                    seen = unmarked, f.logged(), f.follow(Proxy('PYRO:thing@%%s' %% s.location))
                    f._pyroRelease()
                    seen
                    """.formatted(jyro.proxy("follower"), ID)))
                    .isEqualTo("(None, '" + ID + "', ['" + ID + "', '" + ID + "'])");
        }
        python.run("s.stop()");
    }

    @Test
    void annotationsAreNotPassedOnAlongAChain() {
        python.run("s = Served()");

        assertThat(python.eval("""
                p._pyroBind()
                context.annotations = {'CODE': b'abc'}
                'CODE' in p.relay(Proxy('PYRO:thing@%s' % s.location), 'annotations')
                """)).isEqualTo("False");
        python.run("s.stop()");
    }

    @Test
    void anAnnotationOf60KilobytesArrives() {
        assertThat(python.eval("""
                p._pyroBind()
                context.annotations = {'LONG': b'x' * 60000}
                len(p.annotations()['LONG'])
                """)).isEqualTo("60000");
    }
}
