package io.jyro.interop.server;

import io.jyro.interop.Python;
import io.jyro.interop.ThingDaemon;
import io.jyro.interop.WithEachPyro;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Values of Python, to Java and back. */
@WithEachPyro(overEachLink = true)
class ValuesIT {
    private final Python python;

    ValuesIT(Python python, ThingDaemon jyro) {
        this.python = python;
        python.run("p = " + jyro.proxy("thing"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"None", "True", "False", "0", "-1", "2147483647", "-2147483648",
            "2147483648", "-9223372036854775808", "9223372036854775807", "9223372036854775808",
            "123456789012345678901234567890123456789012345678901234567890",
            "-123456789012345678901234567890", "0.0", "-0.0", "3.5", "5.0", "1e+20", "1e-07",
            "1e+16",
            "123456789012345.6", "0.1", "5e-324", "1.7976931348623157e+308", "inf", "-inf", "nan",
            "(1+2j)", "(-0.5-1e-07j)", "1j", "''", "'plain'", "\"it's\"", "'say \"hi\"'",
            "'both \\' and \"'", "'back\\\\slash'", "'tab\\tnewline\\nreturn\\r'",
            "'\\x00\\x01\\x7f'",
            "'\\x85\\xa0\\xad'", "'\\u2028\\u200b\\ufeff'", "'h\u00e9llo \u4e16\u754c'",
            "'\ud83d\ude00 \ud800\udf48'", "'\\ud800 alone'", "[]", "[1, [2, [3, []]]]", "()",
            "(1,)",
            "(1, 'two', (3.0,))", "{}", "{'a': {'b': [1, (2,)]}}", "{1: 'one', 2.5: 'x', True: 0}",
            "{(1, 2): 'pair'}", "[None, True, 1, 1.5, 's', (1,), [2], {'k': None}]",
            "{1}", "{'a'}", "[{(1, 2)}]", "'# serpent utf-8'"})
    void eachComesBackAsItWent(String literal) {
        python.run("nan = float('nan'); inf = float('inf')");

        assertThat(python.eval("p.echo(" + literal + ")"))
                .isEqualTo(python.eval(literal));
    }

    @Test
    void setsComeBackWhateverTheirOrder() {
        assertThat(python.eval("p.echo({1, 2.5, 'three', (4,)}) == {1, 2.5, 'three', (4,)}"))
                .isEqualTo("True");
    }

    @Test
    void theEmptySetTravelsAsTheEmptyTuple() {
        assertThat(python.eval("p.echo(set())")).isEqualTo("()");
    }

    @Test
    void everyCharacterComesBack() {
        assertThat(python.eval("""
                text = ''.join(chr(i) for i in range(0x11000) if not 0xd800 <= i < 0xe000)
                p.echo(text) == text
                """)).isEqualTo("True");
    }

    @Test
    void halvesOfCharactersComeBack() {
        assertThat(python.eval("""
                halves = [chr(i) for i in range(0xd800, 0xe000)]
                p.echo(halves) == halves
                """)).isEqualTo("True");
    }

    @Test
    void everyPowerOfTwoComesBack() {
        assertThat(python
                .eval("""
                        numbers = [sign * ((1 << i) + d) for i in range(0, 300, 7) for d in (-1, 0, 1) for sign in (1, -1)]
                        p.echo(numbers) == numbers
                        """))
                .isEqualTo("True");
    }

    @Test
    void randomFloatsComeBackToTheLastBit() {
        assertThat(python
                .eval("""
                        import random, struct
                        random.seed(4)
                        floats = [struct.unpack('<d', random.randbytes(8))[0] for _ in range(2000)]
                        back = p.echo(floats)
                        [a for a, b in zip(floats, back) if struct.pack('<d', a) != struct.pack('<d', b) and a == a]
                        """))
                .isEqualTo("[]");
    }

    @Test
    void bytesArriveAsBytesWhereJavaWantsThem() {
        assertThat(python.eval("p.size_of(bytes(range(256)))")).isEqualTo("256");
    }

    @Test
    void bytesComeBackAsSerpentSendsThem() {
        assertThat(python.eval("p.echo(b'abc')"))
                .isEqualTo("{'data': 'YWJj', 'encoding': 'base64'}");
    }

    @Test
    void bytesOfJavaArriveAsSerpentSendsThem() {
        assertThat(python.eval("""
                import serpent
                serpent.tobytes(p.bytes(3))
                """)).isEqualTo("b'\\x00\\x01\\x02'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"None | null", "True | Boolean true",
            "7 | Integer 7", "1 << 40 | Long 1099511627776",
            "1 << 70 | BigInteger 1180591620717411303424", "2.5 | Double 2.5",
            "float('nan') | Double NaN", "float('-inf') | Double -Infinity", "'x' | String x",
            "(1, 2) | Tuple (1, 2)", "[1, 2] | ArrayList [1, 2]", "{'k': 1} | LinkedHashMap {k=1}",
            "1+2j | Complex (1+2j)"})
    void eachArrivesAsTheTypeThatTheDesignPromises(String literal, String described) {
        assertThat(python.eval("p.describe(" + literal + ")")).isEqualTo("'" + described + "'");
    }

    @Test
    void whatJavaMakesArrivesAsPythonHasIt() {
        assertThat(python.eval("p.mixed()")).isEqualTo("[1, 'two', 3.0, ['four'], {'five': 5}]");
    }

    @Test
    void aRecordArrivesAsAPlainDict() {
        assertThat(python.eval("p.reading()"))
                .isEqualTo("{'at': '2024-05-06T07:08:09.123456+00:00', 'celsius': 21.5}");
    }

    @Test
    void aDictArrivesAsTheRecordThatJavaWants() {
        assertThat(python
                .eval("""
                        import datetime
                        p.celsius({'at': datetime.datetime(2024, 5, 6, 7, 8, tzinfo=datetime.timezone.utc), 'celsius': 3})
                        """))
                .isEqualTo("3.0");
    }

    @Test
    void aDictThatLacksAPartOfTheRecordIsATypeError() {
        Python.Raised raised = python.raised("p.celsius({'when': 3})");

        assertThat(raised.type()).isEqualTo("builtins.TypeError");
        assertThat(raised.text()).contains("celsius()", "'reading'");
    }

    @Test
    void anInstanceOfAnUnknownClassComesBackWithItsAttributes() {
        assertThat(python.eval("""
                class Chair:
                    def __init__(self, legs):
                        self.legs = legs
                register_dict_to_class('__console__.Chair', lambda name, d: Chair(d['legs']))
                p.echo(Chair(4)).legs
                """)).isEqualTo("4");
    }

    @Test
    void dequesDatesAndDecimalsArriveAsSerpentWritesThem() {
        assertThat(python
                .eval("""
                        import collections, datetime, decimal, uuid
                        p.echo([collections.deque([1]), datetime.date(2024, 5, 6), decimal.Decimal('1.50'), uuid.UUID(int=5),
                                datetime.timedelta(seconds=90)])
                        """))
                .isEqualTo(
                        "[[1], '2024-05-06', '1.50', '00000000-0000-0000-0000-000000000005', 90.0]");
    }

    @Test
    void whatCannotBeReadIsRefusedAndTheConnectionLives() {
        Python.Raised raised = python.raised("p.number([1])");

        assertThat(raised.type()).isEqualTo("builtins.TypeError");
        assertThat(python.eval("p.number(1)")).isEqualTo("1");
    }

    @Test
    void anIntTooLargeForTheParameterIsRefusedWithItsRange() {
        Python.Raised raised = python.raised("p.number(1 << 40)");

        assertThat(raised.type()).isIn("builtins.TypeError", "builtins.OverflowError");
        assertThat(raised.text()).contains("1099511627776");
    }

    @Test
    void deepNestingWithinTheLimitComesBack() {
        assertThat(python.eval("""
                import functools
                deep = functools.reduce(lambda inner, _: [inner], range(150), 1)
                p.echo(deep) == deep
                """)).isEqualTo("True");
    }
}
