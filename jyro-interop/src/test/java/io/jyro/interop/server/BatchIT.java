package io.jyro.interop.server;

import io.jyro.interop.Python;
import io.jyro.interop.Python.Raised;
import io.jyro.interop.ThingDaemon;
import io.jyro.interop.WithEachPyro;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@WithEachPyro(overEachLink = true)
class BatchIT {
    private final Python python;

    BatchIT(Python python, ThingDaemon jyro) {
        this.python = python;
        python.run("p = " + jyro.proxy("thing") + "; b = batch(p)");
    }

    @Test
    void resultsComeInOrder() {
        assertThat(python.eval("b.echo(1); b.join('a', second='b'); b.echo(None); list(b())"))
                .isEqualTo("[1, 'a-b', None]");
    }

    @Test
    void theFirstFailureEndsTheBatchAndIsRaisedWhenReached() {
        Raised raised = python.raised("""
                b.echo(1); b.fail('second'); b.remember('never')
                results = b()
                first = next(results)
                next(results)
                """);

        assertThat(raised.type()).isEqualTo("builtins.ValueError");
        assertThat(raised.text()).isEqualTo("second");
        assertThat(raised.traceback()).contains("Thing.java");
        assertThat(python.eval("first")).isEqualTo("1");
        assertThat(python.eval("p.remember('after'); p.noted()")).isEqualTo("'after'");
    }

    @Test
    void anUnknownMethodFailsTheWholeBatch() {
        Raised raised = python.raised("b.remember('not either'); b.nonsense(); b()");

        assertThat(raised.type()).isEqualTo("builtins.AttributeError");
    }

    @Test
    void anEmptyBatchHasNoResults() {
        assertThat(python.eval("list(b())")).isEqualTo("[]");
    }

    @Test
    void aOnewayBatchIsExecutedWithoutReply() {
        assertThat(python.eval("b.remember('x'); b.remember('y'); b(oneway=True)"))
                .isEqualTo("None");

        assertThat(python.eval("(p.noted(), p.noted())")).isEqualTo("('x', 'y')");
    }

    @Test
    void aFailureInAOnewayBatchIsNotReported() {
        python.run("b.remember('x'); b.fail('quietly'); b.remember('never'); b(oneway=True)");

        assertThat(python.eval("p.noted(), p.remember('z'), p.noted()"))
                .isEqualTo("('x', 'z', 'z')");
    }

    @Test
    void aBatchOfAThousandCallsIsAnswered() {
        assertThat(python.eval("""
                for i in range(1000):
                    b.echo(i)
                list(b()) == list(range(1000))
                """)).isEqualTo("True");
    }

    @Test
    void aOnewayMethodInABatchHasAResult() {
        assertThat(python.eval("b.note('in a batch'); b.noted(); list(b())"))
                .isEqualTo("[None, 'in a batch']");
    }

    @Test
    void anArgumentThatDoesNotFitFailsItsCall() {
        Raised raised = python.raised("b.echo(1); b.number('x'); list(b())");

        assertThat(raised.type()).isEqualTo("builtins.TypeError");
    }

    @Test
    void aStreamInABatchIsRefusedAndTheConnectionLives() {
        python.raised("b.count(3); list(b())");

        assertThat(python.eval("p.echo(8)")).isEqualTo("8");
    }
}
