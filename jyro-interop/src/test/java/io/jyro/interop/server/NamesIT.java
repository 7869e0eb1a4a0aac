package io.jyro.interop.server;

import io.jyro.interop.Python;
import io.jyro.interop.Python.Raised;
import io.jyro.interop.ThingDaemon;
import io.jyro.interop.WithEachPyro;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What cannot be reached. */
@WithEachPyro
class NamesIT {
    private final Python python;
    private final ThingDaemon jyro;

    NamesIT(Python python, ThingDaemon jyro) {
        this.python = python;
        this.jyro = jyro;
        python.run("p = " + jyro.proxy("thing"));
    }

    @Test
    void unexposedNamesAreUnknownToTheProxy() {
        assertThat(python.raised("p.hidden()").type()).isEqualTo("builtins.AttributeError");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"_private", "__private", "__init__", "__class__", "__getattr", "_", "__"})
    void privateNamesAreRefusedByTheDaemon(String name) {
        Raised raised = python.raised("p._pyroInvoke('" + name + "', (), {})");

        assertThat(raised.type()).isEqualTo("builtins.AttributeError");
        assertThat(raised.text()).isEqualTo("attempt to access private attribute '" + name + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"getClass", "hashCode", "wait", "notify", "notifyAll", "toString",
            "equals"})
    void methodsOfEveryJavaObjectAreOutOfReach(String name) {
        Raised raised = python.raised("p._pyroInvoke('" + name + "', (), {})");

        assertThat(raised.type()).isEqualTo("builtins.AttributeError");
        assertThat(raised.text()).isEqualTo("attempt to access unexposed attribute '" + name + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hidden", "nonsense", "finalize", "clone", "echo.echo", "", "Echo",
            "<init>", "a b", "__nonsense__"})
    void unknownNamesAreRefusedByTheDaemon(String name) {
        Raised raised = python.raised("p._pyroInvoke('" + name + "', (), {})");

        assertThat(raised.type()).isEqualTo("builtins.AttributeError");
        assertThat(raised.text()).isEqualTo("'Thing' object has no attribute '" + name + "'"
                + (name.equalsIgnoreCase("echo") || name.startsWith("echo.")
                        ? ". Did you mean: 'echo'?"
                        : ""));
    }

    @Test
    void theConnectionLivesAfterARefusal() {
        python.raised("p._pyroInvoke('_private', (), {})");

        assertThat(python.eval("(p._pyroConnection is not None, p.echo(1))"))
                .isEqualTo("(True, 1)");
    }

    @Test
    void anUnknownObjectIsRefusedInTheHandshake() {
        Raised raised = python
                .raised(jyro.proxy("thing").replace("thing", "nobody") + "._pyroBind()");

        assertThat(raised.type()).endsWith(".errors.CommunicationError");
        assertThat(raised.text())
                .endsWith(" rejected: unknown object: this daemon has no object 'nobody'");
    }

    @Test
    void aCallOfAnUnknownObjectIsADaemonError() {
        python.run("p._pyroBind()");

        Raised raised = python.raised("p._pyroInvoke('echo', (1,), {}, objectId='nobody')");

        assertThat(raised.type()).endsWith(".errors.DaemonError");
        assertThat(raised.text())
                .isEqualTo("unknown object: this daemon has no object 'nobody'");
        assertThat(python.eval("p.echo(1)")).isEqualTo("1");
    }

    @Test
    void metadataOfAnUnknownObjectIsADaemonError() {
        Raised raised = python
                .raised("p._pyroInvoke('get_metadata', ('nobody',), {}, objectId=DAEMON_OBJECT)");

        assertThat(raised.type()).endsWith(".errors.DaemonError");
        assertThat(raised.text())
                .isEqualTo("unknown object: this daemon has no object 'nobody'");
    }

    @Test
    void anUnregisteredObjectIsGoneForOpenConnections() {
        jyro.daemon().register(new io.jyro.interop.Thing.Child(), "brief");
        python.run("b = " + jyro.proxy("brief") + "; b.name()");

        jyro.daemon().unregister("brief");

        assertThat(python.raised("b.name()").text())
                .isEqualTo("unknown object: this daemon has no object 'brief'");
    }
}
