package io.jyro.pickle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

import io.jyro.SerializationException;
import io.jyro.types.ByteArray;
import io.jyro.types.Complex;
import io.jyro.types.DType;
import io.jyro.types.NdArray;
import io.jyro.types.NdArray.Order;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What numpy 1 and 2 write ({@code pickles-of-numpy.tsv}), what is written for them, and pickles that lie. */
class NumpyPicklesTest {
    /** Another seed every time; {@code -Djyro.test.seed=} repeats a failure, which prints it. */
    private static final long SEED = Long.getLong("jyro.test.seed", System.nanoTime());

    private static final String F8 = "cnumpy\ndtype\n(Vf8\nI0\nI1\ntR(I3\nV<\nNNNI-1\nI-1\nI0\ntb";
    private static final String MADE = "cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntVb\ntR";
    private static final String DATA = "V" + "\0".repeat(16) + "\n";

    /** What numpy wrote; scalars have a description in place of a dtype. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Captured(String name, String numpy, int protocol, String dtype, int[] shape,
            byte[] elements, byte[] pickle) {
        NdArray array() {
            return NdArray.wrap(elements, DType.parse(dtype), shape);
        }

        @Override
        public String toString() {
            return name + " (" + dtype + ") in protocol " + protocol + " of numpy " + numpy;
        }
    }

    static List<Captured> captured() {
        try (InputStream in = Objects.requireNonNull(NumpyPicklesTest.class
                .getResourceAsStream("/pickles-of-numpy.tsv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.startsWith("#")).map(NumpyPicklesTest::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Captured parse(String line) {
        String[] columns = line.split("\t", -1);
        HexFormat hex = HexFormat.of();
        boolean isArray = columns.length == 7;
        int[] shape = isArray && !columns[4].isEmpty()
                ? Arrays.stream(columns[4].split(",")).mapToInt(Integer::parseInt).toArray()
                : new int[0];
        return new Captured(columns[0], columns[1], Integer.parseInt(columns[2]), columns[3],
                shape, isArray ? hex.parseHex(columns[5]) : new byte[0],
                hex.parseHex(columns[columns.length - 1]));
    }

    static List<Captured> arrays() {
        return captured().stream().filter(line -> !line.name().equals("scalar")).toList();
    }

    static List<Captured> scalars() {
        return captured().stream().filter(line -> line.name().equals("scalar")).toList();
    }

    /** One of each form; dtypes differ in nothing but their text. */
    static List<Captured> forms() {
        return captured().stream().filter(line -> line.numpy().equals("2")
                && !line.name().startsWith("of_") && !line.name().startsWith("time_")).toList();
    }

    // What numpy writes

    @ParameterizedTest
    @MethodSource("arrays")
    void anArrayOfNumpyIsReadAsItIs(Captured captured) {
        assertThat(Pickles.read(captured.pickle())).isEqualTo(captured.array());
    }

    @ParameterizedTest
    @MethodSource("arrays")
    void whatWasReadIsWrittenInEveryProtocol(Captured captured) {
        Object array = Pickles.read(captured.pickle());
        for (int protocol = 2; protocol <= 5; protocol++) {
            assertThat(Pickles.read(Pickles.write(array, protocol))).isEqualTo(array);
        }
    }

    @Test
    void theOrderOfTheElementsIsKept() {
        for (Captured captured : arrays()) {
            NdArray array = (NdArray) Objects.requireNonNull(Pickles.read(captured.pickle()));
            NdArray again = (NdArray) Objects
                    .requireNonNull(Pickles.read(Pickles.write(array, 5)));
            if (captured.name().equals("fortran")) {
                assertThat(array.isContiguous(Order.F)).isTrue();
                assertThat(array.isContiguous(Order.C)).isFalse();
            }
            assertThat(again.isContiguous(Order.F)).as(captured.toString())
                    .isEqualTo(array.isContiguous(Order.F));
        }
    }

    @ParameterizedTest
    @MethodSource("scalars")
    void aScalarOfNumpyIsReadAsTheValueThatItIs(Captured captured) {
        Object value = Pickles.read(captured.pickle());
        Object expected = scalar(captured.dtype());

        if (expected == null) {
            assertThat(value).isNull();
        } else {
            assertThat(value).isEqualTo(expected).hasSameClassAs(expected);
        }
    }

