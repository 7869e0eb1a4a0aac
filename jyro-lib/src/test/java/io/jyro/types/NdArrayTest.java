package io.jyro.types;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.jyro.types.NdArray.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class NdArrayTest {
    private static final double[][] MATRIX = {{1, 2, 3}, {4, 5, 6}};

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static NdArray longs(String dtype, long... values) {
        ByteBuffer bytes = little(8 * values.length);
        bytes.asLongBuffer().put(values);
        return NdArray.wrap(bytes, DType.parse(dtype), values.length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    // Making

    @Test
    void aJavaArrayOfAnyRankGivesShapeAndType() {
        NdArray array = NdArray.of(new float[2][3][4]);

        assertThat(array.dtype()).isEqualTo(DType.FLOAT32);
        assertThat(array.shape()).containsExactly(2, 3, 4);
        assertThat(array.ndim()).isEqualTo(3);
        assertThat(array.size()).isEqualTo(24);
        assertThat(array.byteSize()).isEqualTo(96);
        assertThat(array.strides()).containsExactly(48, 16, 4);
    }

    @Test
    void everyPrimitiveTypeHasItsDtype() {
        assertThat(NdArray.of(new boolean[1]).dtype()).hasToString("|b1");
        assertThat(NdArray.of(new byte[1]).dtype()).hasToString("|i1");
        assertThat(NdArray.of(new short[1]).dtype()).hasToString("<i2");
        assertThat(NdArray.of(new int[1]).dtype()).hasToString("<i4");
        assertThat(NdArray.of(new long[1]).dtype()).hasToString("<i8");
        assertThat(NdArray.of(new float[1]).dtype()).hasToString("<f4");
        assertThat(NdArray.of(new double[1]).dtype()).hasToString("<f8");
    }

    @Test
    void listsBecomeWhatHoldsAllOfTheirElements() {
        assertThat(NdArray.of(List.of(1, 2L)).dtype()).hasToString("<i8");
        assertThat(NdArray.of(List.of(1, 2.5)).toDoubleArray()).containsExactly(1, 2.5);
        assertThat(NdArray.of(List.of(List.of(true), List.of(false))).dtype())
                .hasToString("|b1");
        assertThat(NdArray.of(List.of(1, new Complex(1, 2))).get(0)).isEqualTo(new Complex(1, 0));
        assertThat(NdArray.of(List.of("a", "l\u00e4nger \ud83d\ude00")).dtype())
                .hasToString("<U8");
        BigInteger large = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
        assertThat(NdArray.of(List.of(large)).get(0)).isEqualTo(large);
        assertThat(NdArray.of(List.of()).dtype()).isEqualTo(DType.FLOAT64);
    }

    @Test
    void timesAreCountedInMicrosecondsUnlessTheyAreFiner() {
        LocalDateTime time = LocalDateTime.parse("2021-02-03T04:05:06.000007");
        assertThat(NdArray.of(new LocalDateTime[]{time}).dtype()).hasToString("<M8[us]");
        assertThat(NdArray.of(List.of(time.plusNanos(1))).dtype()).hasToString("<M8[ns]");
        assertThat(NdArray.of(List.of(time.plusNanos(1))).get(0)).isEqualTo(time.plusNanos(1));
        LocalDate date = LocalDate.of(1969, 12, 31);
        assertThat(NdArray.of(List.of(date)).get(0)).isEqualTo(date);
        assertThat(NdArray.of(List.of(Duration.ofMillis(-1))).get(0))
                .isEqualTo(Duration.ofMillis(-1));
        Instant instant = Instant.parse("1600-01-01T00:00:00.5Z");
        assertThat(NdArray.of(List.of(instant)).getInstant(0)).isEqualTo(instant);
    }

    @Test
    void rowsOfDifferentLengthAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NdArray.of(new int[][]{{1, 2}, {3}}))
                .withMessageContaining("2 elements here, 1 there");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NdArray.of(List.of(List.of(1), 2)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NdArray.of(List.of(1, List.of(2))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NdArray.of(new int[][]{{1}, null}));
    }

    @Test
    void elementsOfDifferentKindsAreRefused() {
        for (Object mixed : List.of(List.of(1, true), List.of("a", 1),
                List.of(new int[]{1}, new double[]{1}), List.of(new int[]{1}, List.of(1)),
                List.of(List.of(1), new int[]{1}), Arrays.asList(1, null),
                List.of(-1, BigInteger.ONE.shiftLeft(63)), List.of(1.5, 1L << 53 | 1),
                List.of(new Object()), new char[]{'a'}, "text", 5)) {
            assertThatIllegalArgumentException().as("%s", mixed)
                    .isThrownBy(() -> NdArray.of(mixed));
        }
    }

    @Test
    void aListThatContainsItselfIsRefused() {
        List<Object> list = new ArrayList<>();
        list.add(list);

        assertThatIllegalArgumentException().isThrownBy(() -> NdArray.of(list))
                .withMessageContaining("64 levels");
    }

    @Test
    void whatIsInAnEmptyArrayIsKnownFromItsType() {
        assertThat(NdArray.of(new int[0][5]).shape()).containsExactly(0, 0);
        assertThat(NdArray.of(new int[0][5]).dtype()).isEqualTo(DType.INT32);
        assertThat(NdArray.of(new double[3][0]).shape()).containsExactly(3, 0);
    }

    @Test
    void flatElementsTakeTheShapeThatIsAsked() {
        assertThat(NdArray.of(new double[]{1, 2, 3, 4, 5, 6}, 2, 3))
                .isEqualTo(NdArray.of(MATRIX));
        assertThat(NdArray.of(MATRIX).reshape(-1).shape()).containsExactly(6);
        assertThat(NdArray.of(MATRIX).reshape(3, -1).shape()).containsExactly(3, 2);
        assertThatIllegalArgumentException().isThrownBy(() -> NdArray.of(MATRIX).reshape(4, -1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NdArray.of(MATRIX).reshape(-1, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> NdArray.of(new int[5], 2, 3));
    }

    @Test
    void aCopyDoesNotChangeWithTheOriginal() {
        double[] original = {1, 2};
        NdArray array = NdArray.of(original);

        original[0] = 9;

        assertThat(array.getDouble(0)).isEqualTo(1);
    }

    @Test
    void wrappedBytesAreNotCopied() {
        byte[] bytes = {1, 2};
        NdArray array = NdArray.wrap(bytes, DType.INT8, 2);

        bytes[0] = 9;

        assertThat(array.getInt(0)).isEqualTo(9);
    }

    @Test
    void onlyTheRemainingBytesOfABufferCount() {
        ByteBuffer buffer = ByteBuffer.wrap(new byte[]{1, 2, 3, 4}).position(1).limit(3);

        assertThat(NdArray.wrap(buffer, DType.INT8, 2).toIntArray()).containsExactly(2, 3);
    }

    @Test
    void bytesMustBeAsManyAsTheShapeTakes() {
        for (int bytes : new int[]{0, 47, 49, 96}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> NdArray.wrap(little(bytes), DType.FLOAT64, 2, 3))
                    .withMessageContaining("48 bytes, but " + bytes);
        }
    }

    @Test
    void shapesThatOverflowAreRefused() {
        for (int[] shape : new int[][]{{-1}, {2, -3}, {-2, -3}, {Integer.MIN_VALUE},
                {1 << 16, 1 << 16}, {1 << 16, 1 << 16, 1 << 16, 1 << 16}, {1 << 31 - 1, 4},
                {Integer.MAX_VALUE, Integer.MAX_VALUE, 0}, {0, -1}, new int[65]}) {
            assertThatIllegalArgumentException().as("%s", Arrays.toString(shape))
                    .isThrownBy(() -> NdArray.wrap(new byte[0], DType.INT8, shape));
        }
    }

    @Test
    void elementsOfNoSizeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NdArray.wrap(new byte[0], DType.parse("<U0"), 1_000_000_000));
    }

    // Reading

    @Test
    void anElementIsFoundByItsIndices() {
        NdArray array = NdArray.of(MATRIX);

        assertThat(array.getDouble(1, 2)).isEqualTo(6);
        assertThat(array.getLong(0, 1)).isEqualTo(2);
        assertThat(array.get(1, 0)).isEqualTo(4.0);
    }

    @Test
    void indicesMustFitTheShape() {
        NdArray array = NdArray.of(MATRIX);

        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> array.get(0, 3));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> array.get(-1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> array.get(0));
        assertThatIllegalArgumentException().isThrownBy(() -> array.slice(0, 0, 0));
    }

    @Test
    void anArrayWithoutDimensionsIsASingleElement() {
        NdArray array = NdArray.wrap(little(8).putDouble(0, 1.5), DType.FLOAT64);

        assertThat(array.ndim()).isZero();
        assertThat(array.size()).isEqualTo(1);
        assertThat(array.get()).isEqualTo(1.5);
        assertThat(array.toDoubleArray()).containsExactly(1.5);
        assertThat(array).hasToString("NdArray of <f8, shape (): 1.5");
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(array::asList);
    }

    @Test
    void elementsBecomeWhatAResultOfACallWouldBe() {
        assertThat(NdArray.wrap(new byte[]{1, 0}, DType.BOOL, 2).asList())
                .containsExactly(true, false);
        assertThat(NdArray.wrap(new byte[]{-1}, DType.UINT8, 1).get(0)).isEqualTo(255);
        assertThat(longs("<i8", 1, 1L << 40).asList()).containsExactly(1, 1L << 40);
        assertThat(longs("<u8", -1).get(0))
                .isEqualTo(new BigInteger("18446744073709551615"));
        assertThat(NdArray.wrap(little(2).putShort(0, (short) 0x3c00), DType.FLOAT16, 1).get(0))
                .isEqualTo(1.0);
        assertThat(NdArray.wrap(ascii("ab\0c\0\0"), DType.parse("|S3"), 2).asList())
                .containsExactly(ascii("ab"), ascii("c"));
    }

    @Test
    void textMayHaveAnyCharacterAndEndsBeforeItsZeros() {
        NdArray array = NdArray.of(new String[]{"a\ud83d\ude00", "", "x\0y"});

        assertThat(array.asList()).containsExactly("a\ud83d\ude00", "", "x\0y");
        assertThat(array.getString(0)).isEqualTo("a\ud83d\ude00");
    }

    @Test
    void aNumberThatIsNoCharacterIsRefused() {
        NdArray array = NdArray.wrap(little(4).putInt(0, 0x110000), DType.parse("<U1"), 1);

        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> array.get(0));
        assertThat(array.toString()).endsWith(": ?");
    }

    @Test
    void timesOfAllUnitsBecomeThoseOfJava() {
        assertThat(longs("<M8[Y]", 51).get(0)).isEqualTo(LocalDate.of(2021, 1, 1));
        assertThat(longs("<M8[M]", -1).get(0)).isEqualTo(LocalDate.of(1969, 12, 1));
        assertThat(longs("<M8[W]", 1).get(0)).isEqualTo(LocalDate.of(1970, 1, 8));
        assertThat(longs("<M8[D]", -1).get(0)).isEqualTo(LocalDate.of(1969, 12, 31));
        assertThat(longs("<M8[h]", 25).get(0)).isEqualTo(LocalDateTime.of(1970, 1, 2, 1, 0));
        assertThat(longs("<M8[ms]", -1).get(0))
                .isEqualTo(LocalDateTime.parse("1969-12-31T23:59:59.999"));
        assertThat(longs("<M8[ns]", 1).getLocalDateTime(0))
                .isEqualTo(LocalDateTime.parse("1970-01-01T00:00:00.000000001"));
        assertThat(longs("<M8[10us]", 3).getInstant(0)).isEqualTo(Instant.EPOCH.plusNanos(30_000));
        assertThat(longs("<M8[ps]", 5000).getInstant(0)).isEqualTo(Instant.EPOCH.plusNanos(5));
        assertThat(longs("<m8[m]", 90).get(0)).isEqualTo(Duration.ofMinutes(90));
        assertThat(longs("<m8[Y]", 3).get(0)).isEqualTo(3);
        assertThat(longs("<M8", 3).get(0)).isEqualTo(3);
    }

    @Test
    void notATimeIsNull() {
        NdArray array = longs("<M8[ns]", Long.MIN_VALUE, 0);

        assertThat(array.get(0)).isNull();
        assertThat(array.getInstant(0)).isNull();
        assertThat(array.toArray(LocalDateTime[].class)[0]).isNull();
        assertThat(array.getLong(0)).isEqualTo(Long.MIN_VALUE);
        assertThat(array.toString()).contains("NaT, 1970");
        assertThat(longs("<m8", Long.MIN_VALUE).get(0)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<M8[Y]", "<M8[D]", "<M8[h]", "<M8[s]", "<m8[W]", "<m8[D]", "<M8[M]"})
    void timesBeyondThoseOfJavaAreRefused(String dtype) {
        for (long steps : new long[]{Long.MAX_VALUE, Long.MIN_VALUE + 1}) {
            assertThatExceptionOfType(ArithmeticException.class)
                    .isThrownBy(() -> longs(dtype, steps).get(0));
        }
    }

    @Test
    void whatIsFinerThanANanosecondIsNotCutOff() {
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> longs("<M8[ps]", 5001).get(0));
    }

    @Test
    void numbersThatDoNotFitAreRefused() {
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> NdArray.of(new double[]{1.5}).getLong(0));
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> NdArray.of(new double[]{Double.NaN}).toLongArray());
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> NdArray.of(new double[]{0x1p63}).toLongArray());
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> NdArray.of(new long[]{1L << 31}).toIntArray());
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> NdArray.of(new long[]{1L << 53 | 1}).toDoubleArray());
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> NdArray.of(new int[]{(1 << 24) + 1}).toFloatArray());
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> NdArray.of(new double[]{1e39}).toFloatArray());
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> longs("<u8", -1).toLongArray());
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> longs("<u8", -1).toDoubleArray());
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> NdArray.of(new int[]{200}).toArray(byte[].class));
    }

    @Test
    void numbersThatFitAreConverted() {
        assertThat(NdArray.of(new double[]{1, -2}).toIntArray()).containsExactly(1, -2);
        assertThat(NdArray.of(new double[]{0.1}).toFloatArray()).containsExactly(0.1f);
        assertThat(NdArray.of(new int[]{1}).toArray(Double[].class)).containsExactly(1.0);
        assertThat(longs("<u8", 1L << 63).toDoubleArray()).containsExactly(0x1p63);
        assertThat(NdArray.of(new float[]{1.5f}).toArray(Complex[].class))
                .containsExactly(new Complex(1.5, 0));
        assertThat(NdArray.of(new long[]{5}).toArray(BigInteger[].class))
                .containsExactly(BigInteger.valueOf(5));
        assertThat(NdArray.of(new double[]{1.0 / 0}).toFloatArray())
                .containsExactly(Float.POSITIVE_INFINITY);
    }

    @Test
    void bytesWithoutSignBecomeTheSameBits() {
        assertThat(NdArray.wrap(new byte[]{-1, 1}, DType.UINT8, 2).toArray(byte[].class))
                .containsExactly(-1, 1);
        assertThat(NdArray.wrap(new byte[]{-1, 1}, DType.UINT8, 2).toIntArray())
                .containsExactly(255, 1);
    }

    @Test
    void whatElementsAreNotIsSaid() {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> NdArray.of(new boolean[1]).toIntArray())
                .withMessageContaining("|b1");
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> NdArray.of(new int[1]).getBoolean(0));
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> NdArray.of(new String[]{"1"}).toDoubleArray());
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> NdArray.of(List.of(new Complex(1, 0))).getDouble(0));
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> NdArray.of(new int[1]).toArray(LocalDate[].class));
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> NdArray.of(new int[1]).toArray(Thread[].class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"|i1", ">i2", "<i8", "|u1", ">u8", "<f2", ">f4", "<f8", "<c8", ">c16",
            "<M8[ns]", "<m8[D]"})
    void integersBecomeAnyTypeThatHoldsThem(String dtype) {
        NdArray converted = NdArray.of(new int[][]{{0, 1}, {100, 5}}).transpose()
                .toType(DType.parse(dtype));

        assertThat(converted.dtype()).hasToString(dtype);
        assertThat(converted.shape()).containsExactly(2, 2);
        if (!dtype.contains("c")) {
            assertThat(converted.toType(DType.INT32).toArray(int[][].class))
                    .isDeepEqualTo(new int[][]{{0, 100}, {1, 5}});
        }
    }

    @Test
    void theByteOrderCanBeChanged() {
        for (NdArray array : List.of(NdArray.of(new double[]{1.5}), NdArray.of(new boolean[1]),
                NdArray.of(new String[]{"a", "bc"}), longs("<M8[ns]", 5),
                NdArray.wrap(ascii("ab"), DType.parse("|S1"), 2))) {
            NdArray other = array.toType(array.dtype().withByteOrder(ByteOrder.BIG_ENDIAN));

            assertThat(other.asList()).usingRecursiveComparison().isEqualTo(array.asList());
            assertThat(other.toType(array.dtype())).isEqualTo(array);
        }
    }

    @Test
    void aTypeThatDoesNotHoldAnElementIsRefused() {
        for (String dtype : List.of("|i1", "|u1", "<f2")) {
            assertThatExceptionOfType(ArithmeticException.class).as(dtype).isThrownBy(
                    () -> NdArray.of(new int[]{70_000}).toType(DType.parse(dtype)));
        }
        for (String dtype : List.of("|u1", "<u2", "<u4", "<u8")) {
            assertThatExceptionOfType(ArithmeticException.class).as(dtype)
                    .isThrownBy(() -> NdArray.of(new int[]{-1}).toType(DType.parse(dtype)));
        }
        for (String dtype : List.of("|b1", "<U5", "|S2", "|S2000000000")) {
            assertThatExceptionOfType(UnsupportedOperationException.class).as(dtype)
                    .isThrownBy(() -> NdArray.of(new int[]{1}).toType(DType.parse(dtype)));
        }
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> longs("<M8[s]", 1).toType(DType.parse("<M8[ns]")));
    }

    // Arrays of Java

    @Test
    void theArrayTypeMustHaveAsManyDimensions() {
        NdArray array = NdArray.of(MATRIX);

        assertThat(array.toArray(double[][].class)).isDeepEqualTo(MATRIX);
        assertThat(array.toArray(int[][].class)).isDeepEqualTo(new int[][]{{1, 2, 3}, {4, 5, 6}});
        assertThat(array.toArray(Object[][].class)[1][1]).isEqualTo(5.0);
        for (Class<?> wrong : List.of(double[].class, double[][][].class, double.class,
                String.class)) {
            assertThatIllegalArgumentException().isThrownBy(() -> array.toArray(wrong))
                    .withMessageContaining("(2, 3)");
        }
    }

    @Test
    void bytesOfAFixedNumberBecomeArraysOfBytes() {
        NdArray array = NdArray.wrap(ascii("abc\0"), DType.parse("|S2"), 2);

        assertThat(array.toArray(byte[][].class)).isDeepEqualTo(
                new byte[][]{ascii("ab"), ascii("c")});
        assertThat(array.toArray(String[].class)).containsExactly("ab", "c");
    }

    @Test
    void emptyArraysStayEmpty() {
        assertThat(NdArray.of(new double[3][0]).toArray(double[][].class))
                .isDeepEqualTo(new double[3][0]);
        assertThat(NdArray.of(new double[0]).asList()).isEmpty();
        assertThat(NdArray.of(new double[3][0]).asList()).hasSize(3).allMatch(
                row -> ((List<?>) row).isEmpty());
        assertThat(NdArray.of(new double[3][0]).slice(2).size()).isZero();
        assertThat(NdArray.of(new double[3][0]).slice(2).toBytes()).isEmpty();
    }

    @Test
    void aShapeWithoutElementsTakesNoMemory() {
        for (int[] shape : new int[][]{{2_000_000_000, 0}, {1000, 1_000_000, 0},
                {1, 1_000_000_000, 0}}) {
            NdArray array = NdArray.wrap(new byte[0], DType.INT8, shape);

            assertThatIllegalArgumentException().isThrownBy(array::asList)
                    .withMessageContaining("too many rows");
            Class<?> type = shape.length == 2 ? byte[][].class : byte[][][].class;
            assertThatIllegalArgumentException().isThrownBy(() -> array.toArray(type));
        }
    }

    @Test
    void manyRowsOfOneElementAreNoClaim() {
        NdArray column = NdArray.of(new byte[100_000]).reshape(-1, 1);

        assertThat(column.toArray(byte[][].class)).hasDimensions(100_000, 1);
    }

    // Views

    @Test
    void aBufferIsAReadOnlyViewOfTheSameBytes() {
        ByteBuffer bytes = little(16);
        NdArray array = NdArray.wrap(bytes, DType.FLOAT64, 2);
        DoubleBuffer view = array.asDoubleBuffer();

        bytes.putDouble(8, 2.5);

        assertThat(view.get(1)).isEqualTo(2.5);
        assertThatExceptionOfType(ReadOnlyBufferException.class)
                .isThrownBy(() -> view.put(0, 1));
        assertThatExceptionOfType(ReadOnlyBufferException.class)
                .isThrownBy(() -> array.asByteBuffer().put(0, (byte) 1));
    }

    @Test
    void theByteOrderOfTheElementsIsThatOfTheBuffer() {
        ByteBuffer big = ByteBuffer.allocate(8).putInt(1).putInt(-2).rewind();
        NdArray array = NdArray.wrap(big, DType.parse(">i4"), 2);

        assertThat(array.asIntBuffer().get(1)).isEqualTo(-2);
        assertThat(array.toIntArray()).containsExactly(1, -2);
        assertThat(array.toLongArray()).containsExactly(1, -2);
        assertThat(array.asByteBuffer().getInt(4)).isEqualTo(-2);
    }

    @Test
    void buffersOfAllWidths() {
        assertThat(NdArray.of(new float[]{1.5f}).asFloatBuffer().get(0)).isEqualTo(1.5f);
        assertThat(NdArray.of(new short[]{-1}).asShortBuffer().get(0)).isEqualTo((short) -1);
        assertThat(NdArray.of(new long[]{5}).asLongBuffer().get(0)).isEqualTo(5);
        assertThat(longs("<M8[ns]", 7).asLongBuffer().get(0)).isEqualTo(7);
        assertThat(longs("<u8", 7).asLongBuffer().get(0)).isEqualTo(7);
    }

    @Test
    void aBufferOfAnotherTypeIsRefused() {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> NdArray.of(new int[1]).asDoubleBuffer());
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> NdArray.of(MATRIX).transpose().asDoubleBuffer())
                .withMessageContaining("C order");
    }

    @Test
    void aSliceIsAViewOfARow() {
        NdArray row = NdArray.of(MATRIX).slice(1);

        assertThat(row.shape()).containsExactly(3);
        assertThat(row.toDoubleArray()).containsExactly(4, 5, 6);
        assertThat(row.asDoubleBuffer().get(0)).isEqualTo(4);
        assertThat(row.reshape(3, 1).getDouble(2, 0)).isEqualTo(6);
        assertThat(NdArray.of(MATRIX).slice(1, 2).get()).isEqualTo(6.0);
    }

    @Test
    void aTransposedArrayIsTheSameTheOtherWayRound() {
        NdArray turned = NdArray.of(MATRIX).transpose();

        assertThat(turned.shape()).containsExactly(3, 2);
        assertThat(turned.toArray(double[][].class))
                .isDeepEqualTo(new double[][]{{1, 4}, {2, 5}, {3, 6}});
        assertThat(turned.isContiguous(Order.F)).isTrue();
        assertThat(turned.isContiguous(Order.C)).isFalse();
        assertThat(turned.transpose()).isEqualTo(NdArray.of(MATRIX));
        assertThatIllegalArgumentException().isThrownBy(() -> turned.transpose(0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> turned.transpose(0));
    }

    @Test
    void elementsInTheOrderOfFortranAreFoundToo() {
        ByteBuffer bytes = little(48);
        bytes.asDoubleBuffer().put(new double[]{1, 4, 2, 5, 3, 6});
        NdArray array = NdArray.wrap(bytes, DType.FLOAT64, Order.F, 2, 3);

        assertThat(array.strides()).containsExactly(8, 16);
        assertThat(array.toArray(double[][].class)).isDeepEqualTo(MATRIX);
        assertThat(array).isEqualTo(NdArray.of(MATRIX)).hasSameHashCodeAs(NdArray.of(MATRIX));
        assertThat(array.slice(1).toDoubleArray()).containsExactly(4, 5, 6);
    }

    // As an object

    @Test
    void equalityTakesTypeShapeAndElements() {
        NdArray array = NdArray.of(MATRIX);

        assertThat(array).isEqualTo(NdArray.of(MATRIX)).isNotEqualTo(array.reshape(3, 2))
                .isNotEqualTo(NdArray.of(new float[][]{{1, 2, 3}, {4, 5, 6}}))
                .isNotEqualTo(NdArray.of(new double[][]{{1, 2, 3}, {4, 5, 7}}));
        assertThat(NdArray.of(new double[]{Double.NaN}))
                .isEqualTo(NdArray.of(new double[]{Double.NaN}));
    }

    @Test
    void isToldByItsFirstElements() {
        assertThat(NdArray.of(MATRIX))
                .hasToString("NdArray of <f8, shape (2, 3): 1.0, 2.0, 3.0, 4.0, 5.0, 6.0");
        assertThat(NdArray.of(new int[1000]).toString()).endsWith("0, 0, ...");
        assertThat(NdArray.of(new double[3][0])).hasToString("NdArray of <f8, shape (3, 0):");
    }
}
