package io.jyro.pickle;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import io.jyro.RemoteCallException;
import io.jyro.SerializationException;
import io.jyro.serialize.TypeRegistry;
import io.jyro.types.ClassDict;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Pickles that would do harm in Python, or that lie. */
class HostilePickleTest {
    /** Another seed every time; {@code -Djyro.test.seed=} repeats a failure, which prints it. */
    private static final long SEED = Long.getLong("jyro.test.seed", System.nanoTime());

    private static void assertRefused(String instructions, String... reasons) {
        Throwable thrown = catchThrowable(() -> Pickles.read(instructions));

        assertThat(thrown).isInstanceOf(SerializationException.class);
        assertThat(thrown).hasMessageContaining("at byte");
        for (String reason : reasons) {
            assertThat(thrown).hasMessageContaining(reason);
        }
    }

    // Calls

    @ParameterizedTest
    @ValueSource(strings = {"cos\nsystem\n(S'id'\ntR.", "(S'id'\nios\nsystem\n.",
            "(cos\nsystem\nS'id'\no.",
            "\u0080\u0004\u008c\u0002os\u008c\u0006system\u0093\u008c\u0002id\u0085R.",
            "](cos\nsystem\n(S'id'\ntRe.", "}(S'a'\ncos\nsystem\n(S'id'\ntRu.",
            "cbuiltins\ngetattr\n(cos\nos\nS'system'\ntR(S'id'\ntR.",
            "c__main__\nThing\n)\u0081}S'a'\ncos\nsystem\n(S'id'\ntRsb."})
    void aCallOfOsSystemIsRefusedByName(String pickle) {
        assertRefused(pickle, "it wants os.", "system",
                "nothing that a pickle names is loaded or called");
    }

    @ParameterizedTest
    @CsvSource({"builtins,eval", "builtins,exec", "builtins,__import__", "builtins,open",
            "builtins,type", "__builtin__,apply", "subprocess,Popen", "posix,system", "nt,system",
            "importlib,import_module", "pickle,loads", "operator,attrgetter", "functools,partial",
            "types,FunctionType", "ctypes,CDLL", "webbrowser,open", "numpy,load", "timeit,timeit"})
    void aCallOfAnythingElseIsRefusedByName(String module, String name) {
        String fullName = module.equals("__builtin__") ? "builtins." + name : module + "." + name;

        assertRefused("c" + module + "\n" + name + "\n(S'x'\ntR.", fullName);
    }

    @ParameterizedTest
    @CsvSource({"dill._dill,_create_function", "dill._dill,_create_code",
            "dill._dill,_import_module",
            "dill._dill,_eval_repr", "cloudpickle.cloudpickle,_make_function",
            "cloudpickle.cloudpickle,_make_skeleton_class", "cloudpickle.cloudpickle,subimport",
            "cloudpickle.cloudpickle_fast,_function_setstate"})
    void functionsAndClassesOfDillAndCloudpickleAreRefusedWithTheReason(String module,
            String name) {
        assertRefused("c" + module + "\n" + name + "\n(S'x'\ntR.", module + "." + name,
                "Functions and classes that dill or cloudpickle pickled need Python");
    }

    @Test
    void aClassOrFunctionIsNoValue() {
        assertRefused("cos\nsystem\n.", "os.system itself as a value");
        assertRefused("(cos\nsystem\nt.", "os.system");
        assertRefused("](cos\nsystem\ne.", "os.system");
        assertRefused("}(S'a'\ncos\nsystem\nu.", "os.system");
        assertRefused("}(cos\nsystem\nNu.", "os.system");
        assertRefused("(cos\nsystem\n\u0091.", "os.system");
        assertRefused("cgarden\nThing\n)\u0081}S'a'\ncos\nsystem\nsb.", "os.system");
        assertRefused("cgarden\nThing\n(cos\nsystem\nt\u0081.", "os.system");
        assertRefused("cbuiltins\nset\n((cos\nsystem\nttR.", "os.system");
    }

