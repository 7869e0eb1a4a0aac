package io.jyro.interop.server;

import io.jyro.interop.Python;
import io.jyro.interop.ThingDaemon;
import io.jyro.interop.WithEachPyro;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@WithEachPyro(overEachLink = true)
class OnewayIT {
    private final Python python;

    OnewayIT(Python python, ThingDaemon jyro) {
        this.python = python;
        python.run("p = " + jyro.proxy("thing"));
    }

    @Test
    void aOnewayCallReturnsNothingAndIsExecuted() {
        assertThat(python.eval("p.note('one way')")).isEqualTo("None");

        assertThat(python.eval("p.noted()")).isEqualTo("'one way'");
    }

    @Test
    void theFailureOfAOnewayCallIsNotReportedAndTheConnectionLives() {
        python.run("p.spoil()");

        assertThat(python.eval("(p.noted(), p.echo(5))")).isEqualTo("('spoiled', 5)");
    }

    @Test
    void anyMethodCanBeCalledOneway() {
        python.run("p._pyroBind(); p._pyroOneway = p._pyroOneway | {'remember'}");

        assertThat(python.eval("(p.remember('either'), p.noted())")).isEqualTo("(None, 'either')");
    }

    @Test
    void aOnewayMethodCanBeWaitedFor() {
        python.run("p._pyroBind(); p._pyroOneway = set()");

        assertThat(python.eval("(p.note('waited for'), p.noted())"))
                .isEqualTo("(None, 'waited for')");
    }

    @Test
    void aOnewayCallOfAnUnknownMethodIsNotReported() {
        python.run("p._pyroBind(); p._pyroInvoke('nonsense', (), {}, flags=4)");

        assertThat(python.eval("p.echo(6)")).isEqualTo("6");
    }

    @Test
    void aOnewayCallThatTakesLongKeepsNobodyWaiting() {
        python.run("p._pyroBind(); p._pyroOneway = p._pyroOneway | {'hold'}; p.hold()");

        assertThat(python.eval("p.echo(7)")).isEqualTo("7");
        python.run("p.let_go()");
    }

    @Test
    void manyOnewayCallsAllArrive() {
        assertThat(python.eval("""
                for i in range(200):
                    p.note(str(i))
                sorted(int(p.noted()) for i in range(200)) == list(range(200))
                """)).isEqualTo("True");
    }
}
