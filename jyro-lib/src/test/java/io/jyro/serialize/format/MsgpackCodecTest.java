package io.jyro.serialize.format;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.jyro.Dialect;
import io.jyro.SerializationException;
import io.jyro.Serializer;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.Codec;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.CodecLimits;
import io.jyro.serialize.PayloadVectors;
import io.jyro.serialize.PythonInteger;
import io.jyro.serialize.ValueGenerator;
import io.jyro.serialize.Values;
import io.jyro.serialize.WrappedException;
import io.jyro.types.Complex;
import io.jyro.types.FrozenSet;
import io.jyro.types.Tuple;
import io.jyro.wire.ByteOutput;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.jyro.serialize.ValueGenerator.Kind.LONE_SURROGATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

class MsgpackCodecTest extends CodecContract {
    @Override
    Codec codec() {
        return new MsgpackCodec();
    }

    @Override
    ValueGenerator generator(ValueGenerator everything) {
        return everything.without(LONE_SURROGATE);
    }

    @Override
    @Nullable
    Object asItArrives(@Nullable Object value) {
        return switch (value) {
            case ByteBuffer buffer -> {
                byte[] bytes = new byte[buffer.remaining()];
                buffer.get(buffer.position(), bytes);
                yield bytes;
            }
            case Collection<?> elements -> partsAsTheyArrive(new ArrayList<>(elements));
            case null, default -> partsAsTheyArrive(value);
        };
    }

    static List<PayloadVectors.Vector> vectors() {
        return PayloadVectors.of(Serializer.MSGPACK).stream()
                .filter(vector -> !vector.name().equals("fraction")).toList();
    }

    static List<PayloadVectors.Vector> known() {
        return PayloadVectors.ofKnownValues(Serializer.MSGPACK);
    }

    static List<CapturedPayloads.Captured> calls() {
        return CapturedPayloads.calls(Serializer.MSGPACK);
    }

