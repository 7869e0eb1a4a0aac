package io.jyro.interop.server;

import io.jyro.interop.Python;
import io.jyro.interop.Python.Raised;
import io.jyro.interop.ThingDaemon;
import io.jyro.interop.WithEachPyro;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@WithEachPyro(overEachLink = true)
class AttributesIT {
    private final Python python;

    AttributesIT(Python python, ThingDaemon jyro) {
        this.python = python;
        python.run("p = " + jyro.proxy("thing"));
    }

    @Test
    void anAttributeIsReadAndWritten() {
        python.run("p.target = [1, 'x']");

        assertThat(python.eval("p.target")).isEqualTo("[1, 'x']");
    }

    @Test
    void anAttributeCanBeNone() {
        python.run("p.target = None");

        assertThat(python.eval("p.target")).isEqualTo("None");
    }

    @Test
    void anAttributeWithoutSetterCannotBeWritten() {
        Raised raised = python.raised("p.version = '2.0'");

        assertThat(raised.type()).isEqualTo("builtins.AttributeError");
        assertThat(python.eval("p.version")).isEqualTo("'1.0'");
    }

    @Test
    void whatAGetterThrowsArrives() {
        Raised raised = python.raised("p.broken");

        assertThat(raised.type()).isEqualTo("builtins.ValueError");
        assertThat(raised.text()).isEqualTo("broken attribute");
        assertThat(raised.traceback()).contains("Thing.java");
    }

    @Test
    void anUnknownAttributeIsRefusedByTheDaemon() {
        Raised raised = python.raised("p._pyroInvoke('__getattr__', ('nonsense',), None)");

        assertThat(raised.type()).isEqualTo("builtins.AttributeError");
        assertThat(raised.text())
                .isEqualTo("attempt to access unexposed or unknown remote attribute 'nonsense'");
    }

    @Test
    void anUnknownAttributeCannotBeWritten() {
        Raised raised = python.raised("p._pyroInvoke('__setattr__', ('plain', 1), None)");

        assertThat(raised.type()).isEqualTo("builtins.AttributeError");
        assertThat(raised.text())
                .isEqualTo("attempt to access unexposed or unknown remote attribute 'plain'");
    }

    @Test
    void anAttributeIsNoMethod() {
        Raised raised = python.raised("p._pyroInvoke('target', (), {})");

        assertThat(raised.type()).isEqualTo("builtins.AttributeError");
    }
}