    @Test
    void whatAPickleMadeIsNotCalled() {
        assertRefused("S'text'\n(tR.", "not a class known by name");
        assertRefused("cos\nsystem\n(S'x'\ntR(tR.", "os.system");
        assertRefused("cos\nsystem\nS'x'\nR.", "arguments that are not a tuple");
        assertRefused("S'text'\n)\u0081.", "not a class known by name");
        assertRefused("cgarden\nThing\n)}S'a'\nNs\u0092.", "keyword arguments");
    }

    @Test
    void aCallMayBecomeAnExceptionAndNothingElse() {
        Object value = Pickles.read("cos\nsystem\n(S'id'\ntR}S'_pyroTraceback'\n]sb.");

        assertThat(value).isInstanceOfSatisfying(RemoteCallException.class,
                thrown -> assertThat(thrown).hasMessage("os.system: id"));
    }

    @Test
    void aRegisteredConverterIsAskedForTheNameItWasRegisteredForAlone() {
        TypeRegistry types = TypeRegistry.standard();
        types.registerDictToClass("garden.Color", (name, dict) -> name + dict.get("args"));

        assertThat(Pickles.read(Pickles.bytes("cgarden\nColor\n(I7\ntR."), types))
                .isEqualTo("garden.Color(7,)");
        assertThatThrownBy(
                () -> Pickles.read(Pickles.bytes("cgarden\nColour\n(I7\ntR."), types))
                .hasMessageContaining("garden.Colour");
    }

    // Forms that only the writer could understand

    @Test
    void whatStandsOutsideOfThePickleIsRefused() {
        assertRefused("Pid\n.", "persistent id");
        assertRefused("NQ.", "persistent id");
        assertRefused("\u0080\u0002\u0082\u0001.", "registry");
        assertRefused("\u0080\u0002\u0083\u0001\u0001.", "registry");
        assertRefused("\u0080\u0002\u0084\u0001\u0001\u0001\u0001.", "registry");
        assertRefused("\u0080\u0005\u0097.", "buffer");
        assertRefused("\u0080\u0005N\u0098.", "buffer");
        assertRefused("\u0080\u0006N.", "its protocol is 6");
        assertRefused("?", "0x3f is not an instruction");
        assertRefused("\u00ff", "0xff is not an instruction");
    }

    @Test
    void attributesOfValuesThatHaveNoneAreRefused() {
        assertRefused("]}S'a'\nNsb.", "attributes of a list");
        assertRefused("I1\n}S'a'\nNsb.", "attributes");
        assertThat(Pickles.read("]}b.")).isEqualTo(List.of());
        assertThat(Pickles.read("I1\nNb.")).isEqualTo(1);
        assertRefused("cgarden\nThing\n)\u0081I5\nb.", "garden.Thing", "not a dict of attributes");
        assertRefused("cgarden\nThing\n)\u0081}I5\nNsb.", "garden.Thing", "not text");
    }

    @Test
    void onlyContainersTakeItems() {
        assertRefused("I1\nNa.", "not a container");
        assertRefused("}Na.", "dict");
        assertRefused("]NNs.", "list");
        assertRefused("](N\u0090.", "list");
        assertRefused("(tNa.", "tuple");
        assertRefused("}(Nu.", "without a value");
        assertRefused("cgarden\nThing\n)\u0081Na.", "garden.Thing");
    }

    // The stack and the memo

    @ParameterizedTest
    @ValueSource(strings = {".", "0.", "1.", "2.", "a.", "b.", "d.", "e.", "l.", "o.", "R.", "s.",
            "t.", "u.", "\u0081.", "\u0085.", "\u0086.", "\u0087.", "\u0090.", "\u0091.", "\u0092.",
            "\u0093.", "\u0094.", "q\u0000.", "Na.", "]a.", "}Ns.", "(a", "(.", "N(s.", "N(R.",
            "N(b.",
            "(o."})
    void takingMoreThanThereIsIsRefused(String pickle) {
        assertRefused(pickle);
    }

