package io.jyro.interop.server;

import io.jyro.Serializer;
import io.jyro.interop.Python;
import io.jyro.interop.Python.Raised;
import io.jyro.interop.ThingDaemon;
import io.jyro.interop.WithEachPyro;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What holds for Python clients with each of the four safe serializers. */
@WithEachPyro(overEachLink = true)
class SerializersIT {
    private final Python python;

    SerializersIT(Python python, ThingDaemon jyro) {
        this.python = python;
        python.run("p = " + jyro.proxy("thing"));
    }

    private void speak(Serializer serializer) {
        python.run("p._pyroSerializer = '" + serializer.pyroName() + "'");
    }

    @ParameterizedTest
    @EnumSource(names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void argumentsGoByPlaceAndByName(Serializer serializer) {
        speak(serializer);

        assertThat(python.eval("p.join('a', 'b'), p.join('a', second='b')"))
                .isEqualTo("('a-b', 'a-b')");
    }

    @ParameterizedTest
    @EnumSource(names = {"SERPENT", "JSON", "MSGPACK"}) // Python fails to send them by marshal
    void attributesAreWrittenAndRead(Serializer serializer) {
        speak(serializer);

        assertThat(python.eval("p.target = [25, 'x']\np.target")).isEqualTo("[25, 'x']");
    }

    @ParameterizedTest
    @EnumSource(names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void onewayCallsArrive(Serializer serializer) {
        speak(serializer);

        assertThat(python.eval("p.note('by %s')\np.noted()".formatted(serializer)))
                .isEqualTo("'by " + serializer + "'");
    }

    @ParameterizedTest
    @EnumSource(names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void exceptionsArriveWithTheirArgumentsAndTraceback(Serializer serializer) {
        speak(serializer);

        Raised raised = python.raised("p.fail_with('KeyError', 'a', 5)");

        assertThat(raised.type()).isEqualTo("builtins.KeyError");
        assertThat(raised.arguments()).isEqualTo("('a', 5)");
        assertThat(raised.traceback()).contains("Thing.java");
    }

    @ParameterizedTest
    @EnumSource(names = {"SERPENT", "JSON", "MSGPACK"}) // Python's marshal has no exceptions in lists
    void batchesEndWithTheirException(Serializer serializer) {
        speak(serializer);

        assertThat(python.eval("""
                b = batch(p)
                b.echo(1)
                b.fail('too warm')
                b.echo(2)
                results = b()
                seen = [next(results)]
                try:
                    next(results)
                except ValueError as x:
                    seen.append(str(x))
                seen + list(results)
                """)).isEqualTo("[1, 'too warm']");
    }

    @ParameterizedTest
    @EnumSource(names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void streamsAreStreamed(Serializer serializer) {
        speak(serializer);

        assertThat(python.eval("list(p.items(['one', 2]))")).isEqualTo("['one', 2]");
    }

    @ParameterizedTest
    @EnumSource(names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void objectsOfTheDaemonArriveAsProxies(Serializer serializer) {
        speak(serializer);

        assertThat(python.eval("p.child().name()")).isEqualTo("'child of Java'");
    }

    @ParameterizedTest
    @EnumSource(names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void proxiesAndUrisTravelAsArguments(Serializer serializer) {
        speak(serializer);

        assertThat(python
                .eval("p.where(p) == 'Proxy %s' % p._pyroUri, p.echo(p._pyroUri) == p._pyroUri"))
                .isEqualTo("(True, True)");
    }

    @ParameterizedTest
    @EnumSource(names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void callbacksAreCalledBack(Serializer serializer) {
        speak(serializer);

        assertThat(python.eval("""
                s = Served()
                c = Proxy('PYRO:thing@%s' % s.location)
                seen = p.relay(c, 'echo', 'called back')
                s.stop()
                seen
                """)).isEqualTo("'called back'");
    }
}
