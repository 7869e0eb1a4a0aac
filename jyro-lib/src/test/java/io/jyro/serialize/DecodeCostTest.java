package io.jyro.serialize;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jyro.Dialect;
import io.jyro.PyroConfig;
import io.jyro.RemoteCallException;
import io.jyro.SerializationException;
import io.jyro.Serializer;
import io.jyro.attacks.Attack;
import io.jyro.attacks.KnownAttacks;
import io.jyro.serialize.format.Codecs;
import io.jyro.types.FrozenSet;
import io.jyro.types.Tuple;
import io.jyro.wire.ByteOutput;
import io.jyro.wire.Payload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What reading a payload costs, in counts; the times are measured by jyro-benchmarks. */
class DecodeCostTest {
    private static final CodecContext CONTEXT = CodecContext.of(PyroConfig.defaults(), Dialect.V48,
            TypeRegistry.standard());
    private static final Codec MARSHAL = Codecs.of(Serializer.MARSHAL);

    static List<Attack> attacks() {
        return KnownAttacks.all();
    }

    private static byte[] written(Serializer serializer, @Nullable Object value) {
        ByteOutput out = new ByteOutput(0);
        Codecs.of(serializer).write(value, out, CONTEXT);
        byte[] bytes = new byte[out.position()];
        System.arraycopy(out.array(), 0, bytes, 0, bytes.length);
        return bytes;
    }

    private static @Nullable Object read(Serializer serializer, byte[] payload) {
        return Codecs.of(serializer).read(payload, 0, payload.length, CONTEXT);
    }

    private static @Nullable Object echoed(@Nullable Object value) {
        return read(Serializer.MARSHAL, written(Serializer.MARSHAL, value));
    }

