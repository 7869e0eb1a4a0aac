package io.jyro.serialize.format;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.jyro.Dialect;
import io.jyro.PyroConfig;
import io.jyro.SerializationException;
import io.jyro.serialize.CallPayload;
import io.jyro.serialize.Codec;
import io.jyro.serialize.CodecContext;
import io.jyro.serialize.CodecLimits;
import io.jyro.serialize.NameTable;
import io.jyro.serialize.PayloadsApart;
import io.jyro.serialize.TypeRegistry;
import io.jyro.serialize.ValueGenerator;
import io.jyro.serialize.Values;
import io.jyro.types.ClassDict;
import io.jyro.types.FrozenSet;
import io.jyro.types.Tuple;
import io.jyro.wire.ByteOutput;
import io.jyro.wire.Payload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What every codec promises. What a format cannot carry, its test says by {@link #generator} and {@link #asItArrives}. */
@SuppressWarnings("FloatingPointLiteralPrecision") // digits to spare are what is tested
abstract class CodecContract {
    /** Another seed every time; {@code -Djyro.test.seed=} repeats a failure, which prints it. */
    static final long SEED = Long.getLong("jyro.test.seed", System.nanoTime());

    private static final int GENERATED = 2_000;

    abstract Codec codec();

    /** Restricts the values to what the format can carry. */
    abstract ValueGenerator generator(ValueGenerator everything);

    /** What a value has become on the other side. */
    abstract @Nullable Object asItArrives(@Nullable Object value);

    static CodecContext context() {
        return context(Dialect.V502, CodecLimits.DEFAULT);
    }

    static CodecContext context(Dialect dialect, CodecLimits limits) {
        return new CodecContext(dialect, TypeRegistry.standard(), limits, false, new NameTable(), 4,
                false);
    }

    final byte[] write(@Nullable Object value) {
        return write(value, context());
    }

    final byte[] write(@Nullable Object value, CodecContext context) {
        ByteOutput out = new ByteOutput(0);
        codec().write(value, out, context);
        return Arrays.copyOf(out.array(), out.position());
    }

    final @Nullable Object read(byte[] payload) {
        return read(payload, context());
    }

    /** Reads from the middle of an array, as payloads stand in the buffer of a connection. */
    final @Nullable Object read(byte[] payload, CodecContext context) {
        byte[] buffer = new byte[payload.length + 20];
        Arrays.fill(buffer, (byte) '7');
        System.arraycopy(payload, 0, buffer, 10, payload.length);
        return codec().read(buffer, 10, payload.length, context);
    }

    final byte[] writeCall(CallPayload call) {
        ByteOutput out = new ByteOutput(0);
        codec().writeCall(call, out, context());
        return Arrays.copyOf(out.array(), out.position());
    }

    final CallPayload readCall(byte[] payload) {
        return codec().readCall(payload, 0, payload.length, context());
    }

    private void assertArrives(@Nullable Object value) {
        assertThat(Values.describe(read(write(value))))
                .isEqualTo(Values.describe(asItArrives(value)));
    }

    @Test
    void noneAndBooleansComeBack() {
        assertArrives(null);
        assertArrives(true);
        assertArrives(false);
    }

    @Test
    void integersComeBackAsTheSmallestClassThatHoldsThem() {
        for (int shift : new int[]{0, 7, 8, 14, 15, 16, 30, 31, 32, 45, 59, 60, 61, 62, 63}) {
            for (int more = -1; more <= 1; more++) {
                BigInteger number = BigInteger.ONE.shiftLeft(shift).add(BigInteger.valueOf(more));
                for (BigInteger signed : List.of(number, number.negate())) {
                    Object smallest = signed.bitLength() < 32
                            ? (Object) signed.intValue()
                            : signed.bitLength() < 64 ? (Object) signed.longValue() : signed;

                    assertThat(read(write(signed))).isEqualTo(smallest);
                    assertThat(read(write(smallest))).isEqualTo(smallest);
                }
            }
        }
    }

    @Test
    void integersOfEveryWidthTravelAsIntegers() {
        assertThat(read(write(List.of((byte) -1, (short) 300, 70_000L))))
                .isEqualTo(List.of(-1, 300, 70_000));
    }

    @Test
    void floatsComeBackBitForBit() {
        for (double number : new double[]{0.0, -0.0, 0.1, 1e15, 1e16, 123456789012.5, 1e22, 1e23,
                2e23, 5e-324,
                1e-323, 2.2250738585072014E-308, Double.MAX_VALUE, -1.5e-10}) {
            assertArrives(number);
        }
        assertThat(read(write(1.5f))).isEqualTo(1.5);
    }

    @Test
    void textOfEveryPlaneComesBack() {
        assertArrives("");
        assertArrives("it's \"quoted\" \\ \n\r\t\0\u007f");
        assertArrives("\u00e9\u00ad\u20ac\u2028\ufffd\ufeff\uffff\ud83d\ude00\udbff\udfff");
        assertThat(read(write('x'))).isEqualTo("x");
        assertThat(read(write(CharBuffer.wrap("built")))).isEqualTo("built");
        assertThat(read(write("array".toCharArray()))).isEqualTo("array");
    }

    @Test
    void oneStrangeCharacterAnywhereInALongTextComesBack() {
        for (String strange : List.of("\u0080", "\u00e9", "\u0141", "\u20ac", "\ufffd", "\uffff",
                "\ud83d\ude00")) {
            for (int at : new int[]{0, 1, 40, 63, 64, 99, 4095, 4096, 5000}) {
                assertArrives("a".repeat(at) + strange + "z".repeat(5000 - at));
                assertArrives("a".repeat(at) + strange);
            }
        }
    }

    @Test
    void bytesComeBack() {
        for (int length = 0; length < 10; length++) {
            byte[] bytes = new byte[length];
            new Random(length).nextBytes(bytes);

            assertArrives(bytes);
            ByteBuffer buffer = ByteBuffer.allocateDirect(length + 2).put((byte) 9).put(bytes)
                    .flip().position(1);
            assertThat(Values.describe(read(write(buffer))))
                    .isEqualTo(Values.describe(asItArrives(bytes)));
            assertThat(buffer.remaining()).isEqualTo(length);
        }
    }

    @Test
    void containersComeBackInTheirOrder() {
        assertArrives(new ArrayList<>(Arrays.asList(3, null, "x", List.of(), List.of(List.of(1)))));
        assertArrives(Tuple.of());
        assertArrives(Tuple.of(1));
        assertArrives(Tuple.of(1, Tuple.of(2, 3)));
        assertArrives(new LinkedHashSet<>(List.of("b", "a", 1)));
        assertArrives(FrozenSet.of("b", "a"));
        Map<String, @Nullable Object> dict = new LinkedHashMap<>();
        dict.put("z", 1);
        dict.put("a", null);
        dict.put("m", Map.of());
        assertArrives(dict);
    }

    @Test
    void javaArraysTravelAsLists() {
        assertThat(read(write(new int[]{1, -2}))).isEqualTo(List.of(1, -2));
        assertThat(read(write(new long[]{1L << 40}))).isEqualTo(List.of(1L << 40));
        assertThat(read(write(new double[]{0.5}))).isEqualTo(List.of(0.5));
        assertThat(read(write(new float[]{0.5f}))).isEqualTo(List.of(0.5));
        assertThat(read(write(new short[]{3}))).isEqualTo(List.of(3));
        assertThat(read(write(new boolean[]{true}))).isEqualTo(List.of(true));
        assertThat(read(write(new Object[]{"a", new int[][]{{1}, {}}})))
                .isEqualTo(List.of("a", List.of(List.of(1), List.of())));
    }

    @Test
    void instancesOfUnknownClassesComeBackAsTheyCame() {
        ClassDict instance = ClassDict.of("thermometers.Reading", Map.of("celsius", 21.5));

        assertArrives(instance);
        assertArrives(new ArrayList<>(List.of(instance, Map.of("inner", instance))));
    }

    @Test
    void valuesThatAreNotPlainAreConverted() {
        Object arrived = read(
                write(List.of(UUID.fromString("11112222-3333-4444-5555-666677778888"))));

        assertThat(arrived).isEqualTo(List.of("11112222-3333-4444-5555-666677778888"));
    }

    @Test
    void whatCannotBeConvertedIsRefusedByName() {
        assertThatThrownBy(() -> write(List.of(Thread.currentThread())))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("Thread");
    }

    @Test
    void aConverterWithoutEndIsRefused() {
        TypeRegistry types = TypeRegistry.standard();
        types.substitute(value -> new Object());
        CodecContext context = CodecContext.of(PyroConfig.defaults(), Dialect.V48, types);

        assertThatThrownBy(() -> write(new Object(), context))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("conversions are nested");
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void generatedValuesComeBack(Dialect dialect) {
        ValueGenerator generator = generator(ValueGenerator.ofSeed(SEED));
        CodecContext context = context(dialect, CodecLimits.DEFAULT);

        for (int i = 0; i < GENERATED; i++) {
            Object value = generator.next();

            assertThat(Values.describe(read(write(value, context), context)))
                    .as("value %d of seed %d", i, SEED)
                    .isEqualTo(Values.describe(asItArrives(value)));
        }
    }

    @Test
    void byteStringsThatStandApartAreValuesLikeAnyOther() {
        ValueGenerator generator = generator(ValueGenerator.ofSeed(SEED));

        for (int i = 0; i < GENERATED; i++) {
            byte[] payload = write(generator.next());
            Payload apart = PayloadsApart.of(codec(), payload, i % 40);

            assertThat(apart.toBytes()).isEqualTo(payload);
            assertThat(Values.describe(codec().read(apart, context())))
                    .as("value %d of seed %d", i, SEED).isEqualTo(Values.describe(read(payload)));
        }
    }

    @Test
    void callsComeBack() {
        Map<String, @Nullable Object> kwargs = new LinkedHashMap<>();
        kwargs.put("key", Arrays.asList(true, null));
        CallPayload call = readCall(
                writeCall(new CallPayload("test.echo", "echo", Tuple.of(42, "hi"), kwargs)));

        assertThat(call.objectId()).isEqualTo("test.echo");
        assertThat(call.method()).isEqualTo("echo");
        assertThat(call.args()).isEqualTo(List.of(42, "hi"));
        assertThat(call.kwargs()).isEqualTo(kwargs);
    }

    @Test
    void callsWithoutAnyArgumentsComeBack() {
        CallPayload call = readCall(writeCall(new CallPayload("x", "", List.of(), Map.of())));

        assertThat(call).isEqualTo(new CallPayload("x", "", List.of(), Map.of()));
    }

    @Test
    void callsWithNoneForKeywordArgumentsComeBack() {
        CallPayload call = readCall(
                writeCall(new CallPayload("x", "__getattr__", Tuple.of("value"), null)));

        assertThat(call.kwargs()).isNull();
    }

    @Test
    void namesOfCallsAreTheSameStringsEveryTime() {
        byte[] payload = writeCall(
                new CallPayload("object.id", "method", List.of(), Map.of("keyword", 1)));
        CodecContext context = context();
        CallPayload first = codec().readCall(payload, 0, payload.length, context);
        CallPayload second = codec().readCall(payload, 0, payload.length, context);

        assertThat(second.method()).isSameAs(first.method());
        assertThat(second.objectId()).isSameAs(first.objectId());
    }

    @Test
    void aKeywordArgumentMayBeNamedClass() {
        CallPayload call = readCall(
                writeCall(new CallPayload("x", "m", List.of(), Map.of("__class__", "a.B"))));

        assertThat(call.kwargs()).isEqualTo(Map.of("__class__", "a.B"));
    }

    @Test
    void aValueThatIsNoCallIsRefused() {
        for (Object noCall : Arrays.asList(null, 1, "text", List.of(),
                Tuple.of("id", "method", Tuple.of()),
                Tuple.of("id", "method", Tuple.of(), Map.of(), 5),
                Tuple.of(1, "method", Tuple.of(), Map.of()),
                Tuple.of("id", 2, Tuple.of(), Map.of()), Tuple.of("id", "method", 3, Map.of()),
                Tuple.of("id", "method", Tuple.of(), 4))) {
            byte[] payload = write(noCall);

            assertThatThrownBy(() -> readCall(payload)).as("%s", noCall)
                    .isInstanceOf(SerializationException.class);
        }
    }

    @Test
    void valuesAsDeepAsTheLimitAreCarriedAndDeeperOnesRefused() {
        CodecContext context = context(Dialect.V48, new CodecLimits(5, 100));
        CodecContext deeper = context(Dialect.V48, new CodecLimits(6, 100));

        assertThat(read(write(nested(5), context), context)).isEqualTo(nested(5));
        assertThatThrownBy(() -> write(nested(6), context))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("5 levels").hasMessageContaining("maxNestingDepth");
        byte[] tooDeep = write(nested(6), deeper);
        assertThatThrownBy(() -> read(tooDeep, context)).isInstanceOf(SerializationException.class)
                .hasMessageContaining("5 levels").hasMessageContaining("maxNestingDepth");
    }

    @Test
    void theDeepestLimitThatCanBeSetOverflowsNoStack() throws InterruptedException {
        CodecContext context = context(Dialect.V48, new CodecLimits(500, 100));
        Queue<Object> read = new ConcurrentLinkedQueue<>();
        Runnable task = () -> read.add(Objects.requireNonNull(
                read(write(nested(500), context), context)));
        Thread platform = new Thread(null, task, "megabyte", 1 << 20); // what threads have by default
        platform.start();
        platform.join();
        Thread.startVirtualThread(task).join();

        assertThat(read).hasSize(2);
        assertThatThrownBy(() -> new CodecLimits(501, 100))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("1 to 500");
    }

    @Test
    void whatWouldBecomeTooMuchInMemoryIsRefusedBeforeItDoes() {
        byte[] payload = write(Collections.nCopies(100_000, List.of()));
        CodecContext context = context(Dialect.V48, new CodecLimits(10, 100, 1_000_000));

        assertThatThrownBy(() -> read(payload, context)).isInstanceOf(SerializationException.class)
                .hasMessageContaining("1000000 bytes of memory")
                .hasMessageContaining("maxDecodedSize");
    }

    private static Object nested(int levels) {
        List<Object> list = new ArrayList<>();
        for (int i = 1; i < levels; i++) {
            list = new ArrayList<>(List.of(list));
        }
        return list;
    }

    @Test
    void whatContainsItselfIsRefusedByName() {
        List<Object> list = new ArrayList<>();
        Map<String, Object> map = new LinkedHashMap<>();
        list.add(map);
        map.put("list", list);

        assertThatThrownBy(() -> write(list)).isInstanceOf(SerializationException.class)
                .hasMessageContaining("circular reference");
    }

    @Test
    void keysThatPythonCannotHashAreRefused() {
        for (Object key : Arrays.asList(List.of(1), Map.of(), Set.of(1), new int[0],
                Tuple.of(List.of()))) {
            assertThatThrownBy(() -> write(Collections.singletonMap(key, 1))).as("%s", key)
                    .isInstanceOf(SerializationException.class).hasMessageContaining("keys");
        }
    }

    @Test
    void payloadsThatEndAnywhereAreRefusedOrAreValues() {
        ValueGenerator generator = generator(ValueGenerator.ofSeed(SEED));
        for (int i = 0; i < 30; i++) {
            byte[] payload = write(Arrays.asList(generator.next(), generator.next()));
            for (int length = 0; length < Math.min(payload.length, 2_000); length++) {
                readHostile(Arrays.copyOf(payload, length));
            }
        }
    }

    @Test
    void mutatedPayloadsAreRefusedOrAreValues() {
        ValueGenerator generator = generator(ValueGenerator.ofSeed(SEED));
        Random random = new Random(SEED);
        for (int i = 0; i < GENERATED; i++) {
            byte[] payload = write(generator.next());
            for (int round = 0; round < 10; round++) {
                byte[] mutated = payload.clone();
                for (int k = 1 + random.nextInt(3); k > 0; k--) {
                    mutated[random.nextInt(mutated.length)] = (byte) (random.nextBoolean()
                            ? random.nextInt()
                            : payload[random.nextInt(payload.length)]);
                }
                readHostile(mutated);
            }
        }
    }

    @Test
    void noiseIsRefusedOrIsAValue() {
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);
            readHostile(noise);
        }
    }

    /** Reads as value and as call: any exception but ours fails the test. */
    final void readHostile(byte[] payload) {
        try {
            read(payload);
        } catch (SerializationException expected) {
            assertThat(expected.getMessage()).isNotBlank();
        } catch (RuntimeException | Error other) {
            throw new AssertionError(
                    "seed " + SEED + ", value " + HexFormat.of().formatHex(payload), other);
        }
        try {
            readCall(payload);
        } catch (SerializationException expected) {
            assertThat(expected.getMessage()).isNotBlank();
        } catch (RuntimeException | Error other) {
            throw new AssertionError("seed " + SEED + ", call " + HexFormat.of().formatHex(payload),
                    other);
        }
    }

    /** Lists, tuples, sets, dicts and instances with each of their parts turned into what arrives. */
    final @Nullable Object partsAsTheyArrive(@Nullable Object value) {
        return switch (value) {
            case Tuple tuple -> Tuple.copyOf(partsOf(tuple));
            case List<?> list -> partsOf(list);
            case FrozenSet set -> FrozenSet.copyOf(partsOf(set));
            case Set<?> set -> new LinkedHashSet<>(partsOf(set));
            case ClassDict instance ->
                ClassDict.of(instance.className(), valuesOf(instance.toDict()));
            case Map<?, ?> dict -> valuesOf(dict);
            case null, default -> value;
        };
    }

    private List<@Nullable Object> partsOf(Iterable<?> parts) {
        List<@Nullable Object> arrived = new ArrayList<>();
        for (Object part : parts) {
            arrived.add(asItArrives(part));
        }
        return arrived;
    }

    @SuppressWarnings("NullAway") // None is a key like any other
    private Map<Object, @Nullable Object> valuesOf(Map<?, ?> dict) {
        Map<Object, @Nullable Object> arrived = new LinkedHashMap<>();
        dict.forEach((key, value) -> arrived.put(key, asItArrives(value)));
        return arrived;
    }
}