    @Test
    void aContainerThatHoldsItselfIsRefused() {
        assertRefused("]q\u0000h\u0000a.");
        assertRefused("}q\u0000S'a'\nh\u0000s.");
        assertRefused("]q\u0000(h\u0000te.");
        assertRefused("cgarden\nThing\n)\u0081q\u0000}S'a'\nh\u0000sb.");
    }

    @Test
    void referencesToNowhereAreRefused() {
        assertRefused("h\u0000.", "value 0 of its memo");
        assertRefused("j\u00ff\u00ff\u00ff\u00ff.", "value 4294967295 of its memo");
        assertRefused("g99\n.", "value 99 of its memo");
        assertRefused("g99999999999\n.", "number of the memo");
        assertRefused("g-1\n.", "number of the memo");
        assertRefused("Nq\u0001h\u0000.", "value 0 of its memo");
    }

    @Test
    void numbersOfTheMemoMayBeFarApart() {
        assertThat(Pickles.read(
                "Nr\u00ff\u00ff\u00ff\u00ff0S'x'\nr\u00ff\u00ff\u00ff\u007f0j\u00ff\u00ff\u00ff\u00ff."))
                .isNull();
        assertThat(Pickles.read("(lS'x'\np4000000000\na.")).isEqualTo(List.of("x"));
    }

    @Test
    void aMarkMayBeDropped() {
        assertThat(Pickles.read("I1\n(0.")).isEqualTo(1);
        assertThat(Pickles.read("I1\n(NN1.")).isEqualTo(1);
        assertThat(Pickles.read("I1\nN0.")).isEqualTo(1);
        assertThat(Pickles.read("(I1\n2t.")).isEqualTo(List.of(1, 1));
    }

    @Test
    void bytesBehindTheEndAreRefused() {
        assertRefused("N.N", "continues after its end");
    }

    // Sizes

