package io.jyro.serialize;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;

import io.jyro.Dialect;
import io.jyro.PyroConfig;
import io.jyro.PyroType;
import io.jyro.SerializationException;
import io.jyro.Serializer;
import io.jyro.TypeMismatchException;
import io.jyro.TypeRef;
import io.jyro.serialize.bind.Binding;
import io.jyro.serialize.bind.Bindings;
import io.jyro.serialize.format.Codecs;
import io.jyro.types.NdArray;
import io.jyro.wire.ByteOutput;
import io.jyro.wire.MemoryCharge;
import io.jyro.wire.Payload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What converting the values of a payload to declared types costs, in counts. */
class ConversionCostTest {
    private static final CodecContext CONTEXT = CodecContext.of(PyroConfig.defaults(), Dialect.V48,
            TypeRegistry.standard());

    private static int made;
    private static int compared;

    /** Counts how many are made and compared. */
    record Point(int x, int y) {
        Point {
            made++;
        }

        @Override
        public int hashCode() {
            return 31 * x + y;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            compared++;
            return other instanceof Point point && x == point.x && y == point.y;
        }
    }

    @PyroType("house.Route")
    record Route(List<Point> points) {}

    @BeforeEach
    void countFromZero() {
        made = 0;
        compared = 0;
    }

    /** A value that was read from a payload, with what may still be done with it. */
    private record Read(@Nullable Object value, DecodeBudget budget) {
        @Nullable
        Object as(TypeRef<?> type) {
            return Bindings.of(type.type()).bind(value, budget);
        }

        int score(TypeRef<?> type) {
            return Bindings.of(type.type()).score(value, budget);
        }
    }

    private static Read read(Serializer serializer, byte[] bytes, CodecContext context) {
        Payload payload = Payload.of(bytes, 0, bytes.length);
        DecodeBudget budget = context.budget(payload);
        return new Read(Codecs.of(serializer).read(payload, context, budget), budget);
    }

    private static Read read(Object sent, CodecContext context) {
        ByteOutput out = new ByteOutput(0);
        Codecs.of(Serializer.SERPENT).write(sent, out, CONTEXT);
        byte[] bytes = Arrays.copyOf(out.array(), out.position());
        return read(Serializer.SERPENT, bytes, context);
    }

    private static Read read(Object sent) {
        return read(sent, CONTEXT);
    }

    /** In marshal: a list of a list of three dicts, and of references to that list. */
    private static byte[] threePoints(int times) {
        StringBuilder text = new StringBuilder("[").append(int32(times + 1));
        text.append((char) ('[' | 0x80)).append(int32(3));
        for (int i = 0; i < 3; i++) {
            text.append("{u").append(int32(1)).append("xi").append(int32(i)).append('u')
                    .append(int32(1)).append("yi").append(int32(i)).append('0');
        }
        text.append(("r" + int32(0)).repeat(times));
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<?> list(@Nullable Object value) {
        return (List<?>) Objects.requireNonNull(value);
    }

    private static String int32(int value) {
        return "" + (char) (value & 0xff) + (char) (value >> 8 & 0xff) + "\0\0";
    }

    // Values that are repeated

    @Test
    void aListThatIsRepeatedIsConvertedOnceAndStaysOne() {
        List<?> sets = list(read(Serializer.MARSHAL, threePoints(1_000), CONTEXT)
                .as(new TypeRef<List<Set<Point>>>() {}));

        assertThat(sets).hasSize(1_001).allSatisfy(set -> assertThat(set).isSameAs(sets.get(0)));
        assertThat(made).isEqualTo(3);
    }

    @Test
    void itIsConvertedOnceToEachDeclaredType() {
        Read read = read(Serializer.MARSHAL, threePoints(1_000), CONTEXT);

        assertThat((List<?>) read.as(new TypeRef<List<Point[]>>() {})).hasSize(1_001);
        assertThat((List<?>) read.as(new TypeRef<List<Set<Point>>>() {})).hasSize(1_001);
        assertThat(made).isEqualTo(6);
    }

    @Test
    void itIsLookedAtOnceToChooseAnOverload() {
        Read read = read(Serializer.MARSHAL, threePoints(1_000), CONTEXT);
        int once = read.score(new TypeRef<List<Set<Point>>>() {});

        assertThat(once).isPositive();
        assertThat(read.score(new TypeRef<List<List<Integer>>>() {})).isEqualTo(Binding.UNFIT);
        assertThat(read.score(new TypeRef<List<Set<Point>>>() {})).isEqualTo(once);
    }

    @Test
    void aClassWithANameConvertsWhatItsInstancesShareOnce() {
        CodecContext context = CodecContext.of(PyroConfig.defaults(), Dialect.V48, named());
        int times = 100;
        StringBuilder text = new StringBuilder("[").append(int32(times + 1));
        text.append((char) ('[' | 0x80)).append(int32(1)).append("{u").append(int32(1)).append("xi")
                .append(int32(1)).append('u').append(int32(1)).append("yi").append(int32(2))
                .append('0');
        for (int i = 0; i < times; i++) {
            text.append("{u").append(int32(9)).append("__class__u").append(int32(11))
                    .append("house.Routeu").append(int32(6)).append("pointsr").append(int32(0))
                    .append('0');
        }
        List<?> routes = list(read(Serializer.MARSHAL,
                text.toString().getBytes(StandardCharsets.ISO_8859_1), context).value());

        assertThat(routes.get(times)).isEqualTo(new Route(List.of(new Point(1, 2))));
        assertThat(made).as("once, and for this test").isEqualTo(2);
    }

    private static TypeRegistry named() {
        TypeRegistry types = TypeRegistry.standard();
        types.registerNamed(Route.class);
        return types;
    }

    // Keys

    @Test
    void keysThatShareAHashOnlyAsDeclaredAreRefused() {
        Read points = read(colliding(2_000));

        assertThat(points.as(new TypeRef<List<Point>>() {})).isInstanceOf(List.class);
        assertThatThrownBy(() -> points.as(new TypeRef<Set<Point>>() {}))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("same hash code");
    }

    @Test
    void theKeysOfManySetsTakeStepsOfOneBudget() {
        Read sets = read(Collections.nCopies(30, colliding(700))); // each 244,650 comparisons

        assertThatThrownBy(() -> sets.as(new TypeRef<List<Set<Point>>>() {}))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("same hash code");
        assertThat(compared).as("those that were counted, and those of the sets themselves")
                .isLessThan(9_000_000);
    }

    private static List<Object> colliding(int count) {
        List<Object> points = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            points.add(Map.of("x", i, "y", -31 * i));
        }
        return points;
    }