    static List<CapturedPayloads.Captured> values() {
        return CapturedPayloads.values(Serializer.MSGPACK);
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private @Nullable Object readHex(String hex) {
        return read(hex(hex));
    }

    private String writeHex(@Nullable Object value) {
        return HexFormat.of().formatHex(write(value));
    }

    private void assertRefused(String hex, String... reasons) {
        Throwable thrown = catchThrowable(() -> readHex(hex));

        assertThat(thrown).isInstanceOf(SerializationException.class);
        for (String reason : reasons) {
            assertThat(thrown).hasMessageContaining(reason);
        }
    }

    private @Nullable Object read(PayloadVectors.Vector vector) {
        return read(vector.payload(), context(vector.dialect(), CodecLimits.DEFAULT));
    }

    // What Python wrote

    @ParameterizedTest
    @MethodSource("vectors")
    void everythingThatPythonWroteIsRead(PayloadVectors.Vector vector) {
        assertThatCode(() -> read(vector)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("known")
    void whatPythonWroteIsReadAsTheSameValue(PayloadVectors.Vector vector) {
        assertThat(Values.describe(read(vector)))
                .isEqualTo(Values.describe(asItArrives(PayloadVectors.value(vector))));
    }

    @ParameterizedTest
    @MethodSource("known")
    void theSameValueIsWrittenAsTheSameBytes(PayloadVectors.Vector vector) {
        assertThat(writeHex(PayloadVectors.value(vector)))
                .isEqualTo(HexFormat.of().formatHex(vector.payload()));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void whatWasReadIsWrittenBackAsItCame(PayloadVectors.Vector vector) {
        Object value = read(vector);
        if (value instanceof Throwable || value instanceof WrappedException) {
            return; // exceptions get a Java trace
        }

        assertThat(HexFormat.of()
                .formatHex(write(value, context(vector.dialect(), CodecLimits.DEFAULT))))
                .isEqualTo(HexFormat.of().formatHex(vector.payload()));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void capturedCallsAreWrittenBackAsTheyCame(CapturedPayloads.Captured captured) {
        byte[] payload = captured.payload();
        CallPayload call = codec().readCall(payload, 0, payload.length, captured.context());
        ByteOutput out = new ByteOutput(0);
        codec().writeCall(call, out, captured.context());

        assertThat(HexFormat.of().formatHex(out.array(), 0, out.position()))
                .isEqualTo(HexFormat.of().formatHex(payload));
    }

    @ParameterizedTest
    @MethodSource("values")
    void capturedValuesAreRead(CapturedPayloads.Captured captured) {
        assertThatCode(() -> read(captured.payload(), captured.context()))
                .doesNotThrowAnyException();
    }

    // Forms

    @Test
    void integersTakeAsFewBytesAsTheyNeed() {
        Map<Long, String> forms = new LinkedHashMap<>();
        forms.put(0L, "00");
        forms.put(127L, "7f");
        forms.put(128L, "cc80");
        forms.put(255L, "ccff");
        forms.put(256L, "cd0100");
        forms.put(65_535L, "cdffff");
        forms.put(65_536L, "ce00010000");
        forms.put(4_294_967_295L, "ceffffffff");
        forms.put(4_294_967_296L, "cf0000000100000000");
        forms.put(-1L, "ff");
        forms.put(-32L, "e0");
        forms.put(-33L, "d0df");
        forms.put(-128L, "d080");
        forms.put(-129L, "d1ff7f");
        forms.put(-32_768L, "d18000");
        forms.put(-32_769L, "d2ffff7fff");
        forms.put(-2_147_483_648L, "d280000000");
        forms.put(-2_147_483_649L, "d3ffffffff7fffffff");
        forms.put(Long.MIN_VALUE, "d38000000000000000");

        forms.forEach((number, form) -> {
            assertThat(writeHex(number)).isEqualTo(form);
            assertThat(readHex(form)).isEqualTo(PythonInteger.smallest(number));
        });
        BigInteger largest = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
        assertThat(writeHex(largest)).isEqualTo("cfffffffffffffffff");
        assertThat(readHex("cfffffffffffffffff")).isEqualTo(largest);
        assertThat(writeHex(BigInteger.ONE.shiftLeft(64))).startsWith("c71431");
    }

    @Test
    void wideFormsOfSmallIntegersAreReadAsTheSmallestClass() {
        assertThat(readHex("99" + "cc01" + "cd0001" + "ce00000001" + "cf0000000000000001" + "d001"
                + "d10001" + "d200000001"
                + "d30000000000000001" + "d3ffffffffffffffff"))
                .isEqualTo(List.of(1, 1, 1, 1, 1, 1, 1, 1, -1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 31, 32, 255, 256, 65_535, 65_536})
    void everyLengthHasItsHeader(int length) {
        String ascii = "x".repeat(length);
        String wide = "\u20ac".repeat(length);
        byte[] bytes = new byte[length];
        List<Integer> list = Collections.nCopies(length, 1);
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < length; i++) {
            map.put("" + i, i);
        }

        for (Object value : List.of(ascii, wide, bytes, list, map)) {
            assertThat(read(write(value))).isEqualTo(value);
        }
        int header = length < 16 ? 1 : length < 65_536 ? 3 : 5;
        assertThat(write(list)).hasSize(header + length);
        assertThat(write(ascii)).hasSize((length < 32 ? 1 : length < 256 ? 2 : header) + length);
    }

    @Test
    void floatsOf32BitsAreRead() {
        assertThat(readHex("ca3fc00000")).isEqualTo(1.5);
    }

    @Test
    void datesTravelAsDates() {
        LocalDateTime time = LocalDateTime.of(2021, 2, 3, 4, 5, 6, 789_000);
        LocalDate date = LocalDate.of(1, 1, 1);

        assertThat(read(write(List.of(time, date, LocalDate.of(9999, 12, 31)))))
                .isEqualTo(List.of(time, date,
                        LocalDate.of(9999, 12, 31)));
        assertThat(writeHex(date)).isEqualTo("d7330100000000000000");
        assertThat(readHex("d63301000000")).isEqualTo(date);
        assertThat(read(write(time.withNano(789_999)))).isEqualTo(time);
        assertThat(read(write(Map.of(date, 1)))).isEqualTo(Map.of(date, 1));
    }

    @Test
    void timesBefore1970KeepTheirMicroseconds() {
        LocalDateTime time = LocalDateTime.of(1969, 12, 31, 23, 59, 58, 300_001_000);

        assertThat(read(write(time))).isEqualTo(time);
    }

    @Test
    void anExactDateAndTimeIsRead() {
        assertThat(readHex("c7134a" + text("2021-02-03T04:05:06")))
                .isEqualTo(LocalDateTime.of(2021, 2, 3, 4, 5, 6));
        assertThat(readHex("c71d4a" + text("2021-02-03T04:05:06.000000001")))
                .isEqualTo(LocalDateTime.of(2021, 2, 3, 4, 5, 6, 1));
        assertRefused("c7134a" + text("2021-02-30T04:05:06"), "byte 3", "ISO form");
        assertRefused("c7134a" + "00".repeat(19), "byte 3", "ISO form");
        assertRefused("c7004a", "byte 3", "ISO form");
        assertRefused("c7ff4a" + "31".repeat(255), "a date and time of 255 bytes");
    }

    private static String text(String ascii) {
        return HexFormat.of().formatHex(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void timesWithAnOffsetTravelAsText() {
        assertThat(read(write(OffsetDateTime.parse("2021-02-03T04:05:06Z"))))
                .isEqualTo("2021-02-03T04:05:06+00:00");
    }

    @Test
    void datesThatPythonDoesNotHaveAreRefused() {
        for (Object date : List.of(LocalDate.of(0, 12, 31), LocalDate.of(10_000, 1, 1),
                LocalDateTime.MAX)) {
            assertThatThrownBy(() -> write(date)).isInstanceOf(SerializationException.class)
                    .hasMessageContaining("years 1 to 9999");
        }
        assertRefused("d7330000000000000000", "years 1 to 9999", "byte 2");
        assertRefused("d733ffffffffffffff7f", "years 1 to 9999");
        for (double timestamp : new double[]{1e300, -1e300, 2.6e11, -1e11, Double.NaN,
                Double.POSITIVE_INFINITY}) {
            byte[] payload = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN).put((byte) 0xd7)
                    .put((byte) 0x32)
                    .putDouble(timestamp).array();

            assertThatThrownBy(() -> read(payload)).as("%s", timestamp)
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("years 1 to 9999");
        }
    }

    @Test
    void surrogatesThatStandAloneAreRefused() {
        for (String text : List.of("\ud800", "a\udc00", "\ud83d\ude00\ud83d", "\udc00\ud800")) {
            assertThatThrownBy(() -> write(text)).isInstanceOf(SerializationException.class)
                    .hasMessageContaining("unpaired surrogate").hasMessageContaining("serpent");
        }
    }

    @Test
    void aCollectionThatDoesNotKnowItsSizeIsWrittenAsItIsWalked() {
        Collection<String> growing = new AbstractCollection<>() {
            @Override
            public Iterator<String> iterator() {
                return List.of("a", "b").iterator();
            }

            @Override
            public int size() {
                return 20;
            }
        };

        assertThat(read(write(List.of(growing, 1)))).isEqualTo(List.of(List.of("a", "b"), 1));
    }

    // Keys

    @Test
    void keysAreReadThatPythonWouldRefuse() {
        Map<@Nullable Object, Object> map = new LinkedHashMap<>();
        for (Object key : Arrays.asList(1, null, true, 2.5, Tuple.of(1, Tuple.of("a")),
                new Complex(1, 2),
                ByteBuffer.wrap(new byte[]{1}))) {
            map.put(key, 0);
        }

        assertThat(read(write(map))).isEqualTo(map);
    }

    @Test
    void keysThatCannotBeHashedAreRefused() {
        assertRefused("818001", "a dict cannot be a key");
        assertRefused("81918001", "a dict cannot be a key");
        assertThatThrownBy(() -> write(Map.of(FrozenSet.of(1), 1)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("keys");
    }

    @Test
    void theLastOfTwoValuesOfOneKeyCounts() {
        assertThat(readHex("82a16101a16102")).isEqualTo(Map.of("a", 2));
    }

    @Test
    void keysOfDictsAreTheSameStringsEveryTime() {
        CodecContext context = context();
        Object first = firstKey(read(write(Map.of("celsius", 1)), context));
        Object second = firstKey(read(write(Map.of("celsius", 2)), context));

        assertThat(second).isSameAs(first);
    }

    private static Object firstKey(@Nullable Object dict) {
        return ((Map<?, ?>) Objects.requireNonNull(dict)).keySet().iterator().next();
    }

    // Extensions

    @Test
    void unknownExtensionsAreRefusedByTheirNumber() {
        assertRefused("d40501", "extension type 5", "byte 2");
        assertRefused("c7000a", "extension type 10");
        assertRefused("d6ff00000000", "extension type -1");
    }

    @Test
    void extensionsOfTheWrongSizeAreRefused() {
        assertRefused("d7300000000000000000", "a complex number of 8 bytes");
        assertRefused("d63200000000", "a date and time of 4 bytes");
        assertRefused("d5330000", "a date of 2 bytes");
        assertRefused("c70031", "not an integer");
    }

    @Test
    void numbersAsTextThatAreNoIntegersAreRefused() {
        for (String text : List.of("1/3", "-", "+1", " 1", "1_0", "1.0", "0x1")) {
            byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
            assertRefused(String.format("c7%02x31", ascii.length) + HexFormat.of().formatHex(ascii),
                    "not an integer",
                    "byte 3");
        }
        assertThat(readHex("d5312d35")).isEqualTo(-5);
    }

    @Test
    void integersWithMoreDigitsThanTheLimitAreRefused() {
        CodecContext context = context(Dialect.V48, new CodecLimits(10, 30));
        CodecContext wider = context(Dialect.V48, new CodecLimits(10, 31));
        BigInteger tooLong = BigInteger.TEN.pow(30);

        assertThat(read(write(tooLong.subtract(BigInteger.ONE), context), context))
                .isEqualTo(tooLong.subtract(BigInteger.ONE));
        assertThatThrownBy(() -> write(tooLong, context))
                .hasMessageContaining("maxIntegerDigits 30");
        byte[] payload = write(tooLong, wider);
        assertThatThrownBy(() -> read(payload, context)).isInstanceOf(SerializationException.class)
                .hasMessageContaining("31 digits").hasMessageContaining("maxIntegerDigits 30");
    }

    // Calls

    @Test
    void aCallIsAnArrayOfFour() {
        byte[] payload = writeCall(new CallPayload("o", "m", Tuple.of(1), null));

        assertThat(HexFormat.of().formatHex(payload)).isEqualTo("94a16fa16d9101c0");
        assertThat(readCall(hex("dc0004a16fa16d9101c0")))
                .isEqualTo(new CallPayload("o", "m", List.of(1), null));
        assertThat(readCall(hex("dd00000004d9016fda00016d9101de0000")))
                .isEqualTo(new CallPayload("o", "m", List.of(1), Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"93a16fa16d90", "95a16fa16d90c0c0", "94a16f0190c0", "9401a16d90c0",
            "94a16fa16d80c0",
            "94a16fa16d90810101", "94a16fa16d9001", "84a16f01a16d01a17001a16b01", "c0"})
    void whatIsNoCallIsRefused(String hex) {
        assertThatThrownBy(() -> readCall(hex(hex))).isInstanceOf(SerializationException.class)
                .hasMessageContaining("is not a call");
    }

    // Hostile payloads

    @ParameterizedTest
    @ValueSource(strings = {"91", "81a161", "dc0001", "de0001c0", "dd00000001", "81", "8191"})
    void deepNestingIsRefused(String piece) {
        assertRefused(piece.repeat(300_000), "200 levels");
        assertThatThrownBy(() -> readCall(hex(piece.repeat(300_000))))
                .isInstanceOf(SerializationException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c6", "c9", "db", "dd", "df"})
    void countsAreCheckedAgainstTheBytesThatRemain(String code) {
        for (String count : List.of("ffffffff", "80000000", "7fffffff", "00000004")) {
            assertRefused(code + count + "c0c0c0", "announces " + Long.parseLong(count, 16),
                    "byte 5", "3 bytes follow");
        }
    }

    @Test
    void countsOfPairsAreCheckedForBoth() {
        assertRefused("82c0c0c0", "announces 2");
        assertRefused("de0002c0c0c0", "announces 2");
    }

    @Test
    void listsThatClaimToBeLongTakeNoMemoryForThat() {
        // Were each list given its room at once, the innermost hundred of these would take a gigabyte.
        String payload = "dd000fffff".repeat(150) + "c1".repeat(1 << 20);

        assertRefused(payload, "announces 1048575 elements");
    }

    @Test
    void integersOfMillionsOfDigitsAreRefused() {
        byte[] payload = new byte[3_000_006];
        Arrays.fill(payload, (byte) '9');
        ByteBuffer.wrap(payload).put((byte) 0xc9).putInt(3_000_000).put((byte) 0x31);

        assertThatThrownBy(() -> read(payload)).isInstanceOf(SerializationException.class)
                .hasMessageContaining("3000000 digits")
                .hasMessageContaining("maxIntegerDigits 4300");
    }

    @Test
    void collidingKeysThatHaveNoOrderAreRefused() {
        // Bytes as keys are buffers, in whose hash a byte counts 31 times as much as the one before it.
        StringBuilder payload = new StringBuilder("de" + "1000");
        for (int i = 0; i < 1 << 12; i++) {
            payload.append("c418");
            for (int bit = 0; bit < 12; bit++) {
                payload.append((i >> bit & 1) == 0 ? "2001" : "0102");
            }
            payload.append("00");
        }

        assertRefused(payload.toString(), "same hash code");
    }

    @Test
    void textThatIsNotUtf8IsRefusedWithItsPlace() {
        for (String bad : List.of("ff", "c3", "80", "c080", "e08080", "eda080", "f4908080")) {
            assertRefused(String.format("%02x61", 0xa1 + bad.length() / 2) + bad,
                    "not UTF-8 at byte 2");
        }
        assertThat(readHex("a3efbfbd")).isEqualTo("\ufffd");
    }

    @Test
    void whatIsNoValueIsRefused() {
        assertRefused("c1", "unknown type 0xc1", "byte 0");
        assertRefused("", "ends at byte 0");
        assertRefused("c0c0", "byte 1");
        assertRefused("92c0", "announces 2");
        assertRefused("cb00", "8 more bytes");
    }

    @Test
    void setsTravelAsArrays() {
        assertThat(read(write(List.of(Set.of(1), FrozenSet.of(2)))))
                .isEqualTo(List.of(List.of(1), List.of(2)));
    }
}
