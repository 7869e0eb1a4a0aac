package io.jyro.interop.server;

import io.jyro.interop.Python;
import io.jyro.interop.Python.Raised;
import io.jyro.interop.ThingDaemon;
import io.jyro.interop.WithEachPyro;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@WithEachPyro(overEachLink = true)
class ExceptionsIT {
    private final Python python;

    ExceptionsIT(Python python, ThingDaemon jyro) {
        this.python = python;
        python.run("p = " + jyro.proxy("thing"));
    }

    @Test
    void whatJavaThrowsArrivesAsPythonsNearest() {
        Raised raised = python.raised("p.fail('it''s \u00fcber')");

        assertThat(raised.type()).isEqualTo("builtins.ValueError");
        assertThat(raised.text()).isEqualTo("its \u00fcber");
        assertThat(raised.arguments()).isEqualTo("('its \u00fcber',)");
    }

    @Test
    void theRemoteTracebackHoldsTheJavaFrames() {
        Raised raised = python.raised("p.fail('x')");

        assertThat(raised.traceback()).contains("Remote traceback:")
                .containsPattern("\\| .*Thing\\.java.*").containsPattern("\\| .*fail")
                .contains("IllegalArgumentException");
    }

    @Test
    void theJavaClassIsAnAttribute() {
        assertThat(python.eval("""
                try:
                    p.fail_unknown()
                except RuntimeError as x:
                    seen = x.originalType
                seen
                """)).isEqualTo("'io.jyro.interop.Thing$OwnException'");
    }

    @Test
    void aJavaClassOfAProgramsOwnArrivesAsRuntimeError() {
        Raised raised = python.raised("p.fail_unknown()");

        assertThat(raised.type()).isEqualTo("builtins.RuntimeError");
        assertThat(raised.text()).isEqualTo("nobody knows me");
    }

    @Test
    void aWrapperThatSaysNothingOfItsOwnSpeaksForItsCause() {
        Raised raised = python.raised("p.fail_in_io()");

        assertThat(raised.type()).isEqualTo("builtins.OSError");
        assertThat(raised.text()).isEqualTo("disk is full");
    }

    @Test
    void theConnectionLivesAfterAnException() {
        python.run("p._pyroBind(); c = p._pyroConnection");

        python.raised("p.fail('x')");

        assertThat(python.eval("(p.echo(1), p._pyroConnection is c)")).isEqualTo("(1, True)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"KeyError", "ZeroDivisionError", "IndexError", "AttributeError",
            "StopIteration", "NotImplementedError", "UnicodeError", "OSError", "MemoryError",
            "AssertionError", "KeyboardInterrupt", "FileNotFoundError"})
    void javaCanRaiseAnyExceptionOfPython(String name) {
        assertThat(python.eval("""
                try:
                    p.fail_with('builtins.%s', 'a', 2)
                except BaseException as x:
                    seen = type(x).__name__, x.args
                seen
                """.formatted(name))).isEqualTo("('" + name + "', ('a', 2))");
    }

    @ParameterizedTest
    @CsvSource({"NamingException, NamingError", "DaemonException, DaemonError",
            "PyroSecurityException, SecurityError", "SerializationException, SerializeError",
            "CommunicationException, CommunicationError", "CallTimeoutException, TimeoutError",
            "ConnectionClosedException, ConnectionClosedError", "ProtocolException, ProtocolError",
            "PyroException, PyroError"})
    void jyrosExceptionsArriveAsPyros(String java, String pyro) {
        Raised raised = python.raised("p.fail_in_jyro('io.jyro." + java + "', 'of Jyro')");

        assertThat(raised.type()).matches("Pyro[45]\\.errors\\." + pyro);
        assertThat(raised.text()).isEqualTo("of Jyro");
        assertThat(python.eval("p.echo(1)")).isEqualTo("1");
    }

    @Test
    void anErrorOfTheJvmArrivesToo() {
        assertThat(python.raised("p.recurse(100000000)").type())
                .isEqualTo("builtins.RecursionError");
        assertThat(python.eval("p.echo(1)")).isEqualTo("1");
    }

    @Test
    void aResultThatCannotTravelIsAnErrorThatNamesItsClass() {
        Raised raised = python.raised("p.unsendable()");

        assertThat(raised.type()).endsWith(".errors.SerializeError");
        assertThat(raised.text()).contains("java.lang.Thread");
        assertThat(python.eval("p.echo(1)")).isEqualTo("1");
    }

    @Test
    void anExceptionCanBeAResult() {
        assertThat(python.eval("x = p.failure('kept'); (type(x).__name__, str(x))"))
                .isEqualTo("('ValueError', 'kept')");
    }

    @Test
    void anExceptionCanBeAnArgument() {
        assertThat(python.eval("x = p.echo(KeyError('k', 2)); (type(x).__name__, x.args)"))
                .isEqualTo("('KeyError', ('k', 2))");
    }
}