    private static @Nullable Object scalar(String described) {
        return switch (described.substring(described.indexOf(' ') + 1)) {
            case "True" -> true;
            case "-1" -> -1;
            case "5" -> 5;
            case "-5" -> -5;
            case "1099511627776" -> 1L << 40;
            case "18446744073709551615" -> new BigInteger("18446744073709551615");
            case "1.5" -> 1.5;
            case "0.5" -> 0.5;
            case "-0.25" -> -0.25;
            case "(1+2j)" -> new Complex(1, 2);
            case "(1-2j)" -> new Complex(1, -2);
            case "'h\u00e9'" -> "h\u00e9";
            case "''" -> "";
            case "b'x\\xff'" -> new byte[]{'x', -1};
            case "datetime.date(2021, 2, 3)" -> LocalDate.of(2021, 2, 3);
            case "datetime.datetime(2021, 2, 3, 4, 5, 6, 789000)" ->
                LocalDateTime.parse("2021-02-03T04:05:06.789");
            case "datetime.timedelta(seconds=5400)" -> Duration.ofMinutes(90);
            case "None" -> null;
            default -> throw new AssertionError(described);
        };
    }

    @Test
    void theElementsAreNotCopiedOutOfWhatWasRead() {
        byte[] pickle = Pickles.bytes("\u0080\u0005\u0096\b\0\0\0\0\0\0\0" + "\0".repeat(8)
                + "\u00940cnumpy._core.numeric\n_frombuffer\n(h\0" + F8
                + "(I1\ntVC\ntRh\0\u0086.");

        Tuple both = (Tuple) Objects.requireNonNull(Pickles.read(pickle));
        ((ByteArray) Objects.requireNonNull(both.get(1))).bytes()[7] = 0x40;

        assertThat(both.get(0)).isInstanceOfSatisfying(NdArray.class,
                array -> assertThat(array.getDouble(0)).isEqualTo(2.0));
    }

    @Test
    void aDtypeOfItsOwnIsRead() {
        assertThat(Pickles.read("(" + F8 + F8 + "l."))
                .isEqualTo(List.of(DType.FLOAT64, DType.FLOAT64));
        assertThat(Pickles.read(Pickles.write(DType.parse(">M8[10us]"), 4)))
                .isEqualTo(DType.parse(">M8[10us]"));
    }

    @Test
    void whatDillMakesOfArraysIsRead() {
        assertThat(Pickles.read("cdill._dill\n_create_array\n(cnumpy._core.multiarray\n"
                + "_reconstruct\n(cnumpy\nndarray\n(I0\ntVb\nt(I1\n(I2\nt" + F8 + "I00\n"
                + DATA + "tNtR.")).isEqualTo(NdArray.of(new double[2]));
    }

    @Test
    void statesWithoutVersionAndWithTextOfPython2AreRead() {
        assertThat(Pickles.read(MADE + "((I2\nt" + F8.replace('V', 'U').replace("Uf8\n", "S'f8'\n")
                .replace("U<\n", "S'<'\n") + "I0\nS'" + "\\x00".repeat(16) + "'\ntb."))
                .isEqualTo(NdArray.of(new double[2]));
    }

    // What is written

    @Test
    void onlyNamesThatAllVersionsOfNumpyHaveAreWritten() {
        for (int protocol = 2; protocol <= 5; protocol++) {
            assertThat(Pickles.written(NdArray.of(new double[2][3]), protocol))
                    .contains("ndarray", "dtype").doesNotContain("_reconstruct", "core");
        }
    }

    @Test
    void generatedArraysComeBackInEveryProtocol() {
        Random random = new Random(SEED);
        List<Captured> arrays = arrays();
        for (int round = 0; round < 2000; round++) {
            Captured any = arrays.get(random.nextInt(arrays.size()));
            DType type = DType.parse(any.dtype());
            int[] shape = random.ints(random.nextInt(6), 0, 4).toArray();
            int bytes = Arrays.stream(shape).reduce(type.itemSize(), (a, b) -> a * b);
            byte[] elements = new byte[bytes];
            random.nextBytes(elements);
            NdArray array = NdArray.wrap(ByteBuffer.wrap(elements), type,
                    random.nextBoolean() ? Order.C : Order.F, shape);
            int protocol = 2 + random.nextInt(4);

            assertThat(Pickles.read(Pickles.write(Map.of("a", List.of(array, array)), protocol)))
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(Map.of("a", List.of(array, array)));
        }
    }

    @Test
    void anArrayIsNoKey() {
        assertThatExceptionOfType(SerializationException.class)
                .isThrownBy(() -> Pickles.write(Map.of(NdArray.of(new int[1]), 1), 4))
                .withMessageContaining("numpy.ndarray");
        assertRefused("}" + MADE + "(I1\n(I2\nt" + F8 + "I00\n" + DATA + "tbI1\ns.",
                "a numpy array");
    }

