package io.jyro.serialize;

import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.jyro.SerializationException;
import io.jyro.Serializer;
import io.jyro.TypeMismatchException;
import io.jyro.serialize.bind.Bindings;
import io.jyro.serialize.format.Codecs;
import io.jyro.types.ByteArray;
import io.jyro.types.ClassDict;
import io.jyro.types.DType;
import io.jyro.types.NdArray;
import io.jyro.types.NdArray.Order;
import io.jyro.types.Tuple;
import io.jyro.wire.ByteOutput;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Arrays of numpy through the four safe serializers. */
class NdArrayFormTest {
    /** Another seed every time; {@code -Djyro.test.seed=} repeats a failure, which prints it. */
    private static final long SEED = Long.getLong("jyro.test.seed", System.nanoTime());
    private static final List<String> DTYPES = List.of("|b1", "|i1", "<i2", ">i4", "<i8", "|u1",
            ">u2", "<u8", "<f2", "<f4", ">f8", "<c8", "<c16", "<M8[ns]", "<m8[D]", "<U3", "|S2");

    private final CodecContext context = PlainContexts.v48(TypeRegistry.standard());

    private byte[] written(Serializer serializer, @Nullable Object value) {
        ByteOutput out = new ByteOutput(0);
        Codecs.of(serializer).write(value, out, context);
        return Arrays.copyOf(out.array(), out.position());
    }

    private @Nullable Object read(Serializer serializer, byte[] bytes) {
        return Codecs.of(serializer).read(bytes, 0, bytes.length, context);
    }

    private static Map<Object, @Nullable Object> dict(@Nullable Object... entries) {
        Map<Object, @Nullable Object> dict = new LinkedHashMap<>();
        dict.put("__class__", "numpy.ndarray");
        for (int i = 0; i < entries.length; i += 2) {
            dict.put(String.valueOf(entries[i]), entries[i + 1]);
        }
        return dict;
    }

    private @Nullable Object fromDict(@Nullable Object... entries) {
        return context.types().fromClassDict("numpy.ndarray", dict(entries),
                DecodeBudget.ofNoPayload());
    }

