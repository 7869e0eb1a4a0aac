package io.jyro.serialize.format;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jyro.Dialect;
import io.jyro.PyroConfig;
import io.jyro.SerializationException;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.TypeRegistry;
import io.jyro.types.ClassDict;
import io.jyro.types.Complex;
import io.jyro.types.FrozenSet;
import io.jyro.types.Tuple;
import io.jyro.wire.ByteOutput;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@SuppressWarnings("FloatingPointLiteralPrecision") // digits to spare are what is tested
class SerpentWriterTest {
    private static final String HEADER = "# serpent utf-8 python3.2\n";

    private boolean bytesAsLiterals;

    private CodecContext context() {
        return CodecContext.of(PyroConfig.builder().serpentBytesRepr(bytesAsLiterals).build(),
                Dialect.V502, TypeRegistry.standard());
    }

    private String write(@Nullable Object value) {
        ByteOutput out = new ByteOutput(0);
        out.putAscii("before");
        new SerpentCodec().write(value, out, context());
        String text = new String(out.array(), 0, out.position(), StandardCharsets.UTF_8);
        assertThat(text).startsWith("before" + HEADER);
        return text.substring("before".length() + HEADER.length());
    }

    @Test
    void containersAreWrittenWithoutBlanks() {
        Map<Object, @Nullable Object> dict = new LinkedHashMap<>();
        dict.put("a", new ArrayList<>(Arrays.asList(1, null, true)));
        dict.put(1, Tuple.of(1));
        dict.put(Tuple.of(), Tuple.of(1, 2));

        assertThat(write(dict)).isEqualTo("{'a':[1,None,True],1:(1,),():(1,2)}");
        assertThat(write(List.of(Map.of(), List.of(), Tuple.of()))).isEqualTo("[{},[],()]");
    }

    @Test
    void anEmptySetIsWrittenAsAnEmptyTuple() {
        assertThat(write(Set.of())).isEqualTo("()");
        assertThat(write(FrozenSet.of())).isEqualTo("()");
        assertThat(write(FrozenSet.of(1, "a"))).isEqualTo("{1,'a'}");
    }

    @Test
    void textChoosesItsQuotesAsPythonDoes() {
        assertThat(write("plain")).isEqualTo("'plain'");
        assertThat(write("it's")).isEqualTo("\"it's\"");
        assertThat(write("say \"hi\"")).isEqualTo("'say \"hi\"'");
        assertThat(write("\"it's\"")).isEqualTo("'\"it\\'s\"'");
        assertThat(write("it's a \\ \n")).isEqualTo("\"it's a \\\\ \\n\"");
        assertThat(write("\u00e9 it's")).isEqualTo("\"\u00e9 it's\"");
    }

    @Test
    void textEscapesWhatCannotBePrinted() {
        assertThat(write("\n\r\t\0\b\u001f\u007f")).isEqualTo("'\\n\\r\\t\\x00\\x08\\x1f\\x7f'");
        assertThat(write("\u0080\u009f\u00a0\u00ad")).isEqualTo("'\\x80\\x9f\\xa0\\xad'");
        assertThat(write("\u2028\u3000\ue000\uffff\ufeff"))
                .isEqualTo("'\\u2028\\u3000\\ue000\\uffff\\ufeff'");
        assertThat(write("\udb40\udc01")).isEqualTo("'\\U000e0001'");
        assertThat(write("\ud800x\udc00")).isEqualTo("'\\ud800x\\udc00'");
    }

    @Test
    void textKeepsWhatCanBePrinted() {
        assertThat(write("\u00a1\u00e9\u20ac\u4e2d\ud83d\ude00"))
                .isEqualTo("'\u00a1\u00e9\u20ac\u4e2d\ud83d\ude00'");
    }

    @Test
    void floatsAreWrittenAsPythonWritesThem() {
        assertThat(write(new double[]{0, -0.0, 1, -1.5, 0.1, 100, 1234567.0, 12345678.0, 0.001,
                0.0001, 0.00001}))
                .isEqualTo("[0.0,-0.0,1.0,-1.5,0.1,100.0,1234567.0,12345678.0,0.001,0.0001,1e-05]");
        assertThat(write(new double[]{1e15, 1e16, 1.5e16, 123456789012345680.0, 1e22, 1e23, 1e100,
                -1.25e-10}))
                .isEqualTo(
                        "[1000000000000000.0,1e+16,1.5e+16,1.2345678901234568e+17,1e+22,1e+23,1e+100,-1.25e-10]");
        assertThat(write(new double[]{9999999999999998.0, 12345678.9, 0.00012345, 2e23}))
                .isEqualTo("[9999999999999998.0,12345678.9,0.00012345,2e+23]");
        assertThat(write(new double[]{5e-324, 1e-323, 1.5e-323, 2.2250738585072014e-308,
                1.7976931348623157e308}))
                .isEqualTo(
                        "[5e-324,1e-323,1.5e-323,2.2250738585072014e-308,1.7976931348623157e+308]");
    }