    // Pickles that lie

    private static void assertRefused(String pickle, String reason) {
        assertThatExceptionOfType(SerializationException.class)
                .isThrownBy(() -> Pickles.read(pickle)).withMessageContaining("at byte")
                .withMessageContaining(reason);
    }

    private static String array(String shape, String data) {
        return MADE + "(I1\n" + shape + F8 + "I00\n" + data + "tb.";
    }

    @ParameterizedTest
    @ValueSource(strings = {"(I1\nt", "(I3\nt", "(I0\nt", "(I-2\nt", "(I-1\nI-2\nt",
            "(I2147483647\nt", "(I2147483647\nI2147483647\nt", "(I65536\nI65536\nI65536\nI65536\nt",
            "(I4294967296\nI4294967296\nt", "(I99999999999999999999\nt", "(F2.0\nt", "(Nt",
            "(V2\nt", "N", "I2\n", "}", "(I0\nI2147483647\nI2147483647\nt", "(I01\nI2\nt"})
    void aShapeThatIsNotThatOfTheBytesIsRefused(String shape) {
        assertRefused(array(shape, DATA), "array of numpy");
    }

    @Test
    void aShapeOfVeryManyDimensionsIsRefused() {
        assertRefused(array("(" + "I1\n".repeat(65) + "I2\nt", DATA), "64 dimensions");
    }

    @ParameterizedTest
    @ValueSource(strings = {"N", "]", "(I1\nI2\nl", "I5\n", "V\\u0100\n", "}"})
    void elementsThatAreNoBytesAreRefused(String data) {
        assertRefused(array("(I2\nt", data), "array of numpy");
    }

    @Test
    void arraysOfObjectsAreRefusedWithWhatToDo() {
        assertRefused(MADE + "(I1\n(I1\ntcnumpy\ndtype\n(VO8\nI0\nI1\ntR(I3\nV|\nNNNI-1\nI-1\n"
                + "I63\ntbI00\n(I1\nltb.", "Python objects");
    }

    @Test
    void arraysOfRecordsAreRefusedWithWhatToDo() {
        assertRefused("cnumpy\ndtype\n(VV12\nI0\nI1\ntR.", "records with fields");
        assertRefused("cnumpy\ndtype\n(Vf8\nI0\nI1\ntR(I3\nV<\nN(Va\nt}I-1\nI-1\nI0\ntb.",
                "records");
    }

    @Test
    void arraysOfLongDoubleAreRefusedWithWhatToDo() {
        assertRefused("cnumpy\ndtype\n(Vf16\nI0\nI1\ntR.", "astype('f8')");
    }

