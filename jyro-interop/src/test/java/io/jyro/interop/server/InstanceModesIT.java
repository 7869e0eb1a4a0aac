package io.jyro.interop.server;

import io.jyro.interop.Python;
import io.jyro.interop.ThingDaemon;
import io.jyro.interop.Ticks;
import io.jyro.interop.WithEachPyro;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Which instance of a registered class serves a call. */
@WithEachPyro(overEachLink = true)
class InstanceModesIT {
    private final Python python;
    private final ThingDaemon jyro;

    InstanceModesIT(Python python, ThingDaemon jyro) {
        this.python = python;
        this.jyro = jyro;
    }

    @Test
    void aSingleInstanceServesAllConnections() {
        jyro.daemon().register(Ticks.Single.class, "single", true);
        clients("single");

        assertThat(python.eval("[a.tick(), b.tick(), a.tick(), b.tick()]"))
                .isEqualTo("[1, 2, 3, 4]");
    }

    @Test
    void aSessionInstanceServesOneConnection() {
        clients("session");

        assertThat(python.eval("[a.tick(), b.tick(), a.tick(), b.tick()]"))
                .isEqualTo("[1, 1, 2, 2]");
    }

    @Test
    void aNewConnectionHasANewSessionInstance() {
        clients("session");

        assertThat(python.eval("[a.tick(), a.tick(), a._pyroReconnect(), a.tick()]"))
                .isEqualTo("[1, 2, None, 1]");
    }

    @Test
    void sessionIsTheModeOfAClassThatSaysNothing() {
        jyro.daemon().register(Ticks.class, "ticks", true);
        clients("ticks");

        assertThat(python.eval("[a.tick(), b.tick(), a.tick()]")).isEqualTo("[1, 1, 2]");
    }

    @Test
    void eachCallMayHaveItsOwnInstance() {
        clients("percall");

        assertThat(python.eval("[a.tick(), a.tick(), b.tick()]")).isEqualTo("[1, 1, 1]");
    }

    @Test
    void aBatchCountsAsOneCall() {
        clients("percall");

        assertThat(python.eval("c = batch(a); c.tick(); c.tick(); list(c()), a.tick()"))
                .isEqualTo("([1, 2], 1)");
    }

    @Test
    void aSessionInstanceSurvivesAnException() {
        clients("session");

        python.run("a.tick()");
        python.raised("a.fall()");

        assertThat(python.eval("a.tick()")).isEqualTo("2");
    }

    private void clients(String objectId) {
        python.run("a = %s; b = %1$s".formatted(jyro.proxy(objectId)));
    }
}
