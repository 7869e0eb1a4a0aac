package io.jyro.types;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.jyro.types.NdArray.Order;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What holds for arrays of every dtype, shape and order. */
class NdArrayPropertiesTest {
    /** Another seed every time; {@code -Djyro.test.seed=} repeats a failure, which prints it. */
    private static final long SEED = Long.getLong("jyro.test.seed", System.nanoTime());
    private static final int ROUNDS = 3000;
    private static final List<String> DTYPES = List.of("|b1", "|i1", "<i2", ">i2", "<i4", ">i4",
            "<i8", ">i8", "|u1", "<u2", ">u4", "<u8", "<f2", ">f2", "<f4", ">f4", "<f8", ">f8",
            "<c8", ">c16", "<M8[us]", ">M8[D]", "<m8[ms]", "<U3", ">U2", "|S3");

    private final Random random = new Random(SEED);

    private NdArray next() {
        DType type = DType.parse(DTYPES.get(random.nextInt(DTYPES.size())));
        int[] shape = new int[random.nextInt(5)];
        int size = 1;
        for (int i = 0; i < shape.length; i++) {
            shape[i] = random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(4);
            size *= shape[i];
        }
        ByteBuffer bytes = ByteBuffer.allocate(size * type.itemSize()).order(type.byteOrder());
        while (bytes.hasRemaining()) {
            switch (type.kind()) {
                case BOOL -> bytes.put((byte) random.nextInt(2));
                case TEXT -> bytes.putInt('a' + random.nextInt(1000));
                case BYTES -> bytes.put((byte) random.nextInt(128));
                case DATETIME, TIMEDELTA -> bytes.putLong(random.nextInt());
                default -> bytes.put((byte) random.nextInt(64));
            }
        }
        Order order = random.nextBoolean() ? Order.C : Order.F;
        NdArray array = NdArray.wrap(bytes.rewind(), type, order, shape);
        return random.nextBoolean() ? array : array.transpose();
    }

    /** The elements in the order of C, each by its indices. */
    private static List<@Nullable Object> elements(NdArray array) {
        List<@Nullable Object> elements = new ArrayList<>();
        collect(array, new int[0], elements);
        return elements;
    }

    private static void collect(NdArray array, int[] indices, List<@Nullable Object> elements) {
        if (indices.length == array.ndim()) {
            elements.add(array.get(indices));
            return;
        }
        for (int i = 0; i < array.shape()[indices.length]; i++) {
            int[] next = java.util.Arrays.copyOf(indices, indices.length + 1);
            next[indices.length] = i;
            collect(array, next, elements);
        }
    }

    private static List<@Nullable Object> flat(@Nullable Object nested) {
        List<@Nullable Object> elements = new ArrayList<>();
        flatten(nested, elements);
        return elements;
    }

    private static void flatten(@Nullable Object nested, List<@Nullable Object> elements) {
        switch (nested) {
            case List<?> list -> list.forEach(element -> flatten(element, elements));
            case Object[] array -> {
                for (Object element : array) {
                    flatten(element, elements);
                }
            }
            case null, default -> elements.add(nested);
        }
    }

    @Test
    void bytesInTheOrderOfCMakeAnEqualArray() {
        for (int round = 0; round < ROUNDS; round++) {
            NdArray array = next();

            NdArray again = NdArray.wrap(array.toBytes(), array.dtype(), array.shape());

            assertThat(again).as("seed %d, round %d", SEED, round).isEqualTo(array)
                    .hasSameHashCodeAs(array).hasToString(array.toString());
            assertThat(array.asByteBuffer()).as("seed %d", SEED).isEqualTo(again.asByteBuffer());
        }
    }

    @Test
    void listsAndArraysHoldWhatTheIndicesGive() {
        for (int round = 0; round < ROUNDS; round++) {
            NdArray array = next();
            List<@Nullable Object> expected = elements(array);
            assertThat(expected).as("seed %d, round %d", SEED, round).hasSize(array.size());
            if (array.ndim() == 0) {
                continue;
            }
            Class<?> type = Object.class;
            for (int i = 0; i < array.ndim(); i++) {
                type = type.arrayType();
            }

            assertThat(flat(array.asList())).as("seed %d, round %d", SEED, round)
                    .usingRecursiveComparison().isEqualTo(expected);
            assertThat(flat(array.toArray(type))).as("seed %d, round %d", SEED, round)
                    .usingRecursiveComparison().isEqualTo(expected);
        }
    }

    @Test
    void numbersAreTheSameInEveryWidthThatHoldsThem() {
        for (int round = 0; round < ROUNDS; round++) {
            NdArray array = next();
            switch (array.dtype().kind()) {
                case INT, UINT -> {
                    if (array.dtype().itemSize() < Long.BYTES) {
                        double[] doubles = array.toDoubleArray();
                        long[] longs = array.toLongArray();
                        for (int i = 0; i < longs.length; i++) {
                            assertThat(doubles[i]).as("seed %d, round %d", SEED, round)
                                    .isEqualTo(longs[i]);
                        }
                    }
                }
                case FLOAT -> assertThat(array.toDoubleArray())
                        .as("seed %d, round %d", SEED, round)
                        .isEqualTo(elements(array).stream()
                                .mapToDouble(element -> (Double) java.util.Objects
                                        .requireNonNull(element))
                                .toArray());
                default -> {
                    // no numbers
                }
            }
        }
    }

    @Test
    void aSliceOfEachIndexIsTheWhole() {
        for (int round = 0; round < ROUNDS; round++) {
            NdArray array = next();
            if (array.ndim() == 0) {
                continue;
            }
            List<@Nullable Object> slices = new ArrayList<>();

            for (int i = 0; i < array.shape()[0]; i++) {
                slices.addAll(elements(array.slice(i)));
            }

            assertThat(slices).as("seed %d, round %d", SEED, round).usingRecursiveComparison()
                    .isEqualTo(elements(array));
        }
    }
}