    @ParameterizedTest
    @CsvSource({"numpy,matrix", "numpy,recarray", "os,system"})
    void arraysOfOtherClassesAreRefusedByName(String module, String name) {
        assertRefused("cnumpy.core.multiarray\n_reconstruct\n(c" + module + "\n" + name
                + "\n(I0\ntVb\ntR.", module + "." + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(I2\nV<\nNNNI-1\nI-1\nI0\nt", "(I3\nVx\nNNNI-1\nI-1\nI0\nt",
            "(I3\nI1\nNNNI-1\nI-1\nI0\nt", "(I3\nt", "(t", "I1\n",
            "(I3\nV<\n(I1\ntNNI-1\nI-1\nI0\nt"})
    void aStateOfADtypeThatNumpyDoesNotWriteIsRefused(String state) {
        assertRefused("cnumpy\ndtype\n(Vf8\nI0\nI1\ntR" + state + "b.", "array of numpy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(}(Vns\nI1\nI2\nI1\ntt", "(}(Vns\nI0\nI1\nI1\ntt",
            "(}(Vnope\nI1\nI1\nI1\ntt", "(}(NI1\nI1\nI1\ntt", "(}t", "I1\n",
            "(}(Vgeneric\nI-1\nI1\nI1\ntt"})
    void aUnitThatNumpyDoesNotHaveIsRefused(String metadata) {
        assertRefused("cnumpy\ndtype\n(VM8\nI0\nI1\ntR(I4\nV<\nNNNI-1\nI-1\nI0\n" + metadata
                + "tb.", "array of numpy");
    }

    @Test
    void textOfAnImpossibleWidthIsRefused() {
        for (String size : List.of("-4", "5", "99999999999")) {
            assertRefused("cnumpy\ndtype\n(VU3\nI0\nI1\ntR(I3\nV<\nNNNI" + size
                    + "\nI4\nI8\ntb.", "array of numpy");
        }
        assertRefused("cnumpy\ndtype\n(VU0\nI0\nI1\ntR.".replace("R.", "R0")
                + MADE + "(I1\n(I1000000000\ntcnumpy\ndtype\n(VU0\nI0\nI1\ntRI00\nV\ntb.",
                "size 0");
    }

    @Test
    void anArrayWithoutStateIsRefused() {
        assertRefused(MADE + ".", "state is missing");
        assertRefused("cnumpy\nndarray\n(I0\nt\u0081.", "state is missing");
        assertRefused("(" + MADE + "l.", "state is missing");
    }

    @Test
    void anArrayThatIsItsOwnStateIsRefused() {
        assertRefused(MADE + "p0\ng0\nb.", "contains itself");
        assertRefused(MADE + "p0\n(I1\n(I2\nt" + F8 + "I00\ng0\ntb.", "state is missing");
    }

    @Test
    void theStateOfAnArrayThatIsInUseDoesNotChange() {
        String state = "(I1\n(I2\nt" + F8 + "I00\n" + DATA + "t";

        assertRefused("(" + MADE + "p0\n" + state + "bl0g0\n" + state + "b.", "changes after");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(tR.", "(NtR.", "(I1\nI2\ntR.", "(tb.", "(VC\n(I0\ntVb\ntR."})
    void callsThatNumpyDoesNotMakeAreRefused(String arguments) {
        for (String function : List.of("numpy.core.multiarray\n_reconstruct",
                "numpy._core.multiarray\nscalar", "numpy._core.numeric\n_frombuffer",
                "numpy\ndtype", "dill._dill\n_create_array")) {
            assertThatExceptionOfType(SerializationException.class)
                    .isThrownBy(() -> Pickles.read("c" + function + "\n" + arguments));
        }
    }

    @Test
    void aScalarOfTooFewOrTooManyBytesIsRefused() {
        for (String bytes : List.of("", "\0".repeat(7), "\0".repeat(9))) {
            assertRefused("cnumpy.core.multiarray\nscalar\n(" + F8 + "V" + bytes + "\ntR.",
                    "8 bytes");
        }
    }

    @Test
    void aScalarThatJavaHasNoValueForIsRefused() {
        assertRefused("cnumpy.core.multiarray\nscalar\n(cnumpy\ndtype\n(VM8[Y]\ntR"
                + "V\\u00ff\\u00ff\\u00ff\\u00ff\\u00ff\\u00ff\\u00ff\\u007f\ntR.",
                "beyond Java's dates");
    }

    @Test
    void axesThatAreNotEachDimensionOnceAreRefused() {
        for (String axes : List.of("(I0\nt", "(I1\nI1\nt", "(I0\nI2\nt", "(I-1\nI0\nt", "I1\n")) {
            assertRefused("cnumpy._core.numeric\n_frombuffer\n(" + DATA + F8 + "(I2\nI1\ntVK\n"
                    + axes + "tR.", "array of numpy");
        }
    }

    @Test
    void anArrayThatIsRepeatedOverAndOverIsRefused() {
        StringBuilder pickle = new StringBuilder("(cnumpy._core.numeric\n_frombuffer\n(")
                .append("V").append("\0".repeat(80_000)).append('\n').append(F8)
                .append("(I10000\ntVC\ntRp7\n");
        pickle.append("g7\n".repeat(4000)).append("l.");

        assertRefused(pickle.toString(), "referring to the same values");
    }

    @ParameterizedTest
    @MethodSource("forms")
    void picklesThatEndAnywhereAreRefused(Captured captured) {
        for (int length = 0; length < captured.pickle().length; length++) {
            byte[] cut = Arrays.copyOf(captured.pickle(), length);

            assertThatExceptionOfType(SerializationException.class)
                    .isThrownBy(() -> Pickles.read(cut));
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void mutatedPicklesAreRefusedOrAreValues(Captured captured) {
        Random random = new Random(SEED);
        for (int round = 0; round < 100; round++) {
            byte[] mutated = captured.pickle().clone();
            for (int k = 1 + random.nextInt(3); k > 0; k--) {
                mutated[random.nextInt(mutated.length)] = (byte) (random.nextBoolean()
                        ? random.nextInt()
                        : captured.pickle()[random.nextInt(mutated.length)]);
            }
            try {
                assertThat(Objects.toString(Pickles.read(mutated))).isNotNull();
            } catch (SerializationException expected) {
                assertThat(expected.getMessage()).isNotBlank();
            } catch (RuntimeException | Error other) {
                throw new AssertionError("seed " + SEED + ", "
                        + HexFormat.of().formatHex(mutated), other);
            }
        }
    }
}