    private static byte[] payload(String name) {
        return attacks().stream().filter(attack -> attack.name().equals(name)).findFirst()
                .orElseThrow().payload();
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void aKnownAttackCostsWhatItsSizeAllows(Attack attack) {
        CostRule.holds(Codecs.of(attack.serializer()), attack);
    }

    @ParameterizedTest
    @EnumSource(names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void generatedValuesCostWhatTheirSizeAllows(Serializer serializer) {
        ValueGenerator generator = ValueGenerator.ofSeed(4711);
        int values = 0;
        for (int i = 0; i < 500; i++) {
            byte[] payload;
            try {
                payload = written(serializer, generator.next());
            } catch (SerializationException notForThisOne) {
                continue;
            }
            values += CostRule.holds(Codecs.of(serializer), payload) ? 1 : 0;
        }
        assertThat(values).isGreaterThan(100);
    }

    // Repeating

    @Test
    void referencesRepeatAsMuchAsTheSizeOfThePayloadAllows() {
        Payload payload = payload(repeating(1_000, 400));
        DecodeBudget budget = CONTEXT.budget(payload);

        assertThat((List<?>) MARSHAL.read(payload, CONTEXT, budget)).hasSize(401);
        assertThat(budget.repetition().repeated()).isEqualTo(400 * 1_003L);
    }

    @Test
    void referencesThatRepeatMoreAreRefused() {
        Payload payload = payload(repeating(1_000, 600));

        assertThatThrownBy(() -> MARSHAL.read(payload, CONTEXT, CONTEXT.budget(payload)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("repeats more than").hasMessageContaining("several calls");
    }

    /** A list of a list of some elements, and then of references to it. */
    private static byte[] repeating(int elements, int times) {
        byte[] payload = new byte[5 + 5 + elements + 5 * times];
        payload[0] = '[';
        int32(payload, 1, times + 1);
        payload[5] = (byte) ('[' | 0x80);
        int32(payload, 6, elements);
        java.util.Arrays.fill(payload, 10, 10 + elements, (byte) 'N');
        for (int at = 10 + elements; at < payload.length; at += 5) {
            payload[at] = 'r';
        }
        return payload;
    }

    private static void int32(byte[] bytes, int at, int value) {
        for (int i = 0; i < Integer.BYTES; i++) {
            bytes[at + i] = (byte) (value >>> Byte.SIZE * i);
        }
    }

    private static Payload payload(byte[] bytes) {
        return Payload.of(bytes, 0, bytes.length);
    }

    @Test
    void textsOfOldVersionsAreRepeatedByTheirLength() {
        assertThatThrownBy(
                () -> read(Serializer.MARSHAL, payload("an interned text that is repeated")))
                .isInstanceOf(SerializationException.class).hasMessageContaining("repeats");
    }

    // Keys

    @Test
    void aDictKeyedByAllPairsOf200NumbersIsRead() {
        Map<Object, Integer> pairs = new LinkedHashMap<>();
        for (int one = 0; one < 200; one++) {
            for (int other = 0; other < one; other++) {
                pairs.put(FrozenSet.of(one, other), one);
            }
        }

        assertThat(echoed(pairs)).isEqualTo(pairs);
    }

    @Test
    void aGridOfTuplesOfWhichManyShareAHashIsRead() {
        Map<Object, Integer> grid = new LinkedHashMap<>();
        for (int x = 0; x < 300; x++) {
            for (int y = 0; y < 300; y++) {
                grid.put(Tuple.of(x, y), x);
            }
        }

        assertThat(echoed(grid)).isEqualTo(grid);
    }

    @Test
    void numbersOfAllSizesAreKeysTogether() {
        Map<Object, Object> keys = new LinkedHashMap<>();
        for (int i = 1; i < 10_000; i++) {
            keys.put(i, i);
            keys.put((long) i << 40, i);
            keys.put(i + 0.5, i);
            keys.put("k" + i, i);
        }

        assertThat(echoed(keys)).isEqualTo(keys);
    }

    @ParameterizedTest
    @EnumSource
    void collidingKeysAreRefused(Colliding colliding) {
        assertThatThrownBy(() -> read(Serializer.MARSHAL, payload(colliding.attack)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("same hash code");
    }

    enum Colliding {
        TUPLES("keys of one hash without order"),
        SETS("sets of colliding sets of colliding sets"),
        LEVELS("16 levels of three colliding sets"),
        NUMBERS("numbers of two classes and one hash"),
        INSTANCES("instances as keys within instances");

        private final String attack;

        Colliding(String attack) {
            this.attack = attack;
        }
    }

    @ParameterizedTest
    @EnumSource
    void collidingKeysThatHaveAnOrderAreRead(Ordered ordered) {
        assertThat(read(Serializer.MARSHAL, payload(ordered.attack))).isInstanceOf(Set.class);
    }

    enum Ordered {
        LONGS("numbers of one class and one hash"),
        TUPLES("ordered tuples of one hash"),
        TEXTS("texts of one hash");

        private final String attack;

        Ordered(String attack) {
            this.attack = attack;
        }
    }

    @Test
    void eachComparisonOfTwoKeysOfOneHashIsCounted() {
        // 100 sets {i, -i}, each compared with all before it, of which the first member already differs.
        Set<Object> sets = new java.util.LinkedHashSet<>();
        for (int i = 1; i <= 100; i++) {
            sets.add(FrozenSet.of(i, -i));
        }
        Payload payload = payload(written(Serializer.MARSHAL, sets));
        DecodeBudget budget = CONTEXT.budget(payload);

        MARSHAL.read(payload, CONTEXT, budget);

        long pairs = 100 * 99 / 2;
        assertThat(budget.steps()).isBetween(pairs, 6 * pairs);
    }

    // Text

    @Test
    void theMessageOfAnExceptionIsMadeWhenItIsAskedFor() {
        boolean[] asked = {false};
        Object argument = new Object() {
            @Override
            public String toString() {
                asked[0] = true;
                return "text";
            }
        };
        RemoteCallException exception = new RemoteCallException("x.Y", List.of(argument), Map.of());

        assertThat(asked[0]).isFalse();
        assertThat(exception.getMessage()).isEqualTo("x.Y: text");
    }

    @Test
    void exceptionsInExceptionsHoldTheirTextOnce() {
        RemoteCallException nested = new RemoteCallException("x.Y", List.of("x".repeat(20_000)),
                Map.of());
        for (int i = 0; i < 50; i++) {
            nested = new RemoteCallException("x.Y", List.of(nested, "x".repeat(20_000)), Map.of());
        }

        assertThat(nested.getMessage()).startsWith("x.Y: [x.Y, xxx").hasSizeLessThan(10_100);
    }

    @Test
    void anIntegerInAnExceptionIsNotPrinted() {
        RemoteCallException exception = new RemoteCallException("x.Y",
                List.of(BigInteger.ONE.shiftLeft(100_000)), Map.of());

        assertThat(exception).hasMessage("x.Y: int of 100001 bits");
    }

    @Test
    void aValueThatIsAnExceptionTravelsOnWithoutAStackOfOurs() {
        byte[] exception = written(Serializer.MARSHAL,
                new RemoteCallException("builtins.ValueError", List.of("no"), Map.of()));
        Object value = read(Serializer.SERPENT, ("{'__class__':'ValueError','__exception__':True,"
                + "'args':('no',),'attributes':{}}").getBytes(
                        java.nio.charset.StandardCharsets.US_ASCII));

        assertThat(written(Serializer.MARSHAL, value)).hasSizeLessThan(150);
        assertThat(exception).hasSizeGreaterThan(500); // one that was made here shows where
    }

    @Test
    void theLimitForMemoryGrowsWithThePayload() {
        CodecLimits limits = new CodecLimits(100, 100);

        assertThat(limits.decodedBytes(0)).isEqualTo(1 << 20);
        assertThat(limits.decodedBytes(1_000_000)).isEqualTo((1 << 20) + 64_000_000);
        assertThat(limits.decodedBytes(Integer.MAX_VALUE)).isEqualTo(limits.maxDecodedBytes());
        assertThat(new CodecLimits(100, 100, 5).decodedBytes(1_000)).isEqualTo(5);
        assertThat(new CodecLimits(100, 100, 0).decodedBytes(1_000)).isEqualTo(Long.MAX_VALUE);
    }
}
