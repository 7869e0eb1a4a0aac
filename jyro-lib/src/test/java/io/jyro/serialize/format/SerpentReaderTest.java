package io.jyro.serialize.format;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.jyro.Dialect;
import io.jyro.SerializationException;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.CodecLimits;
import io.jyro.serialize.Values;
import io.jyro.types.Complex;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

@SuppressWarnings("FloatingPointLiteralPrecision") // digits to spare are what is tested
class SerpentReaderTest {
    private static @Nullable Object read(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8), CodecLimits.DEFAULT);
    }

    private static @Nullable Object read(byte[] bytes, CodecLimits limits) {
        return new SerpentCodec().read(bytes, 0, bytes.length,
                CodecContract.context(Dialect.V502, limits));
    }

    private static CallPayload readCall(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new SerpentCodec().readCall(bytes, 0, bytes.length, CodecContract.context());
    }

    private static void assertRefused(String text, String... reasons) {
        Throwable thrown = catchThrowable(() -> read(text));

        assertThat(thrown).isInstanceOf(SerializationException.class);
        for (String reason : reasons) {
            assertThat(thrown).hasMessageContaining(reason);
        }
    }

    // Around the expression

    @ParameterizedTest
    @ValueSource(strings = {"1", "# serpent utf-8 python3.2\n1", "# serpent utf-8 python2.6\n1",
            "#a\n#b\r\n\n1", " 1",
            "\t 1", "  # comment\n1", "#c\n\f1", "1\n", "1 \t\n  \n", "1 # comment",
            "1\n # comment", "1\r\n#x", "\\\n1", "(1)",
            "((1))"})
    void commentsAndBlanksAroundTheExpressionDoNotCount(String text) {
        assertThat(read(text)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "# only a comment", "# serpent utf-8 python3.2\n", "#c\n 1",
            "1 2", "1\n2", "1;", "1 \\\n",
            "1,,", ",", "]", "(", "[1", "(1,", "{1", "{1:", "{1:2", "'", "'a", "\ufeff1", "nothing",
            "...", "None1", "Nonex", "True_",
            "lambda: 1", "f'a'", "[1,,2]", "[,]", "(,)", "{,}", "{1:2,3}", "{1,2:3}", "{**{}}",
            "[*(1,)]", "set", "set(", "set([1])",
            "1 if 1 else 2", "1 or 2", "a.b", "__import__('os')", "1<2", "[x for x in (1,)]"})
    void whatIsNoLiteralIsRefused(String text) {
        assertRefused(text);
    }

    static List<Arguments> scalars() {
        return List.of(arguments("np.float64(0.1)", 0.1), arguments("numpy.float32(1e+30)", 1e30),
                arguments("np.float16(-2.0)", -2.0), arguments("-np.float64(2.0)", -2.0),
                arguments("np.float64(nan)", Double.NaN),
                arguments("np.float64(-inf)", Double.NEGATIVE_INFINITY),
                arguments("np.longdouble('1.5')", 1.5), arguments("np.int64(-3)", -3),
                arguments("np.uint64(18446744073709551615)",
                        new BigInteger("18446744073709551615")),
                arguments("np.str_('it\\'s')", "it's"), arguments("np.True_", true),
                arguments("np.False_", false), arguments("np.complex128(1-2j)", new Complex(1, -2)),
                arguments("np.complex64(2j)", new Complex(0, 2)),
                arguments("np.complex128(-inf+nanj)",
                        new Complex(Double.NEGATIVE_INFINITY, Double.NaN)),
                arguments("np.clongdouble('1+0j')", new Complex(1, 0)),
                arguments("(np.float64(1.0)+np.float64(2.0)j)", new Complex(1, 2)),
                arguments("(np.float64(1.0)np.float64(-2.0)j)", new Complex(1, -2)),
                arguments("(1e30000+np.float64(0.0)j)",
                        new Complex(Double.POSITIVE_INFINITY, 0)),
                arguments("[np.float64(1.0), np.True_]", List.of(1.0, true)),
                arguments("{'args': (np.float64(1.0),)}", Map.of("args", Tuple.of(1.0))),
                arguments("{np.float64(1.0): np.str_('x')}", Map.of(1.0, "x")),
                arguments("{np.float64(1.0)}", Set.of(1.0)));
    }

    @ParameterizedTest
    @MethodSource("scalars")
    void scalarsOfNumpyAreThePlainValuesThatTheyHold(String text, Object value) {
        assertThat(read(text)).isEqualTo(value);
    }

    @Test
    void bytesOfNumpyAreBytes() {
        assertThat(read("np.bytes_(b'\\x00a')")).isEqualTo(new byte[]{0, 'a'});
    }

    @ParameterizedTest
    @ValueSource(strings = {"np.float64", "np.float64()", "np.float64(", "np.float64(1.0",
            "np.float64('1.0)", "np.float64('1.0", "np.float64(1j)", "np.float64(x)",
            "np.float64(nano)", "np.float64(1.0)j2", "np.int64(1.5)", "np.int64(nan)",
            "np.str_(1)", "np.str_(b'x')", "np.bytes_('x')", "np.True_x", "np.True_(1)",
            "np.complex128(1+2)", "np.complex128(1+2j+3j)", "np.complex128()", "np.str_('x')j",
            "np.", "np", "np.float64(np.float64(1.0))", "1 np.float64(1.0)"})
    void whatIsNoScalarOfNumpyIsRefused(String text) {
        assertRefused(text);
    }

    @Test
    void textOfAnObjectIsNamedAndTheRemedyToo() {
        assertRefused("[np.datetime64('2020-01-01')]", "byte 1", "'np.datetime64'",
                "a value of numpy", "item()");
        assertRefused("datetime.date(2020, 1, 1)", "'datetime.date'",
                "convert it to numbers, text, lists or dicts");
        assertRefused("bytearray(b'x')", "'bytearray'");
        assertRefused("Fraction(1, 2)", "'Fraction'");
        assertRefused("a".repeat(1000), "'" + "a".repeat(60) + "'");
    }

    @Test
    void errorsSayWhereWhatWasWantedAndWhatCame() {
        assertRefused("[1,2;", "a comma or ']'", "byte 4", "';'");
        assertRefused("# x\n{'a'=1}", "byte 8", "'='");
        assertRefused("[1,", "byte 3", "the end of the data");
    }

    // Containers

    @Test
    void containersAreReadAsTheirJavaClasses() {
        assertThat(Values.describe(read("[1,(2,),(),{3},{},{'k':4},set()]")))
                .isEqualTo(
                        "[Integer 1, (Integer 2, ), (), {Integer 3, }, {}, {'k': Integer 4, }, {}, ]");
        assertThat(read("{'b':1,'a':2}")).isInstanceOf(LinkedHashMap.class);
        assertThat(read("{1}")).isExactlyInstanceOf(LinkedHashSet.class);
    }

    @Test
    void blanksCommentsAndLinesInsideBracketsDoNotCount() {
        assertThat(read("[ 1 , # one\n\t2\r\n,( 3 ,\\\n 4 ) , { 'a' : 5 , } , { 6 , } , ]"))
                .isEqualTo(List.of(1, 2, Tuple.of(3, 4), Map.of("a", 5), Set.of(6)));
        assertThat(read("set( )")).isEqualTo(Set.of());
    }

    @Test
    void aTupleNeedsNoBracketsAtTheTop() {
        assertThat(read("1,2")).isEqualTo(Tuple.of(1, 2));
        assertThat(read("1 ,")).isEqualTo(Tuple.of(1));
        assertThat(read("'a', (2,), # end\n")).isEqualTo(Tuple.of("a", Tuple.of(2)));
    }

    @Test
    void keysMayBeOfAnyHashableClass() {
        Map<@Nullable Object, Object> expected = new LinkedHashMap<>();
        expected.put(1, 1);
        expected.put("a", 2);
        expected.put(null, 3);
        expected.put(true, 4);
        expected.put(2.5, 5);
        expected.put(Tuple.of(1, Tuple.of(2)), 6);
        expected.put(new Complex(1, 2), 7);
        expected.put(-1, 8);

        assertThat(read("{1:1,'a':2,None:3,True:4,2.5:5,(1,(2,)):6,1+2j:7,-1:8}"))
                .isEqualTo(expected);
    }

    @Test
    void bytesAsKeysAreReadOnlyBuffers() {
        ByteBuffer key = ByteBuffer.wrap(new byte[]{'x'});

        assertThat(read("{b'x':1}")).isEqualTo(Map.of(key, 1));
        assertThat(read("{b'x'}")).isEqualTo(Set.of(key));
        assertThat(read("{(b'x',1)}")).isEqualTo(Set.of(Tuple.of(key, 1)));
        assertThat(Values.describe(read("{b'x':1}"))).contains("read-only");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{[]:1}", "{[1]}", "{{}:1}", "{{1}}", "{(1,[2]):3}", "{(1,({2},)):3}",
            "{set():1}"})
    void unhashableKeysAreRefused(String text) {
        assertRefused(text);
    }

    @Test
    void aBase64DictStaysADict() {
        assertThat(read("{'data': 'YQ==', 'encoding': 'base64'}"))
                .isEqualTo(Map.of("data", "YQ==", "encoding", "base64"));
    }

    @Test
    void aDictWhoseClassIsNoTextIsADict() {
        assertThat(read("{'__class__':1}")).isEqualTo(Map.of("__class__", 1));
    }

    @Test
    void whatIsNotANumberIsRead() {
        assertThat(read("{'__class__':'float','value':'nan'}")).isEqualTo(Double.NaN);
        assertThat(read(
                "{'__class__':'complex','real':{'__class__':'float','value':'nan'},'imag':1.0}"))
                .isEqualTo(new Complex(Double.NaN, 1));
    }

    // Numbers

    @Test
    void integersInAnyFormAreRead() {
        assertThat(read("[0,00,0_0,7,-7,+7,- 7,1_000,0x_fF,0XFF,0o17,0b101,-0x10]"))
                .isEqualTo(List.of(0, 0, 0, 7, -7, 7, -7, 1000, 255, 255, 15, 5, -16));
        assertThat(read("[2147483647,2147483648,-2147483648,-2147483649]"))
                .isEqualTo(
                        List.of(Integer.MAX_VALUE, 2147483648L, Integer.MIN_VALUE, -2147483649L));
        assertThat(read(
                "[9223372036854775807,9223372036854775808,-9223372036854775808,-9223372036854775809]"))
                .isEqualTo(List.of(Long.MAX_VALUE, BigInteger.ONE.shiftLeft(63), Long.MIN_VALUE,
                        BigInteger.ONE.shiftLeft(63).negate().subtract(BigInteger.ONE)));
        assertThat(read("0x" + "f".repeat(32)))
                .isEqualTo(BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE));
        assertThat(read("[999999999999999999,1000000000000000000]"))
                .isEqualTo(List.of(999999999999999999L, 1000000000000000000L));
    }

    @Test
    void floatsInAnyFormAreRead() {
        assertThat(read(
                "[1.,.5,1e5,1E+5,1.e-5,01.5,1_000.000_1,1e1_0,1e22,1e23,0.1,-0.0,123456789012345678901234567890.5]"))
                .isEqualTo(List.of(1.0, 0.5, 1e5, 1e5, 1e-5, 1.5, 1000.0001, 1e10, 1e22, 1e23, 0.1,
                        -0.0,
                        123456789012345678901234567890.5));
        assertThat(read("[1e30000,-1e30000,1e-30000,1e99999999999,0e99999999999]"))
                .isEqualTo(List.of(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0.0,
                        Double.POSITIVE_INFINITY, 0.0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0", "1.5", "123456789.012345", "1234567890.123456",
            "123456789012345.0", "123456789012345678.5", "12345678901234567.25",
            "1234567890123456.125", "123456789012345.125", "12345678901234.125",
            "0.000000000000001",
            "0.12345678901234567890", "9007199254740993.0", "999999999999.999"})
    void floatsOfFewAndOfManyDigitsAreReadAlike(String text) {
        assertThat(read(text)).isEqualTo(Double.parseDouble(text));
        assertThat(read("[" + text + ",-" + text + "]"))
                .isEqualTo(List.of(Double.parseDouble(text), -Double.parseDouble(text)));
        assertThat(read(text + "e3")).isEqualTo(Double.parseDouble(text + "e3"));
        assertThat(read(text + "j")).isEqualTo(new Complex(0, Double.parseDouble(text)));
    }

    @Test
    void floatsAreReadAsJavaReadsThem() {
        Random random = new Random(CodecContract.SEED);
        for (int i = 0; i < 20_000; i++) {
            String text = random.nextInt(1_000_000_000) + "." + random.nextInt(1_000_000) + "e"
                    + (random.nextInt(80) - 40);

            assertThat(read(text)).as("seed %d", CodecContract.SEED)
                    .isEqualTo(Double.parseDouble(text));
        }
    }

    @Test
    void complexNumbersAreRead() {
        assertThat(read("[2j,(1+2j),1-2.5J,-1+0j,(1)+(2j),1e30000-1e30000j]"))
                .isEqualTo(List.of(new Complex(0, 2), new Complex(1, 2), new Complex(1, -2.5),
                        new Complex(-1, 0),
                        new Complex(1, 2),
                        new Complex(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)));
        assertThat(read("-1j")).isEqualTo(new Complex(-0.0, -1));
        assertThat(read("01j")).isEqualTo(new Complex(0, 1));
    }

    @Test
    void signsOfZerosInComplexNumbersAreKept() {
        assertThat(read("(-0.0-0.0j)")).isEqualTo(new Complex(-0.0, -0.0));
        assertThat(read("(-0.0+0.0j)")).isEqualTo(new Complex(-0.0, 0.0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"01", "1_", "1__0", "_1", "0x", "0xg", "0b2", "0o8", "0_x1", "1e",
            "1e+", "1_e5", "1._5", ".", ".e5",
            "1.2.3", "1a", "1jj", "--1", "-True", "-'a'", "-", "1+2", "1+2+3j", "1+2j+3j", "1j+1",
            "(1+2j)+3j", "1+-2j", "10**2", "1*2"})
    void numbersThatPythonRefusesAreRefused(String text) {
        assertRefused(text);
    }

    @Test
    void longIntegersAreRefusedBeyondTheLimit() {
        assertThat(read("9".repeat(4300)))
                .isEqualTo(BigInteger.TEN.pow(4300).subtract(BigInteger.ONE));
        assertRefused("9".repeat(4301), "4301 digits", "maxIntegerDigits 4300");
        assertRefused("9".repeat(3_000_000), "maxIntegerDigits");
        assertRefused("0x" + "f".repeat(3_000_000), "maxIntegerDigits");
        assertThat(read("9".repeat(5000).getBytes(StandardCharsets.US_ASCII),
                new CodecLimits(10, 5000)))
                .isEqualTo(BigInteger.TEN.pow(5000).subtract(BigInteger.ONE));
    }

    @Test
    void floatsOfManyDigitsAreRead() {
        assertThat(read("0." + "3".repeat(1_000_000))).isEqualTo(1.0 / 3);
    }

    // Text

    @Test
    void textInAnyQuotesIsRead() {
        assertThat(read(
                "['a',\"it's\",'say \"x\"','''tri'p\"le''',\"\"\"a\nb\"\"\",'',\"\",'''''',u'u',U'u',r'\\n',R\"\\\\\",r'a\\'b']"))
                .isEqualTo(List.of("a", "it's", "say \"x\"", "tri'p\"le", "a\nb", "", "", "", "u",
                        "u", "\\n", "\\\\", "a\\'b"));
    }

    @Test
    void escapesAreRead() {
        assertThat(read(
                "'\\\\\\'\\\"\\a\\b\\f\\n\\r\\t\\v\\0\\101\\7x\\x41\\u20ac\\U0001f600\\N{SNOWMAN}'"))
                .isEqualTo("\\'\"\u0007\b\f\n\r\t\u000b\0A\u0007xA\u20ac\ud83d\ude00\u2603");
        assertThat(read("'\\400\\777'")).isEqualTo("\u0100\u01ff");
        assertThat(read("'a\\\nb\\\r\nc\\\rd'")).isEqualTo("abcd");
        assertThat(read("'\\ud800'")).isEqualTo("\ud800");
    }

    @Test
    void whatIsNoEscapeKeepsItsBackslash() {
        assertThat(read("'\\q\\8\\\u00e9'")).isEqualTo("\\q\\8\\\u00e9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'\\x'", "'\\x1'", "'\\x1g'", "'\\u123'", "'\\U0011000'",
            "'\\U00110000'", "'\\N'", "'\\N{'",
            "'\\N{NO SUCH NAME}'", "'\\N{}'", "b'\\x1'", "'\\", "'\\'"})
    void badEscapesAreRefused(String text) {
        assertRefused(text, "byte");
    }

    @Test
    void lineEndsInTextAreOneKind() {
        assertThat(read("'''a\r\nb\rc\nd\\r'''")).isEqualTo("a\nb\nc\nd\r");
        assertThat(read("r'''a\r\nb'''")).isEqualTo("a\nb");
        assertThat(read("b'''a\r\nb'''")).isEqualTo(new byte[]{'a', '\n', 'b'});
        assertRefused("'a\nb'", "not closed on its line");
        assertRefused("'a\rb'", "not closed on its line");
    }

    @Test
    void neighboursAreJoined() {
        assertThat(read("'a' \"b\"'c'")).isEqualTo("abc");
        assertThat(read("('a' # comment\n r'\\n' u'c')")).isEqualTo("a\\nc");
        assertThat(read("b'a' rb'b'")).isEqualTo(new byte[]{'a', 'b'});
        assertThat(read("{'a' 'b': 'c' 'd'}")).isEqualTo(Map.of("ab", "cd"));
        assertRefused("'a' b'b'");
        assertRefused("'a'\n'b'");
    }

    @Test
    void bytesLiteralsAreRead() {
        assertThat(read("b'a\\x00\\xff\\101\\n\\u1234\\N{x}\\q'"))
                .isEqualTo("a\0\u00ffA\n\\u1234\\N{x}\\q".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(read("b''")).isEqualTo(new byte[0]);
        assertThat(read("b'\\400'")).isEqualTo(new byte[]{0});
        for (String prefix : List.of("br", "bR", "Br", "BR", "rb", "rB", "Rb", "RB")) {
            assertThat(read(prefix + "'\\n'")).isEqualTo(new byte[]{'\\', 'n'});
        }
        assertRefused("b'\u00e9'", "ASCII");
        assertRefused("ub'a'");
        assertRefused("ur'a'");
        assertRefused("bb'a'");
    }

    @Test
    void textOfAnyLengthAndAnyPlaceOfASpecialCharacterIsRead() {
        for (int length = 0; length < 40; length++) {
            for (int at = 0; at < length; at++) {
                for (String special : List.of("\u00e9", "\ud83d\ude00", "\t", "\"", "\u007f")) {
                    String text = "x".repeat(at) + special + "y".repeat(length - at);

                    assertThat(read("'" + text + "'")).isEqualTo(text);
                    assertThat(read("['" + text + "',1]")).isEqualTo(List.of(text, 1));
                }
                String escaped = "x".repeat(at) + "\\n" + "y".repeat(length - at);
                assertThat(read("'" + escaped + "'")).isEqualTo(escaped.replace("\\n", "\n"));
            }
        }
    }

    @Test
    void textThatIsNotUtf8IsRefusedWithItsPlace() {
        for (int[] bad : new int[][]{{0xff}, {0xc3}, {0x80}, {0xed, 0xa0, 0x80}, {0xc0, 0x80},
                {0xf5, 0x80, 0x80, 0x80}}) {
            byte[] bytes = new byte[bad.length + 4];
            Arrays.fill(bytes, (byte) '\'');
            bytes[1] = 'a';
            bytes[2] = 'b';
            for (int i = 0; i < bad.length; i++) {
                bytes[i + 3] = (byte) bad[i];
            }

            assertThatThrownBy(() -> read(bytes, CodecLimits.DEFAULT))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("not UTF-8 at byte 3");
        }
    }

    @Test
    void theReplacementCharacterItselfIsText() {
        assertThat(read("'\ufffd'")).isEqualTo("\ufffd");
    }

    @Test
    void zeroBytesAreRefused() {
        assertRefused("'a\0b'", "zero byte at byte 2");
        assertRefused("'''a\\\0b'''", "zero byte");
        assertRefused("#\0\n1", "zero byte");
        assertRefused("1\0");
    }

    // Calls

    @Test
    void aCallMayBeAnySequenceOfFour() {
        CallPayload call = new CallPayload("o", "m", List.of(1), Map.of("k", 2));

        assertThat(readCall("('o','m',(1,),{'k':2})")).isEqualTo(call);
        assertThat(readCall("['o','m',[1],{'k':2}]")).isEqualTo(call);
        assertThat(readCall("( 'o' , \"m\" , ( 1 , ) , { 'k' : 2 , } , )\n")).isEqualTo(call);
        assertThat(readCall("'o','m',(1,),{'k':2}")).isEqualTo(call);
        assertThat(readCall("((u'o'),'m',(1,),({'k':2}))")).isEqualTo(call);
    }

    @ParameterizedTest
    @ValueSource(strings = {"()", "('o','m',())", "('o','m',(),{},1)", "(1,'m',(),{})",
            "('o',b'm',(),{})", "('o','m','args',{})",
            "('o','m',{1},{})", "('o','m',(),[])", "('o','m',(),{1})", "('o','m',(),{1:2})",
            "('o','m',(),{}", "('o','m',(),{}) 1",
            "('o' 'm',(),{})", "['o','m',(),{})"})
    void whatIsNoCallIsRefused(String text) {
        assertThatThrownBy(() -> readCall(text)).isInstanceOf(SerializationException.class);
    }

    // Hostile

    @ParameterizedTest
    @ValueSource(strings = {"(", "[", "{", "{1:", "((1,),", "-", "-(", "{(", "1+", "[[],"})
    void deepNestingIsRefused(String piece) {
        assertRefused(piece.repeat(300_000));
        assertThatThrownBy(() -> readCall(piece.repeat(300_000)))
                .isInstanceOf(SerializationException.class);
        assertThatThrownBy(() -> readCall("('o','m'," + piece.repeat(300_000)))
                .isInstanceOf(SerializationException.class);
    }

    @Test
    void manyNeighboursAndContinuationsAreRead() {
        assertThat(read("'a' ".repeat(100_000))).isEqualTo("a".repeat(100_000));
        assertThat(read("\\\n".repeat(100_000) + "1")).isEqualTo(1);
    }

    @Test
    void collidingKeysThatHaveNoOrderAreRefused() {
        // The hash of bytes is a polynomial in 31: the pairs (65, 34) and (34, 35) weigh the same, thus also any row of them.
        String keys = IntStream.range(0, 1 << 12).mapToObj(
                number -> "b'" + IntStream.range(0, 12)
                        .mapToObj(bit -> (number >> bit & 1) == 0 ? "A\\x22" : "\\x22#")
                        .collect(Collectors.joining()) + "'")
                .collect(Collectors.joining(",", "{", "}"));

        assertRefused(keys, "same hash code");
    }

    @Test
    void collidingKeysOfOneOrderedClassAreRead() {
        String keys = IntStream.range(0, 20_000).mapToObj(i -> "(" + i + "," + -31 * i + ")")
                .collect(Collectors.joining(",", "{", "}"));

        assertThat((Set<?>) read(keys)).hasSize(20_000);
    }

    @Test
    void collidingKeysOfTwoClassesAreRefused() {
        // Of a Long the hash is the exclusive or of its halves, and a Double's bits are a Long.
        String keys = IntStream.range(1, 3_000).mapToObj(i -> {
            long bits = (long) (0x3ff00000 + i) << 32 | (0x3ff00000 + i);
            return bits + "," + Double.longBitsToDouble(bits);
        }).collect(Collectors.joining(",", "{", "}"));

        assertRefused(keys, "same hash code");
    }

    @Test
    void aKeyThatIsRepeatedManyTimesIsReadQuickly() {
        String keys = IntStream.range(0, 1024).mapToObj(Integer::toString)
                .collect(Collectors.joining(",", "{", ","))
                + "1,".repeat(500_000) + "}";

        assertThat((Set<?>) read(keys)).hasSize(1024);
    }
}
