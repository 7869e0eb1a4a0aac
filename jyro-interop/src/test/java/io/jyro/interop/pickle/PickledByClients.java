package io.jyro.interop.pickle;

import java.util.Set;

import io.jyro.PyroConfig;
import io.jyro.Serializer;
import io.jyro.interop.Pyro;
import io.jyro.interop.Python;
import io.jyro.interop.Python.Raised;
import io.jyro.interop.ThingDaemon;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What holds for Python clients that pickle, toward a daemon of Java that accepts it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PickledByClients {
    private static final PyroConfig ACCEPTING = PyroConfig.builder().serializersAccepted(
            Set.of(Serializer.PICKLE, Serializer.DILL, Serializer.CLOUDPICKLE)).build();

    private final Serializer serializer;
    private final ThingDaemon jyro = ThingDaemon.start(daemon -> daemon.config(ACCEPTING));
    private final Python python = Python.start(Pyro.PYRO4);

    PickledByClients(Serializer serializer) {
        this.serializer = serializer;
        python.run("config.SERIALIZER = '" + serializer.pyroName() + "'\np = "
                + jyro.proxy("thing")
                + "\nimport array, collections, datetime, decimal, fractions, uuid\n"
                + "nan = float('nan'); inf = float('inf')\n");
    }

    @AfterAll
    void stop() {
        python.close();
        jyro.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"None", "True", "0", "-1", "2147483648", "-9223372036854775808",
            "123456789012345678901234567890", "-0.0", "1e+20", "5e-324", "inf", "nan", "(1+2j)",
            "''",
            "'h\u00e9llo \\u2028 \ud83d\ude00'", "'\\ud800 alone'", "b'bytes\\x00\\xff'",
            "bytearray(b'abc')", "[]", "[1, [2, [3, []]]]", "()", "(1,)",
            "(1, 'two', (3.0,), [], 5)",
            "set()", "{1}", "frozenset({1})", "frozenset()", "{}",
            "{'a': {1: [b'', None]}, 2.5: 0, (1, 2): 3, None: 4, b'k': 5}",
            "{'__class__': 'garden.Thing', 'x': 1}", "datetime.datetime(2021, 2, 3, 4, 5, 6, 789)",
            "datetime.datetime(2021, 2, 3, 4, 5, tzinfo=datetime.timezone.utc)",
            "datetime.datetime(2021, 2, 3, 4, 5, tzinfo=datetime.timezone(datetime.timedelta(hours=-5)))",
            "datetime.date(2021, 2, 3)", "datetime.time(4, 5, 6, 7)",
            "datetime.timedelta(days=-1, seconds=5, microseconds=9)", "decimal.Decimal('1.10')",
            "uuid.UUID('11112222-3333-4444-5555-666677778888')", "fractions.Fraction(1, 3)",
            "array.array('i', [1, -2])", "array.array('d', [1.5, inf])",
            "collections.deque([1, 2])", "collections.deque([1], maxlen=5)",
            "collections.OrderedDict([('z', 1), ('a', 2)])",
            "collections.defaultdict(int, {'a': 1})", "collections.Counter('aab')",
            "slice(1, None, 2)"})
    void eachComesBackAsItWent(String literal) {
        assertThat(python.eval("p.echo(" + literal + ")")).isEqualTo(python.eval(literal));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void longByteStringsComeBack(int protocol) {
        assertThat(python
                .eval("""
                        import os
                        config.PICKLE_PROTOCOL_VERSION = config.DILL_PROTOCOL_VERSION = %d
                        twice = os.urandom(70000)
                        value = ['x' * 100000, {'pixels': os.urandom(500000), 'mask': b'abc'}, (twice, twice),
                                 bytearray(os.urandom(100000)), os.urandom(65536), -1]
                        p.echo(value) == value and p.echo('between') == 'between'
                        """
                        .formatted(protocol)))
                .isEqualTo("True");
    }

    @Test
    void argumentsHaveNames() {
        assertThat(python.eval("p.join('a', second='b')")).isEqualTo("'a-b'");
    }

    @Test
    void attributesAreReadAndWritten() {
        assertThat(python.eval("p.target = 25\np.target")).isEqualTo("25");
    }

    @Test
    void exceptionsArriveWithTheStackOfJava() {
        Raised raised = python.raised("p.fail('too warm')");

        assertThat(raised.type()).isEqualTo("builtins.ValueError");
        assertThat(raised.text()).isEqualTo("too warm");
        assertThat(raised.traceback()).contains("Thing.java");
    }

    @Test
    void batchesEndWithTheirException() {
        assertThat(python.eval("""
                b = batch(p)
                b.echo(1)
                b.fail('too warm')
                r = b()
                seen = [next(r)]
                try:
                    next(r)
                except ValueError as x:
                    seen.append(str(x))
                seen
                """)).isEqualTo("[1, 'too warm']");
    }

    @Test
    void streamsAreStreamed() {
        assertThat(python.eval("list(p.count(3))")).isEqualTo("[1, 2, 3]");
    }

    @Test
    void objectsOfTheDaemonArriveAsProxies() {
        assertThat(python.eval("type(p.child()).__name__, p.child().name()"))
                .isEqualTo("('Proxy', 'child of Java')");
        assertThat(python.eval("p.where(p)")).contains("PYRO:thing@");
        assertThat(python.eval("str(p.own_uri())")).contains("PYRO:thing@");
        assertThat(python.eval("p.echo(p.own_uri()) == p.own_uri()")).isEqualTo("True");
    }

    @Test
    void aCallOfAnyFunctionIsRefusedByNameAndTheConnectionLives() {
        Raised raised = python.raised("""
                import os
                class Harm(object):
                    def __reduce__(self):
                        return os.system, ('true',)
                p.echo(Harm())
                """);

        assertThat(raised.type()).isEqualTo("builtins.ValueError");
        assertThat(raised.text()).contains("system", "nothing that a pickle names");
        assertThat(python.eval("p.echo(1)")).isEqualTo("1");
    }

    @Test
    void functionsAreRefusedWithTheReason() {
        if (serializer == Serializer.PICKLE) {
            return; // Python refuses to pickle them
        }
        Raised raised = python.raised(
                "p.echo(eval('lambda x: x + 1', {'__name__': 'garden'}))");

        assertThat(raised.type()).isEqualTo("builtins.ValueError");
        assertThat(raised.text()).contains("dill or cloudpickle", "need Python");
    }

    @Test
    void whoDoesNotListItRefusesIt() {
        try (ThingDaemon careful = ThingDaemon.start()) {
            Raised raised = python.raised(careful.proxy("thing") + ".echo(1)");

            assertThat(raised.text()).contains(
                    "serializer that is not accepted: " + serializer.pyroName());
        }
    }
}