    @Test
    void whatLiteralsCannotSayIsWrittenByTrick() {
        assertThat(write(Double.POSITIVE_INFINITY)).isEqualTo("1e30000");
        assertThat(write(Float.NEGATIVE_INFINITY)).isEqualTo("-1e30000");
        assertThat(write(Double.NaN)).isEqualTo("{'__class__':'float','value':'nan'}");
        assertThat(write(new Complex(Double.NaN, 1)))
                .isEqualTo(
                        "{'__class__':'complex','real':{'__class__':'float','value':'nan'},'imag':1.0}");
    }

    @Test
    void complexNumbersHaveBothParts() {
        assertThat(write(new Complex(1, 2))).isEqualTo("(1.0+2.0j)");
        assertThat(write(new Complex(-0.0, -0.0))).isEqualTo("(-0.0-0.0j)");
        assertThat(write(new Complex(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)))
                .isEqualTo("(-1e30000+1e30000j)");
    }

    @Test
    void bytesAreABase64DictWithBlanks() {
        assertThat(write("hello\0\u00ff".getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo("{'data': 'aGVsbG8A/w==', 'encoding': 'base64'}");
        assertThat(write(new byte[0])).isEqualTo("{'data': '', 'encoding': 'base64'}");
    }

    @Test
    void bytesAreLiteralsWhereAskedFor() {
        bytesAsLiterals = true;

        assertThat(write("a'b\\\n\0\u00ff".getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo("b\"a'b\\\\\\n\\x00\\xff\"");
        assertThat(write("'\"".getBytes(StandardCharsets.ISO_8859_1))).isEqualTo("b'\\'\"'");
    }

    @Test
    void bytesAreAlwaysLiteralsWhereADictCouldNotStand() {
        assertThat(write(Map.of(Tuple.of("k", new byte[]{'x'}), 1))).isEqualTo("{('k',b'x'):1}");
    }

    @Test
    void keysThatSerpentRefusesAreRefusedInItsWords() {
        assertThatThrownBy(() -> write(Collections.singletonMap(null, 1)))
                .isInstanceOf(SerializationException.class)
                .hasMessage(
                        "one of the keys in a dict or set is not of a primitive hashable type: null."
                                + " Use simple types as keys or use a list or tuple as container.");
        assertThatThrownBy(() -> write(Set.of(Set.of(1))))
                .hasMessageContaining("primitive hashable type");
        assertThatThrownBy(() -> write(Map.of(Double.NaN, 1))).hasMessageContaining("NaN");
    }

    @Test
    void keysThatAreNotPlainAreConvertedFirst() {
        assertThat(write(Map.of(Thread.State.NEW, 1))).isEqualTo("{'NEW':1}");
    }

    @Test
    void instancesAreWrittenWithTheirClassWhereItCame() {
        Map<String, Object> came = new LinkedHashMap<>();
        came.put("x", 1);
        came.put("__class__", "m.C");

        assertThat(write(ClassDict.of("m.C", came))).isEqualTo("{'x':1,'__class__':'m.C'}");
    }

    @Test
    void integersThatTheOtherSideRefusesAreNotWritten() {
        assertThat(write(BigInteger.TEN.pow(4299))).hasSize(4300);
        assertThatThrownBy(() -> write(BigInteger.TEN.pow(4300)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("maxIntegerDigits 4300");
        assertThatThrownBy(() -> write(BigInteger.ONE.shiftLeft(50_000_000)))
                .isInstanceOf(SerializationException.class);
    }

    @Test
    void integersOfEveryLengthAreWritten() {
        for (long power = 1; power > 0; power = power * 10 > power ? power * 10 : -1) {
            for (long number : new long[]{power, power - 1, -power, 1 - power}) {
                assertThat(write(number)).isEqualTo(Long.toString(number));
            }
        }
        assertThat(write(Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
    }

    @Test
    void aCallIsATupleOfFour() {
        ByteOutput out = new ByteOutput(0);
        Map<String, @Nullable Object> kwargs = new LinkedHashMap<>();
        kwargs.put("key", Arrays.asList(true, null));
        new SerpentCodec().writeCall(
                new CallPayload("test.echo", "echo", List.of(42, "hi"), kwargs), out, context());

        assertThat(new String(out.array(), 0, out.position(), StandardCharsets.UTF_8))
                .isEqualTo(HEADER + "('test.echo','echo',(42,'hi'),{'key':[True,None]})");
    }

    @Test
    void aCallWithoutKeywordArgumentsSaysNone() {
        ByteOutput out = new ByteOutput(0);
        new SerpentCodec().writeCall(new CallPayload("o", "__getattr__", List.of("a"), null), out,
                context());

        assertThat(new String(out.array(), 0, out.position(), StandardCharsets.UTF_8))
                .isEqualTo(HEADER + "('o','__getattr__',('a',),None)");
    }

    @Test
    void largeTextIsWrittenWhole() {
        String large = "x".repeat(100_000) + "\u20ac'" + "y\n".repeat(50_000);

        assertThat(write(large)).isEqualTo('"' + large.replace("\n", "\\n") + '"');
    }
}
