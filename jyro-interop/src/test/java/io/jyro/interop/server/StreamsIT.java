package io.jyro.interop.server;

import java.time.Duration;

import io.jyro.interop.Link;
import io.jyro.interop.Python;
import io.jyro.interop.Python.Raised;
import io.jyro.interop.ThingDaemon;
import io.jyro.interop.WithEachPyro;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@WithEachPyro(overEachLink = true)
class StreamsIT {
    private final Python python;
    private final Link link;

    StreamsIT(Python python, ThingDaemon jyro, Link link) {
        this.link = link;
        this.python = python;
        python.run("p = " + jyro.proxy("thing"));
    }

    @Test
    void anIteratorArrivesItemByItem() {
        assertThat(python.eval("list(p.count(5))")).isEqualTo("[1, 2, 3, 4, 5]");
    }

    @Test
    void anEmptyIteratorEndsAtOnce() {
        assertThat(python.eval("list(p.count(0))")).isEqualTo("[]");
    }

    @Test
    void noneIsAnItem() {
        assertThat(python.eval("list(p.nothing_much())")).isEqualTo("[None, 'then this']");
    }

    @Test
    void aJavaStreamArrivesItemByItem() {
        assertThat(python.eval("list(p.count_as_stream(3))")).isEqualTo("[1, 2, 3]");
        assertThat(python.eval("p.closed()")).isEqualTo("'stream'");
    }

    @Test
    void whatTheIteratorThrowsArrivesAfterTheItemsBeforeIt() {
        Raised raised = python.raised("""
                got = []
                for item in p.stumble(2):
                    got.append(item)
                """);

        assertThat(raised.type()).isEqualTo("builtins.ValueError");
        assertThat(raised.text()).isEqualTo("stumbled after 2");
        assertThat(raised.traceback()).contains("Thing.java");
        assertThat(python.eval("got")).isEqualTo("[1, 2]");
    }

    @Test
    void aStreamThatIsClosedEarlyIsClosedInJava() {
        python.run("s = p.count_as_stream(100); next(s); s.close()");

        assertThat(python.eval("p.closed()")).isEqualTo("'stream'");
        assertThat(python.raised("next(s)").type()).isEqualTo("builtins.StopIteration");
    }

    @Test
    void aClosedStreamIsUnknownToTheDaemon() {
        Raised raised = python.raised("""
                s = p.count_as_stream(10)
                number = s.streamId
                s.close()
                p.closed()
                p._pyroInvoke('get_next_stream_item', [number], {}, objectId=DAEMON_OBJECT)
                """);

        assertThat(raised.type()).endsWith(".errors.PyroError");
        assertThat(raised.text()).isEqualTo("item stream terminated");
    }

    @Test
    void twoStreamsAndCallsShareAConnection() {
        assertThat(python.eval("[(a, b, p.echo('c')) for a, b in zip(p.count(3), p.count(2))]"))
                .isEqualTo("[(1, 1, 'c'), (2, 2, 'c')]");
    }

    @Test
    void aStreamGoesOnAfterAReconnect() {
        assertThat(python.eval("""
                s = p.count(4)
                got = [next(s), next(s)]
                p._pyroReconnect()
                got + list(s)
                """)).isEqualTo("[1, 2, 3, 4]");
    }

    @Test
    void aStreamEndsWithItsConnectionIfItShallNotLinger() {
        try (ThingDaemon brief = ThingDaemon.start(daemon -> link.daemon(daemon)
                .config(link.config().toBuilder().iterStreamLinger(Duration.ZERO).build()))) {
            Raised raised = python.raised("q = " + brief.proxy("thing") + """

                    s = q.count_as_stream(4)
                    next(s)
                    q._pyroRelease()
                    q.closed()
                    next(s)
                    """);

            assertThat(raised.text()).isEqualTo("item stream terminated");
        }
    }

    @Test
    void aServerMayRefuseToStream() {
        try (ThingDaemon strict = ThingDaemon.start(daemon -> link.daemon(daemon)
                .config(link.config().toBuilder().iterStreaming(false).build()))) {
            Raised raised = python.raised(strict.proxy("thing") + ".count(3)");

            assertThat(raised.type()).endsWith(".errors.ProtocolError");
            assertThat(raised.text()).isEqualTo(
                    "result of call is an iterator, but the server is not configured to allow streaming");
        }
    }

    @Test
    void aLongStreamArrivesWhole() {
        assertThat(python.eval("sum(p.count(3000))")).isEqualTo("4501500");
    }
}