    // Collections that are slow to fill

    @Test
    void aListThatCopiesItselfWithEveryChangeIsFilledAtOnce() {
        List<Integer> numbers = numbers(300_000);

        assertThat(read(numbers).as(new TypeRef<CopyOnWriteArrayList<Integer>>() {}))
                .isEqualTo(numbers);
    }

    @Test
    void aSetThatComparesAllItsMembersIsFilledUpToAHalfThousand() {
        assertThat(read(numbers(500)).as(new TypeRef<CopyOnWriteArraySet<Integer>>() {}))
                .isInstanceOf(CopyOnWriteArraySet.class);
        assertThatThrownBy(
                () -> read(numbers(501)).as(new TypeRef<CopyOnWriteArraySet<Integer>>() {}))
                .isInstanceOf(TypeMismatchException.class)
                .hasMessageContaining("declare Set");
    }

    private static List<Integer> numbers(int count) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(i);
        }
        return numbers;
    }

    // Memory

    @Test
    void theMemoryOfWhatIsConvertedIsCountedWithTheCall() {
        Taken taken = new Taken();
        Read read = read(Collections.nCopies(1_000, List.of(1)), CONTEXT.countingIn(taken));
        long ofReading = taken.bytes;
        Taken later = new Taken();
        read.budget().chargeTo(later);

        assertThat((List<?>) read.as(new TypeRef<List<Set<Double>>>() {})).hasSize(1_000);
        assertThat(taken.bytes).as("of reading").isEqualTo(ofReading);
        assertThat(later.bytes).as("of converting").isBetween(100_000L, 400_000L);
    }

    @Test
    void anArrayThatGrowsAsAListIsCounted() {
        Taken taken = new Taken();
        Bindings.of(new TypeRef<List<Integer>>() {}.type()).bind(NdArray.of(new byte[100_000]),
                new DecodeBudget(CodecLimits.DEFAULT, 100_000, taken));

        assertThat(taken.bytes).isGreaterThan(2_000_000);
    }

    @Test
    void theSizeOfAPayloadDoesNotLimitWhatADeclaredTypeTakes() {
        Read read = read(Collections.nCopies(30_000, List.of(1)));

        assertThat((List<?>) read.as(new TypeRef<List<Set<Double>>>() {})).hasSize(30_000);
    }

    /** Memory without end. */
    private static final class Taken implements MemoryCharge {
        private long bytes;

        @Override
        public long uncounted() {
            return 0;
        }

        @Override
        public void take(long more) {
            bytes += more;
        }

        @Override
        public boolean tryTake(long more) {
            take(more);
            return true;
        }

        @Override
        public void give(long less) {
            bytes -= less;
        }
    }
}