    @ParameterizedTest
    @EnumSource(names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void anArrayComesBackAsItWent(Serializer serializer) {
        Random random = new Random(SEED);
        for (int round = 0; round < 500; round++) {
            DType type = DType.parse(DTYPES.get(random.nextInt(DTYPES.size())));
            int[] shape = random.ints(random.nextInt(4), 0, 5).toArray();
            byte[] bytes = new byte[Arrays.stream(shape).reduce(type.itemSize(),
                    (a, b) -> a * b)];
            random.nextBytes(bytes);
            NdArray array = NdArray.wrap(java.nio.ByteBuffer.wrap(bytes), type,
                    random.nextBoolean() ? Order.C : Order.F, shape);

            Object back = read(serializer, written(serializer, List.of(array, Map.of("a", array))));

            assertThat(back).as("seed %d, round %d", SEED, round)
                    .isEqualTo(List.of(array, Map.of("a", array)));
        }
    }

    @Test
    void whatHasBytesCarriesThemAsTheyAre() {
        byte[] elements = "elements".getBytes(UTF_8);
        NdArray array = NdArray.wrap(elements, DType.parse("|S4"), 2);

        for (Serializer binary : List.of(Serializer.MARSHAL, Serializer.MSGPACK)) {
            assertThat(new String(written(binary, array), UTF_8)).contains("elements");
        }
        String base64 = Base64.getEncoder().encodeToString(elements);
        assertThat(new String(written(Serializer.JSON, array), UTF_8)).isEqualTo(
                "{\"__class__\": \"numpy.ndarray\", \"dtype\": \"|S4\", \"shape\": [2], \"data\": "
                        + "{\"data\": \"" + base64 + "\", \"encoding\": \"base64\"}}");
        assertThat(new String(written(Serializer.SERPENT, array), UTF_8))
                .contains("'shape':(2,)", base64);
    }

    @Test
    void theElementsMayComeInEveryForm() {
        NdArray expected = NdArray.of(new int[][]{{1, 2}});
        byte[] bytes = expected.toBytes();
        String base64 = Base64.getEncoder().encodeToString(bytes);

        for (Object data : List.of(bytes, java.nio.ByteBuffer.wrap(bytes), ByteArray.of(bytes),
                base64, Map.of("data", base64, "encoding", "base64"), List.of(1, 2),
                List.of(List.of(1.0, 2)), Tuple.of(1, 2))) {
            assertThat(fromDict("dtype", "<i4", "shape", List.of(1, 2), "data", data))
                    .isEqualTo(expected);
        }
        assertThat(fromDict("dtype", "<i4", "data", bytes)).isEqualTo(expected.reshape(2));
        assertThat(fromDict("dtype", "float32", "data", List.of(1, 2)))
                .isEqualTo(NdArray.of(new float[]{1, 2}));
    }

    @Test
    void whatAProgramRegistersForTheNameComesFirst() {
        TypeRegistry own = TypeRegistry.standard();
        own.registerDictToClass("numpy.ndarray", (name, dict) -> "own");

        assertThat(own.fromClassDict("numpy.ndarray", dict(), DecodeBudget.ofNoPayload()))
                .isEqualTo("own");
    }

    @Test
    void aDtypeTravelsAsItsText() {
        assertThat(read(Serializer.JSON, written(Serializer.JSON, DType.INT32)))
                .isEqualTo("<i4");
    }

    @Test
    void aForeignLayoutIsAClassDictAndRefusedWhereAnArrayIsWanted() {
        for (Object[] entries : new Object[][]{{}, {"dtype", 5, "data", new byte[8]},
                {"dtype", "<f8"}, {"dtype", "<f8", "shape", List.of(1), "shm", "psm_1"},
                {"dtype", "<f8", "shape", List.of(1), "data", "k05VTVBZAQB2AA=="},
                {"buffer", new byte[8], "dtype", "<f8"}}) {
            Object foreign = fromDict(entries);

            assertThat(foreign).isEqualTo(ClassDict.of("numpy.ndarray", dict(entries)));
            for (Class<?> wanted : List.of(NdArray.class, double[].class, List.class)) {
                assertThatThrownBy(() -> Bindings.of(wanted).bind(foreign,
                        DecodeBudget.ofNoPayload())).isInstanceOf(TypeMismatchException.class)
                        .hasMessageContaining("but got dict of class numpy.ndarray; the layout")
                        .hasMessageContaining("registerDictToClass(\"numpy.ndarray\"");
            }
        }
    }

    @Test
    void whatNumpyWouldNotTakeIsRefused() {
        byte[] bytes = new byte[8];
        for (Object[] entries : new Object[][]{
                {"dtype", "O", "data", bytes}, {"dtype", "|V8", "data", bytes},
                {"dtype", "<f8", "data", 5}, {"dtype", "<f8", "data", "a"},
                {"dtype", "<f8", "data", "\u0100\u0101"},
                {"dtype", "<f8", "shape", List.of(2), "data", bytes},
                {"dtype", "<f8", "shape", List.of(-1), "data", bytes},
                {"dtype", "<f8", "shape", List.of(-1, -1), "data", bytes},
                {"dtype", "<f8", "shape", List.of(1L << 40), "data", bytes},
                {"dtype", "<f8", "shape", List.of(65536, 65536, 65536, 65536), "data", bytes},
                {"dtype", "<f8", "shape", "1", "data", bytes}, {"dtype", "<f8", "shape", 1,
                        "data", bytes},
                {"dtype", "<f8", "data", new byte[7]}, {"dtype", "<U0", "data", bytes},
                {"dtype", "<f8", "data", List.of("a")}, {"dtype", "|i1", "data", List.of(300)},
                {"dtype", "<i8", "data", List.of(1.5)}, {"dtype", "<U9", "data", List.of(1)},
                {"dtype", "<f8", "data", List.of(List.of(1), List.of(1, 2))},
                {"dtype", "<f8", "data", Map.of("data", "?", "encoding", "base64")}}) {
            assertThatExceptionOfType(SerializationException.class)
                    .as(Arrays.deepToString(entries)).isThrownBy(() -> fromDict(entries))
                    .withMessageContaining("numpy.ndarray is malformed");
        }
    }

    @Test
    void textIsNotWidenedOverAndOver() {
        List<Object> texts = List.of("x".repeat(100_000), 1, "");

        assertThatExceptionOfType(SerializationException.class)
                .isThrownBy(() -> fromDict("dtype", "<U100000", "data", texts));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<U100000000", "|S2000000000"})
    void aWideDtypeTakesNoMemory(String dtype) {
        assertThatExceptionOfType(SerializationException.class)
                .isThrownBy(() -> fromDict("dtype", dtype, "data", List.of(1, 2, 3)));
    }
}
