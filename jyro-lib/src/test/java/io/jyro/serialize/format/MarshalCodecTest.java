package io.jyro.serialize.format;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jyro.SerializationException;
import io.jyro.Serializer;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.Codec;
import io.jyro.serialize.CodecLimits;
import io.jyro.serialize.PayloadVectors;
import io.jyro.serialize.ValueGenerator;
import io.jyro.serialize.Values;
import io.jyro.types.Complex;
import io.jyro.types.FrozenSet;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

class MarshalCodecTest extends CodecContract {
    @Override
    Codec codec() {
        return new MarshalCodec();
    }

    @Override
    ValueGenerator generator(ValueGenerator everything) {
        return everything;
    }

    @Override
    @Nullable
    Object asItArrives(@Nullable Object value) {
        return value;
    }

    static List<PayloadVectors.Vector> vectors() {
        return PayloadVectors.of(Serializer.MARSHAL);
    }

    static List<PayloadVectors.Vector> known() {
        return PayloadVectors.ofKnownValues(Serializer.MARSHAL);
    }

    private @Nullable Object read(PayloadVectors.Vector vector) {
        return read(vector.payload(), context(vector.dialect(), CodecLimits.DEFAULT));
    }

    /** Codes of types and their contents: characters below 0x80 stand for themselves, the rest as {@code \xNN}. */
    private @Nullable Object readText(String latin1) {
        return read(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void assertRefused(String latin1, String... reasons) {
        Throwable thrown = catchThrowable(() -> readText(latin1));

        assertThat(thrown).isInstanceOf(SerializationException.class);
        for (String reason : reasons) {
            assertThat(thrown).hasMessageContaining(reason);
        }
    }

    private static String int32(int number) {
        return new String(
                ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array(),
                StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void everythingThatPythonWroteIsRead(PayloadVectors.Vector vector) {
        assertThatCode(() -> read(vector)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("known")
    void whatPythonWroteIsReadAsTheSameValue(PayloadVectors.Vector vector) {
        assertThat(Values.describe(read(vector)))
                .isEqualTo(Values.describe(PayloadVectors.value(vector)));
    }

    @Test
    void theCallThatPythonWroteIsRead() {
        byte[] payload = HexFormat.of()
                .parseHex("2904fa09746573742e6563686fda046563686fdb02000000e92a000000da026869"
                        + "fbda036b6579db02000000544e30");

        assertThat(readCall(payload)).isEqualTo(
                new CallPayload("test.echo", "echo", List.of(42, "hi"),
                        Map.of("key", Arrays.asList(true, null))));
    }

    @Test
    void formsThatEveryPythonReadsAreWritten() {
        assertThat(HexFormat.of()
                .formatHex(write(Tuple.of(1, 1L << 31, -1.5, "\u00e9", new byte[]{7}, null, true))))
                .isEqualTo("2807000000" + "6901000000" + "6c0300000000000000" + "0200"
                        + "67000000000000f8bf"
                        + "7502000000c3a9" + "730100000007" + "4e" + "54");
        assertThat(HexFormat.of()
                .formatHex(write(Map.of("a", FrozenSet.of(Set.of(2).iterator().next())))))
                .isEqualTo("7b7501000000613e01000000690200000030");
    }

    @Test
    void aCallIsWrittenWithAListOfArguments() {
        byte[] payload = writeCall(new CallPayload("o", "m", Tuple.of(1), null));

        assertThat(HexFormat.of().formatHex(payload))
                .isEqualTo("2804000000" + "75010000006f" + "75010000006d" + "5b010000006901000000"
                        + "4e");
    }

    @Test
    void formsOfOldVersionsAreRead() {
        assertThat(readText("I" + "\u00ff".repeat(8))).isEqualTo(-1);
        assertThat(readText("f\u00041e+5")).isEqualTo(1e5);
        assertThat(readText("f\u0003inff\u0003inf".substring(0, 5)))
                .isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(readText("f\u0004-inf")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(readText("f\u0003nan")).isEqualTo(Double.NaN);
        assertThat(readText("x\u00031.5\u0002-2")).isEqualTo(new Complex(1.5, -2));
        assertThat(readText(
                "(" + int32(3) + "t" + int32(1) + "a" + "R" + int32(0) + "u" + int32(1) + "b"))
                .isEqualTo(Tuple.of("a", "a", "b"));
    }

    @Test
    void everyKindOfTextIsRead() {
        assertThat(readText("a" + int32(2) + "hi")).isEqualTo("hi");
        assertThat(readText("A" + int32(2) + "hi")).isEqualTo("hi");
        assertThat(readText("z\u0002hi")).isEqualTo("hi");
        assertThat(readText("Z\u0002h\u00e9")).isEqualTo("h\u00e9");
        assertThat(readText("u" + int32(3) + "\u00ed\u00a0\u0080")).isEqualTo("\ud800");
        assertThat(readText("u" + int32(3) + "\u00ef\u00bf\u00bd")).isEqualTo("\ufffd");
    }

    @Test
    void referencesGiveTheObjectTheyNumber() {
        // A list (0) of a text (1), that text again, a tuple (2), and the tuple again.
        Object value = readText("\u00db" + int32(4) + "\u00fa\u0001x" + "r" + int32(1)
                + "\u00a9\u0001N" + "r" + int32(2));

        assertThat(value)
                .isEqualTo(List.of("x", "x", Tuple.of((Object) null), Tuple.of((Object) null)));
    }

    @Test
    void referencesToWhatIsMissingOrUnfinishedAreRefused() {
        assertRefused("r" + int32(0), "only 0");
        assertRefused("\u00db" + int32(1) + "r" + int32(5), "object 5", "byte 5", "only 1");
        assertRefused("\u00db" + int32(1) + "r" + int32(0), "contains itself");
        assertRefused("\u00db" + int32(1) + "r" + int32(-1), "object -1");
        assertRefused("R" + int32(0), "interned text 0");
    }

    @Test
    void fewBytesDoNotStandForAnEnormousValue() {
        // Each list holds the one before it twice.
        StringBuilder payload = new StringBuilder("(" + int32(41) + "\u00db" + int32(0));
        for (int i = 0; i < 40; i++) {
            payload.append("\u00db").append(int32(2)).append("r").append(int32(i)).append("r")
                    .append(int32(i));
        }

        assertRefused(payload.toString(), "elements");
    }

    @Test
    void aLargeTextIsNotRepeatedWithoutEnd() {
        String payload = "(" + int32(50_001) + "\u00e1" + int32(1_000_000) + "x".repeat(1_000_000)
                + ("r" + int32(0)).repeat(50_000);

        assertRefused(payload, "elements");
    }

    @Test
    void sharedObjectsOfUsualSizeAreRead() {
        String payload = "[" + int32(10_001) + "\u00fb" + "z\u0001kN".repeat(1) + "0"
                + ("r" + int32(0)).repeat(10_000);

        assertThat((List<?>) readText(payload)).hasSize(10_001)
                .allMatch(Collections.singletonMap("k", null)::equals);
    }

    @Test
    void keysAreReadAsInPython() {
        Map<@Nullable Object, Object> expected = new LinkedHashMap<>();
        expected.put(null, true);
        expected.put(ByteBuffer.wrap(new byte[]{'x'}), false);

        assertThat(readText("{" + "NT" + "s" + int32(1) + "x" + "F" + "0")).isEqualTo(expected);
        assertThat(readText(">" + int32(1) + ">" + int32(0)))
                .isEqualTo(FrozenSet.of(FrozenSet.of()));
        assertRefused("{[" + int32(0) + "N0", "a list");
        assertRefused("<" + int32(1) + "{0", "a dict");
        assertRefused("<" + int32(1) + "<" + int32(0), "a set");
    }

    @Test
    void collidingKeysThatHaveNoOrderAreRefused() {
        // Of sets the hash is the sum of the members': {i, -i} are all alike.
        StringBuilder payload = new StringBuilder("<" + int32(5_000));
        for (int i = 1; i <= 5_000; i++) {
            payload.append(">").append(int32(2)).append("i").append(int32(i)).append("i")
                    .append(int32(-i));
        }

        assertRefused(payload.toString(), "same hash code");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "[", "<", ">", "s", "u", "t", "a", "A"})
    void countsAreCheckedAgainstTheBytesThatRemain(String code) {
        for (int count : new int[]{Integer.MAX_VALUE, Integer.MIN_VALUE, -1, 4}) {
            assertRefused(code + int32(count) + "NNN", "announces", "byte 5", "3 bytes follow");
        }
    }

    @Test
    void countsAreCheckedAgainstWhatOuterContainersStillWant() {
        // Each list alone could be that long, but not all of them at once: that would take gigabytes.
        String payload = ("[" + int32(1_000_000)).repeat(150) + "N".repeat(1_000_000);

        assertRefused(payload, "announces");
    }

    @Test
    void integersAreCheckedForTheirForm() {
        assertThat(readText("l" + int32(0))).isEqualTo(0);
        assertThat(readText("l" + int32(-1) + "\u0005\0")).isEqualTo(-5);
        assertThat(readText("l" + int32(5) + "\0\0".repeat(4) + "\u0001\0")).isEqualTo(1L << 60);
        assertThat(readText("l" + int32(-5) + "\0\0".repeat(4) + "\u0008\0"))
                .isEqualTo(Long.MIN_VALUE);
        assertThat(readText("l" + int32(6) + "\0\0".repeat(5) + "\u0001\0"))
                .isEqualTo(BigInteger.ONE.shiftLeft(75));
        assertRefused("l" + int32(1) + "\0\0", "not normalized");
        assertRefused("l" + int32(2) + "\u0000\u0080\u0001\0", "not normalized");
        assertRefused("l" + int32(Integer.MIN_VALUE), "digits");
        assertRefused("l" + int32(Integer.MAX_VALUE), "digits");
        assertRefused("l" + int32(2) + "\u0001\0\u0001", "digits");
    }

    @Test
    void longIntegersTravel() {
        BigInteger large = BigInteger.ONE.shiftLeft(200_003).subtract(BigInteger.ONE);

        assertThat(read(write(large))).isEqualTo(large);
        assertThat(read(write(large.negate()))).isEqualTo(large.negate());
    }

    @Test
    void anIntegerThatTakesTooLongToPrintIsRefused() {
        BigInteger million = BigInteger.ONE.shiftLeft(1_000_003).subtract(BigInteger.ONE);

        assertThatThrownBy(() -> read(write(million))).isInstanceOf(SerializationException.class)
                .hasMessageContaining("integer of 1000005 bits").hasMessageContaining("bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1d", "0x1p3", " 1", "1_0", "NaN", "Infinity", "", "e", "--1"})
    void floatsThatPythonWouldNotWriteAreRefused(String text) {
        assertRefused("f" + (char) text.length() + text, "float", "byte 0");
    }

    @Test
    void whatHasNoJavaValueIsRefused() {
        assertRefused(".", "Ellipsis");
        assertRefused("S", "StopIteration");
        assertRefused("c", "code");
        assertRefused("?", "0x3f", "byte 0");
        assertRefused("0", "outside any dict");
        assertRefused("[" + int32(1) + "0", "byte 5");
        assertRefused("{N", "ends at byte 2");
        assertRefused("", "ends at byte 0");
        assertRefused("NN", "byte 1");
    }

    @Test
    void textThatIsNotUtf8IsRefusedWithItsPlace() {
        for (String bad : List.of("\u00ff", "\u00c3", "\u0080", "\u00c0\u0080",
                "\u00e0\u0080\u0080", "\u00f4\u0090\u0080\u0080")) {
            assertRefused("u" + int32(bad.length() + 1) + "a" + bad, "not UTF-8 at byte 6");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\1\0\0\0", ")\1", "{N", "<\1\0\0\0", ">\1\0\0\0", "\u00db\1\0\0\0"})
    void deepNestingIsRefused(String piece) {
        assertRefused(piece.repeat(300_000) + "N");
        assertThatThrownBy(
                () -> readCall(piece.repeat(300_000).getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(SerializationException.class);
    }

    @Test
    void aCallMayBeAnySequenceAndItsPartsReferences() {
        byte[] payload = ("\u00a9\u0004" + "\u00fa\u0001o" + "r" + int32(1) + "\u00a9\0" + "N")
                .getBytes(StandardCharsets.ISO_8859_1);

        assertThat(readCall(payload)).isEqualTo(new CallPayload("o", "o", List.of(), null));
    }
}
