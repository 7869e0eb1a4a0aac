package io.jyro.serialize.bind;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import io.jyro.TypeMismatchException;
import io.jyro.TypeRef;
import io.jyro.serialize.CodecLimits;
import io.jyro.serialize.DecodeBudget;
import io.jyro.types.ByteArray;
import io.jyro.types.Complex;
import io.jyro.types.DType;
import io.jyro.types.NdArray;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Arrays of numpy, and numbers in arrays and lists, for parameters and results of every type. */
class NdArrayBindingTest {
    private static final NdArray MATRIX = NdArray.of(new double[][]{{1, 2}, {3, 4}});

    /** Has bytes and arrays in it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Picture(byte[] pixels, List<ByteBuffer> parts, Map<String, byte[]> named,
            float[][] depth, NdArray mask) {}

    private static @Nullable Object bind(Type type, @Nullable Object plain) {
        return Bindings.of(type).bind(plain, DecodeBudget.ofNoPayload());
    }

    private static <T> @Nullable Object bind(TypeRef<T> type, @Nullable Object plain) {
        return bind(type.type(), plain);
    }

    private static void assertRefused(Type type, @Nullable Object plain, String... parts) {
        assertThatExceptionOfType(TypeMismatchException.class)
                .isThrownBy(() -> bind(type, plain)).withMessageContainingAll(parts);
    }

    // A received array

    @Test
    void anArrayOfNumpyBecomesTheDeclaredArray() {
        assertThat(bind(NdArray.class, MATRIX)).isSameAs(MATRIX);
        assertThat(bind(Object.class, MATRIX)).isSameAs(MATRIX);
        assertThat(bind(double[][].class, MATRIX)).isEqualTo(new double[][]{{1, 2}, {3, 4}});
        assertThat(bind(int[][].class, MATRIX)).isEqualTo(new int[][]{{1, 2}, {3, 4}});
        assertThat(bind(float[][][].class, NdArray.of(new float[2][3][4])))
                .isEqualTo(new float[2][3][4]);
        assertThat(bind(Complex[].class, NdArray.of(List.of(new Complex(1, 2)))))
                .isEqualTo(new Complex[]{new Complex(1, 2)});
        assertThat(bind(Double[].class, NdArray.of(new float[]{0.5f})))
                .isEqualTo(new Double[]{0.5});
        assertThat(bind(String[].class, NdArray.of(new String[]{"a", "bc"})))
                .isEqualTo(new String[]{"a", "bc"});
        assertThat(bind(BigDecimal[].class, NdArray.of(new int[]{5})))
                .isEqualTo(new BigDecimal[]{BigDecimal.valueOf(5)});
    }

    @Test
    void anArrayOfNumpyBecomesTheDeclaredCollection() {
        assertThat(bind(new TypeRef<List<Double>>() {}, NdArray.of(new int[]{1, 2})))
                .isEqualTo(List.of(1.0, 2.0));
        assertThat(bind(new TypeRef<List<List<Integer>>>() {}, MATRIX))
                .isEqualTo(List.of(List.of(1, 2), List.of(3, 4)));
        assertThat(bind(new TypeRef<Set<Long>>() {}, NdArray.of(new long[]{5, 5})))
                .isEqualTo(Set.of(5L));
        assertThat(bind(new TypeRef<List<?>>() {}, MATRIX))
                .isEqualTo(List.of(List.of(1.0, 2.0), List.of(3.0, 4.0)));
        assertThat((List<?>) bind(new TypeRef<List<double[]>>() {}, MATRIX))
                .usingRecursiveComparison()
                .isEqualTo(List.of(new double[]{1, 2}, new double[]{3, 4}));
    }

    @Test
    void timesBecomeThoseThatAreDeclared() {
        LocalDateTime time = LocalDateTime.parse("2021-02-03T04:05:06");
        NdArray times = NdArray.of(List.of(time));

        assertThat(bind(LocalDateTime[].class, times)).isEqualTo(new LocalDateTime[]{time});
        assertThat(bind(new TypeRef<List<LocalDateTime>>() {}, times)).isEqualTo(List.of(time));
        assertThat(bind(long[].class, times)).isEqualTo(times.toLongArray());
        assertThat(bind(LocalDate[].class, NdArray.of(new String[]{"2021-02-03"})))
                .isEqualTo(new LocalDate[]{LocalDate.of(2021, 2, 3)});
        assertThat(bind(Instant[].class, times))
                .isEqualTo(new Instant[]{Instant.parse("2021-02-03T04:05:06Z")});
        assertThat(bind(Duration[].class, NdArray.of(List.of(Duration.ofDays(1)))))
                .isEqualTo(new Duration[]{Duration.ofDays(1)});
    }

    @Test
    void whatDoesNotFitIsRefusedWithTheReason() {
        assertRefused(double[].class, MATRIX, "double[]", "numpy.ndarray of dtype <f8 with 2");
        assertRefused(double[][][].class, MATRIX, "double[][][]", "2 dimensions");
        assertRefused(int[].class, NdArray.of(new double[]{1.5}), "int[]", "1.5");
        assertRefused(byte[][].class, NdArray.of(new int[][]{{300}}), "300");
        assertRefused(boolean[].class, NdArray.of(new int[]{1}), "boolean[]");
        assertRefused(int[].class, NdArray.of(new boolean[]{true}), "|b1");
        assertRefused(String.class, MATRIX, "String", "numpy.ndarray");
        assertRefused(double.class, MATRIX, "double", "numpy.ndarray");
        assertRefused(double[][].class, NdArray.of(new double[1]), "double[][]", "1 dimension");
        assertRefused(new TypeRef<List<Integer>>() {}.type(), NdArray.of(new double[]{1, 1.5}),
                "[1]");
        assertRefused(Complex[].class, NdArray.of(new String[]{"a"}), "<U1");
        assertRefused(int[].class, NdArray.wrap(new byte[4], DType.INT32), "0 dimensions");
    }

    @Test
    void aShapeWithoutElementsTakesNoMemory() {
        NdArray hollow = NdArray.wrap(new byte[0], DType.INT8, 2_000_000_000, 0);

        assertRefused(byte[][].class, hollow, "too many rows");
        for (Type type : List.of(new TypeRef<List<List<Integer>>>() {}.type(), List.class,
                BigDecimal[][].class, Tuple.class, Set.class)) {
            assertThatExceptionOfType(TypeMismatchException.class)
                    .isThrownBy(() -> bind(type, hollow));
        }
    }

    @Test
    void elementsThatBecomeMuchLargerAreLimited() {
        NdArray flags = NdArray.of(new boolean[1000]);

        assertThat(NdArrays.isTooLarge(flags, Object.class, 27_999)).isTrue();
        assertThat(NdArrays.isTooLarge(flags, Object.class, 28_000)).isFalse();
        assertThat(NdArrays.isTooLarge(flags, double.class, 7999)).isTrue();
        assertThat(NdArrays.isTooLarge(NdArray.of(new double[1000]), double.class, 1))
                .as("no larger than it came").isFalse();
        assertThat(NdArrays.isTooLarge(flags, Object.class, 0)).as("no limit").isFalse();
    }

    @Test
    void theLimitOfAConfigurationReachesElementsThatBecomeLarger() {
        NdArray flags = NdArray.of(new boolean[1000]);
        Type booleans = new TypeRef<List<Boolean>>() {}.type();
        DecodeBudget small = new DecodeBudget(new CodecLimits(100, 100, 27_999), 1000);
        DecodeBudget large = new DecodeBudget(new CodecLimits(100, 100, 28_000), 1000);

        for (Type type : List.of(Boolean[].class, booleans)) {
            assertThatExceptionOfType(TypeMismatchException.class)
                    .isThrownBy(() -> Bindings.of(type).bind(flags, small));
            assertThat(Bindings.of(type).bind(flags, large)).isNotNull();
        }
    }

    @Test
    void theDepthThatAConfigurationAllowsReachesListsForAnArray() {
        List<?> deep = List.of(List.of(List.of(1)));
        DecodeBudget shallow = new DecodeBudget(new CodecLimits(3, 100), 100);

        assertThatExceptionOfType(TypeMismatchException.class)
                .isThrownBy(() -> Bindings.of(NdArray.class).bind(deep, shallow));
        assertThat(bind(NdArray.class, deep)).isEqualTo(NdArray.of(new long[][][]{{{1}}}));
    }

    // A declared NdArray

    @Test
    void listsAndArraysOfNumbersBecomeAnArrayOfNumpy() {
        assertThat(bind(NdArray.class, List.of(List.of(1, 2.5), Tuple.of(3.0, 4))))
                .isEqualTo(NdArray.of(new double[][]{{1, 2.5}, {3, 4}}));
        assertThat(bind(NdArray.class, new int[]{1, 2})).isEqualTo(NdArray.of(new int[]{1, 2}));
        assertThat(bind(NdArray.class, List.of(true))).isEqualTo(NdArray.of(new boolean[]{true}));
        assertThat(bind(NdArray.class, List.of())).isEqualTo(NdArray.of(new double[0]));
        assertThat(bind(NdArray.class, null)).isNull();
        assertThat(bind(new TypeRef<Optional<NdArray>>() {}, MATRIX))
                .isEqualTo(Optional.of(MATRIX));
    }

    @Test
    void whatCouldBeSomethingElseIsNoArrayOfNumpy() {
        for (Object other : List.of(5, 2.5, "text", new byte[]{1}, List.of("a"), Map.of(),
                Set.of(1), List.of(List.of("a")), Arrays.asList(1, null), List.of(1, "a"),
                List.of(List.of(1), List.of(1, 2)))) {
            assertRefused(NdArray.class, other, "NdArray");
        }
        assertRefused(NdArray.class, Arrays.asList((Object) null), "NdArray");
    }

    // Overloads

    @Test
    void overloadsAreChosenByTypeAndDimensions() {
        assertOrder(MATRIX, NdArray.class, double[][].class, float[][].class, long[][].class,
                double[].class);
        assertOrder(NdArray.of(new int[1]), int[].class, long[].class, double[].class,
                short[].class, boolean[].class);
        assertOrder(NdArray.of(new float[1]), float[].class, double[].class, int[].class,
                String[].class);
        assertOrder(NdArray.of(new boolean[1]), boolean[].class, int[].class);
        assertOrder(NdArray.of(new String[]{"a"}), String[].class, double[].class);
        assertOrder(new int[]{1}, int[].class, NdArray.class, Object.class);
        assertOrder(List.of(1), List.class, NdArray.class, Object.class);
        assertOrder(NdArray.wrap(new byte[1], DType.UINT8, 1), byte[].class, String.class);
        assertThat(Bindings.of(double[].class).score(MATRIX, DecodeBudget.ofNoPayload()))
                .isEqualTo(Binding.UNFIT);
        assertThat(Bindings.of(NdArray.class).score("text", DecodeBudget.ofNoPayload()))
                .isEqualTo(Binding.UNFIT);
    }

    private static void assertOrder(Object plain, Class<?>... best) {
        for (int i = 1; i < best.length; i++) {
            assertThat(Bindings.of(best[i - 1]).score(plain, DecodeBudget.ofNoPayload()))
                    .as("%s before %s", best[i - 1].getSimpleName(), best[i].getSimpleName())
                    .isGreaterThan(Bindings.of(best[i]).score(plain, DecodeBudget.ofNoPayload()));
        }
    }

    // array.array, which arrives as an array of Java

    @Test
    void primitiveArraysBecomeTheDeclaredOnes() {
        assertThat(bind(int[].class, new long[]{1, 2})).isEqualTo(new int[]{1, 2});
        assertThat(bind(double[].class, new int[]{1, 2})).isEqualTo(new double[]{1, 2});
        assertThat(bind(short[].class, new int[]{1, 2})).isEqualTo(new short[]{1, 2});
        assertThat(bind(float[].class, new double[]{0.5})).isEqualTo(new float[]{0.5f});
        assertThat(bind(long[].class, new double[]{2})).isEqualTo(new long[]{2});
        assertThat(bind(new TypeRef<List<Long>>() {}, new int[]{1})).isEqualTo(List.of(1L));
        assertRefused(short[].class, new int[]{70_000}, "70000");
        assertRefused(int[].class, new double[]{1.5}, "1.5");
    }

    // Bytes

    @Test
    void bytesArriveInEveryForm() {
        byte[] expected = {1, 2, -1};
        String base64 = Base64.getEncoder().encodeToString(expected);
        for (Object form : List.of(expected, ByteArray.of(expected), ByteBuffer.wrap(expected),
                Map.of("data", base64, "encoding", "base64"), List.of(1, 2, 255),
                new int[]{1, 2, 255}, new short[]{1, 2, 255},
                NdArray.wrap(expected, DType.UINT8, 3), NdArray.wrap(expected, DType.INT8, 3))) {
            assertThat(bind(byte[].class, form)).isEqualTo(expected);
            assertThat(bind(ByteBuffer.class, form)).isEqualTo(ByteBuffer.wrap(expected));
        }
        assertRefused(byte[].class, new int[]{256}, "element 0");
        assertRefused(byte[].class, NdArray.of(new int[]{1}), "numpy.ndarray");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bytesAndArraysArriveInsideOfRecordsListsAndMaps(boolean asBase64) {
        byte[] bytes = {1, 2};
        Object form = asBase64
                ? Map.of("data", Base64.getEncoder().encodeToString(bytes), "encoding", "base64")
                : bytes;

        Picture picture = (Picture) Objects.requireNonNull(bind(Picture.class,
                Map.of("pixels", form, "parts",
                        List.of(form, form), "named", Map.of("a", form), "depth", MATRIX, "mask",
                        List.of(true, false))));

        assertThat(picture.pixels()).isEqualTo(bytes);
        assertThat(picture.parts()).containsExactly(ByteBuffer.wrap(bytes),
                ByteBuffer.wrap(bytes));
        assertThat(picture.named().get("a")).isEqualTo(bytes);
        assertThat(picture.depth()).isEqualTo(new float[][]{{1, 2}, {3, 4}});
        assertThat(picture.mask()).isEqualTo(NdArray.of(new boolean[]{true, false}));
    }
}