    @ParameterizedTest
    @ValueSource(strings = {"X\u00ff\u00ff\u00ff\u007f", "X\u00ff\u00ff\u00ff\u00ff",
            "B\u00ff\u00ff\u00ff\u007f", "B\u0000\u0000\u0000\u0080", "T\u00ff\u00ff\u00ff\u007f",
            "T\u00ff\u00ff\u00ff\u00ff", "\u008b\u00ff\u00ff\u00ff\u007f",
            "\u008b\u00ff\u00ff\u00ff\u00ff",
            "\u008d\u00ff\u00ff\u00ff\u00ff\u0000\u0000\u0000\u0000",
            "\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff",
            "\u008e\u0000\u0000\u0000\u0000\u0001\u0000\u0000\u0000",
            "\u008e\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f",
            "\u0096\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0080",
            "\u0095\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f", "U\u00ff", "C\u00ff",
            "\u008c\u00ff", "\u008a\u00ff"})
    void lengthsAreCheckedAgainstTheBytesThatFollow(String pickle) {
        assertRefused(pickle + "x.", "bytes, but only 2 follow");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "]", "](", "}S'a'\n", "(\u008f(", "](N", ")", "(N)",
            "cgarden\nThing\n("})
    void openingContainersWithoutEndIsRefused(String piece) {
        assertThat(catchThrowable(() -> Pickles.read(piece.repeat(300_000))))
                .isInstanceOf(SerializationException.class);
    }

    @ParameterizedTest
    @CsvSource({"N,\u0085", "N,\u0086", "],a", "N,a", "N,s", "),\u0091", ")R,R", "N,b"})
    void closingContainersWithoutEndIsRefused(String open, String close) {
        assertThat(catchThrowable(
                () -> Pickles.read(open.repeat(300_000) + close.repeat(300_000) + ".")))
                .isInstanceOf(SerializationException.class);
    }

    @Test
    void deepNestingIsRefused() {
        assertRefused("N" + "\u0085".repeat(300_000) + ".", "200 levels", "maxNestingDepth");
        assertRefused("]".repeat(300_000) + "a".repeat(299_999) + ".", "200 levels");
        assertRefused("(".repeat(300_000) + "t".repeat(300_000) + ".", "200 levels");
        assertRefused("cgarden\nThing\n)\u0081}S'a'\n".repeat(300) + "N" + "sb".repeat(300) + ".",
                "levels");
    }

    @Test
    void fewBytesDoNotStandForAnEnormousValue() {
        // each list holds the one before it twice
        StringBuilder laughs = new StringBuilder("]p0\n0");
        for (int i = 0; i < 60; i++) {
            laughs.append(String.format("](g%1$d\ng%1$d\nep%2$d\n0", i, i + 1));
        }

        assertRefused(laughs + "g60\n.", "referring to the same values");
    }

    @Test
    void hashesOfEnormousTuplesAreNotComputed() {
        StringBuilder laughs = new StringBuilder("}(tp0\n0");
        for (int i = 0; i < 60; i++) {
            laughs.append(String.format("g%1$d\ng%1$d\n\u0086p%2$d\n0", i, i + 1));
        }

        assertRefused(laughs + "g60\nNs.", "referring to the same values");
    }

    @Test
    void aLargeTextIsNotRepeatedWithoutEnd() {
        assertRefused(
                "(V" + "x".repeat(1_000_000) + "\nq\u0000" + "h\u0000".repeat(1_000_000) + "t.",
                "referring to the same values");
        assertRefused("(V" + "x".repeat(1_000_000) + "\n" + "2".repeat(1_000_000) + "t.",
                "referring to the same values");
    }

    @Test
    void aContainerThatGrewAfterItWasReferredToIsCountedInFull() {
        // a hundred thousand references to a list while it is small, which then grows
        String pickle = "]q\u0000" + "h\u0000".repeat(100_000) + "(" + "N".repeat(100_000) + "e";

        assertRefused("(" + pickle + "t.", "referring to the same values");
    }

    @Test
    void sharedObjectsOfUsualSizeAreRead() {
        assertThat((List<?>) Pickles.read("(](" + "K\u0001".repeat(100) + "eq\u0000"
                + "h\u0000".repeat(5_000) + "l.")).hasSize(5_001);
    }

    @Test
    void collidingKeysThatHaveNoOrderAreRefused() {
        // of sets the hash is the sum of the members': {i, -i} are all alike
        StringBuilder members = new StringBuilder();
        for (int i = 1; i <= 5_000; i++) {
            members.append("(I").append(i).append("\nI-").append(i).append("\n\u0091");
        }

        assertRefused("\u008f(" + members + "\u0090.", "same hash code");
        assertRefused("cbuiltins\nset\n((" + members + "ltR.", "same hash code");
        assertRefused("(" + members + "\u0091.", "same hash code");
        assertRefused("(" + members.toString().replace("\u0091", "\u0091N") + "d.",
                "same hash code");
    }

    @Test
    void keysThatPythonCannotHashAreRefused() {
        assertRefused("}]Ns.", "a list");
        assertRefused("}}Ns.", "a dict");
        assertRefused("}\u008fNs.", "a set");
        assertRefused("}(]tNs.", "a list");
        assertRefused("(\u0096\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0091.",
                "bytearray");
        assertRefused("}carray\narray\n(S'i'\n]tRNs.", "an array");
    }

    @Test
    void longNumbersInTextAreRefused() {
        assertRefused("L" + "1".repeat(3_000_000) + "L\n.", "3000000 digits", "maxIntegerDigits");
        assertRefused("I" + "1".repeat(5_000) + "\n.", "5000 digits");
        assertRefused("cdecimal\nDecimal\n(V" + "1".repeat(5_000) + "\ntR.", "maxIntegerDigits");
        assertRefused("cdecimal\nDecimal\n(V1E+999999999\ntR.", "exponent");
        assertRefused("cdecimal\nDecimal\n(V1E-999999999\ntR.", "exponent");
        assertRefused("cdecimal\nDecimal\n(V1E99999999999\ntR.", "Decimal");
        assertRefused("cfractions\nFraction\n(V" + "1".repeat(5_000) + "/3\ntR.",
                "maxIntegerDigits");
        assertRefused("cfractions\nFraction\n(I1\nI0\ntR.", "denominator 0");
        String number = "\u008b\u0010'\u0000\u0000" + "A".repeat(10_000);
        assertRefused("cfractions\nFraction\n(" + number + "I3\ntR.", "maxIntegerDigits");
    }

    // Lines of text

    @ParameterizedTest
    @ValueSource(strings = {"I\n.", "I-\n.", "Ix\n.", "I1_0\n.", "I 1\n.", "I0x1\n.", "L\n.",
            "LL\n.",
            "F\n.", "Fx\n.", "F1d\n.", "F0x1p3\n.", "FNaN\n.", "F1e\n.", "S\n.", "Sx\n.", "S'x\n.",
            "S'\n.", "S'x\"\n.", "S'\\\n.", "S'\\'\n.", "S'\\x1'\n.", "V\\u00\n.", "V\\uzzzz\n.",
            "V\\U00110000\n.", "V\\Uffffffff\n.", "Vx", "I1", "cos\n", "cos\nsystem", "p1"})
    void linesThatPythonWouldNotWriteAreRefused(String pickle) {
        assertRefused(pickle);
    }

    @Test
    void textThatIsNotUtf8IsRefused() {
        for (String bad : List.of("\u00ff", "\u00c3", "\u0080", "\u00c0\u0080",
                "\u00f4\u0090\u0080\u0080")) {
            assertRefused("\u008c" + (char) bad.length() + bad + ".", "not UTF-8");
        }
    }

    // Constructors

    @ParameterizedTest
    @ValueSource(strings = {"cdatetime\ndate\n(V\u0007\\u00e5\u0002\u001e\ntR.",
            "cdatetime\ndate\n(Vabc\ntR.",
            "cdatetime\ndate\n(V\\u20ac\\u20ac\\u20ac\\u20ac\ntR.", "cdatetime\ndate\n(I1\ntR.",
            "cdatetime\ndate\n(tR.", "cdatetime\ndatetime\n(Vaaaaaaaaaa\ntR.",
            "cdatetime\ntimedelta\n(I1\nI2\ntR.", "cdatetime\ntimedelta\n(I1\nI-1\nI0\ntR.",
            "cdatetime\ntimedelta\n(I1000000000\nI0\nI0\ntR.", "cdatetime\ntimezone\n(I1\ntR.",
            "cdatetime\ntimezone\n(cdatetime\ntimedelta\n(I0\nI80000\nI0\ntRtR.",
            "czoneinfo\nZoneInfo\n(VNowhere/Land\ntR.",
            "cjyro.time\nZonedDateTime\n(Vnow\ntR.", "cjyro.time\nDuration\n(I1\ntR.",
            "cbuiltins\ncomplex\n(S'x'\nI1\ntR.",
            "cbuiltins\nset\n(I1\ntR.", "cbuiltins\nset\n(]]tR.", "cbuiltins\ndict\n((I1\nltR.",
            "cbuiltins\nbytes\n(I1\ntR.", "c_codecs\nencode\n(Vx\nVrot13\ntR.",
            "c_codecs\nencode\n(V\\u20ac\nVlatin1\ntR.",
            "ccollections\ndefaultdict\n(cos\nsystem\ntR.",
            "ccollections\ndefaultdict\n(I1\ntR.", "ccollections\ndeque\n(]I-1\ntR.",
            "carray\n_array_reconstructor\n(carray\narray\nS'i'\nI8\nVabc\ntR.",
            "carray\n_array_reconstructor\n(carray\narray\nS'i'\nI99\nVabcd\ntR.",
            "carray\n_array_reconstructor\n(cos\nsystem\nS'i'\nI8\nVabcd\ntR.",
            "carray\n_array_reconstructor\n(carray\narray\nS'w'\nI20\nVaaaa\ntR.",
            "carray\narray\n(S'z'\n]tR.", "carray\narray\n(S'h'\n(I70000\nltR.",
            "carray\narray\n(S'd'\n(S'x'\nltR.", "cdecimal\nDecimal\n(Vx\ntR.",
            "cdecimal\nDecimal\n(V1E\ntR.",
            "cfractions\nFraction\n(Vx/y\ntR.", "ccopyreg\n_reconstructor\n(I1\nI2\nNtR.",
            "ccopyreg\n__newobj__\n(tR.", "ccopyreg\n__newobj__\n(I1\ntR.",
            "cuuid\nUUID\n)\u0081.", "cuuid\nUUID\n)\u0081}S'int'\nI-1\nsb.",
            "cPyro4.core\nURI\n)\u0081(I1\ntb.", "cPyro4.core\nProxy\n)\u0081(I1\ntb.",
            "cPyro4.core\nProxy\n)\u0081.", "cPyro4.futures\n_ExceptionWrapper\n)\u0081."})
    void malformedArgumentsOfKnownConstructorsAreRefused(String pickle) {
        readHostile(Pickles.bytes(pickle));
        assertThat(catchThrowable(() -> requireKnown(Pickles.read(pickle))))
                .isInstanceOf(SerializationException.class);
    }

    /** A proxy without state is an instance like any other. */
    private static void requireKnown(@Nullable Object value) {
        if (value instanceof ClassDict) {
            throw new SerializationException("not known");
        }
    }

    // Any bytes

    @ParameterizedTest
    @MethodSource("io.jyro.pickle.Pickles#captured")
    void picklesThatEndAnywhereAreRefused(Pickles.Captured pickle) {
        for (int length = 0; length < pickle.bytes().length; length++) {
            byte[] cut = Arrays.copyOf(pickle.bytes(), length);

            assertThatThrownBy(() -> Pickles.read(cut)).isInstanceOf(SerializationException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("io.jyro.pickle.Pickles#captured")
    void mutatedPicklesAreRefusedOrAreValues(Pickles.Captured pickle) {
        Random random = new Random(SEED);
        for (int round = 0; round < 40; round++) {
            byte[] mutated = pickle.bytes().clone();
            for (int k = 1 + random.nextInt(3); k > 0; k--) {
                mutated[random.nextInt(mutated.length)] = (byte) (random.nextBoolean()
                        ? random.nextInt()
                        : pickle.bytes()[random.nextInt(mutated.length)]);
            }
            readHostile(mutated);
        }
    }

    @Test
    void splicedPicklesAreRefusedOrAreValues() {
        List<Pickles.Captured> captured = Pickles.captured();
        Random random = new Random(SEED);
        for (int round = 0; round < 20_000; round++) {
            byte[] head = captured.get(random.nextInt(captured.size())).bytes();
            byte[] tail = captured.get(random.nextInt(captured.size())).bytes();
            int end = random.nextInt(head.length);
            int from = random.nextInt(tail.length);
            byte[] spliced = Arrays.copyOf(head, end + tail.length - from);
            System.arraycopy(tail, from, spliced, end, tail.length - from);
            readHostile(spliced);
        }
    }

    /** Reads; any exception but ours fails the test. */
    private static void readHostile(byte[] pickle) {
        try {
            Pickles.read(pickle);
        } catch (SerializationException expected) {
            assertThat(expected.getMessage()).isNotBlank();
        } catch (RuntimeException | Error other) {
            throw new AssertionError("seed " + SEED + ", " + HexFormat.of().formatHex(pickle),
                    other);
        }
    }
}
