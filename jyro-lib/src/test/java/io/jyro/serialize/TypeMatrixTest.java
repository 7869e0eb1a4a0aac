package io.jyro.serialize;

import java.io.File;
import java.lang.invoke.MethodType;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Currency;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.SequencedCollection;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.jyro.PyroType;
import io.jyro.PyroUri;
import io.jyro.Serializer;
import io.jyro.TypeMismatchException;
import io.jyro.TypeRef;
import io.jyro.serialize.bind.Binding;
import io.jyro.serialize.bind.Bindings;
import io.jyro.serialize.format.Codecs;
import io.jyro.types.Tuple;
import io.jyro.wire.ByteOutput;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A value of each Java type, sent by each of the safe serializers to where the same type is declared. */
@SuppressWarnings("JdkObsolete") // old types have to come back, too
class TypeMatrixTest {
    /** Another seed every time; {@code -Djyro.test.seed=} repeats a failure, which prints it. */
    private static final long SEED = Long.getLong("jyro.test.seed", System.nanoTime());
    private static final int GENERATED = 300;

    private static final List<Serializer> SAFE = List.of(Serializer.SERPENT, Serializer.JSON,
            Serializer.MARSHAL, Serializer.MSGPACK);
    private static final Set<Serializer> NO_BYTES = EnumSet.of(Serializer.JSON);
    private static final Set<Serializer> NONE = EnumSet.noneOf(Serializer.class);

    record Reading(String room, double celsius, @Nullable String note) {}

    record Box<T>(T content, List<Box<T>> inner) {}

    record Pair<A, B>(A first, B second) {}

    record Holder(Optional<Integer> number, OptionalInt count, OptionalLong length,
            OptionalDouble size, Optional<Reading> reading) {}

    @PyroType("house.Event")
    record Event(Instant at, Level level) {}

    enum Level {
        LOW, HIGH {
            @Override
            public String toString() {
                return "very high";
            }
        }
    }

    @PyroType("house.Switch")
    enum Switch {
        ON, OFF
    }

    sealed interface Shape permits Circle, Group {}

    @PyroType("shapes.Circle")
    record Circle(double radius) implements Shape {}

    @PyroType("shapes.Group")
    record Group(List<Shape> members, Map<String, Shape> named) implements Shape {}

    /** Not a record, to have setters; generic above, to have a type variable. */
    public static class Named<T> {
        private @Nullable T name;

        public @Nullable T getName() {
            return name;
        }

        public void setName(@Nullable T name) {
            this.name = name;
        }
    }

    /** A bean whose property is definite only here. */
    public static final class Dated extends Named<LocalDate> {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Dated that && String.valueOf(getName())
                    .equals(String.valueOf(that.getName()));
        }

        @Override
        public int hashCode() {
            return String.valueOf(getName()).hashCode();
        }
    }

    private record Row(Type type, Object value, Set<Serializer> refusedBy) {}

    private final List<Row> rows = new ArrayList<>();

    private <T> void row(TypeRef<T> type, T value) {
        rows.add(new Row(type.type(), value, NONE));
    }

    private <T> void row(Class<T> type, T value) {
        rows.add(new Row(type, value, NONE));
    }

    private <T> void row(Class<T> type, T value, Set<Serializer> refusedBy) {
        rows.add(new Row(type, value, refusedBy));
    }

    @TestFactory
    Stream<DynamicTest> everyTypeComesBackAsItself() {
        scalars();
        times();
        optionals();
        containers();
        arrays();
        usersTypes();
        return SAFE.stream().flatMap(serializer -> rows.stream()
                .map(row -> DynamicTest.dynamicTest(
                        serializer.pyroName() + " " + row.type().getTypeName(),
                        () -> assertComesBack(serializer, row))));
    }

    private void scalars() {
        row(boolean.class, true);
        row(Boolean.class, false);
        row(byte.class, (byte) -128);
        row(Byte.class, (byte) 127);
        row(short.class, Short.MIN_VALUE);
        row(int.class, Integer.MAX_VALUE);
        row(Integer.class, -1);
        row(long.class, Long.MIN_VALUE);
        row(long.class, 5L);
        row(BigInteger.class, BigInteger.TWO.pow(200));
        row(BigInteger.class, BigInteger.ONE);
        row(BigDecimal.class, new BigDecimal("12345678901234567890.123456789000"));
        row(float.class, 0.1f);
        row(double.class, 0.1);
        row(double.class, Double.NaN);
        row(Double.class, Double.NEGATIVE_INFINITY);
        row(char.class, 'x');
        row(Character.class, '\u20ac');
        row(String.class, "text");
        row(byte[].class, new byte[]{0, -1, 65}, NO_BYTES);
        row(ByteBuffer.class, ByteBuffer.wrap(new byte[]{1, 2}), NO_BYTES);
        row(UUID.class, new UUID(1, 2));
        row(Path.class, Path.of("some", "file"));
        row(File.class, new File("some/file"));
        row(URI.class, URI.create("http://localhost/x?y=z"));
        row(PyroUri.class, PyroUri.parse("PYRO:obj@localhost:1"));
        row(Locale.class, Locale.forLanguageTag("pt-BR"));
        row(Currency.class, Currency.getInstance("EUR"));
        row(Level.class, Level.HIGH);
        row(Switch.class, Switch.OFF);
        row(Object.class, "anything");
        row(Number.class, 7);
        row(CharSequence.class, "text");
    }

    private void times() {
        row(LocalDate.class, LocalDate.of(2021, 2, 3));
        row(LocalDate.class, LocalDate.of(1, 1, 1));
        row(LocalTime.class, LocalTime.of(4, 5, 6, 789_000));
        row(LocalTime.class, LocalTime.MIDNIGHT);
        row(LocalDateTime.class, LocalDateTime.of(2021, 2, 3, 4, 5, 6, 789_000));
        row(OffsetDateTime.class, OffsetDateTime.of(2021, 2, 3, 4, 5, 6, 0, ZoneOffset.ofHours(5)));
        row(OffsetTime.class, OffsetTime.of(4, 5, 6, 1000, ZoneOffset.UTC));
        row(ZonedDateTime.class,
                ZonedDateTime.of(2021, 2, 3, 4, 5, 6, 0, ZoneOffset.ofHoursMinutes(-3, -30)));
        row(Instant.class, Instant.parse("2021-02-03T04:05:06.000789Z"));
        row(Instant.class, Instant.EPOCH);
        row(Duration.class, Duration.ofMillis(-1500));
        row(Duration.class, Duration.ofDays(100_000));
        row(Period.class, Period.of(1, -2, 3));
        row(Year.class, Year.of(2021));
        row(YearMonth.class, YearMonth.of(2021, 2));
        row(MonthDay.class, MonthDay.of(2, 29));
        row(DayOfWeek.class, DayOfWeek.FRIDAY);
        row(Month.class, Month.MAY);
        row(ZoneId.class, ZoneId.of("Europe/Paris"));
        row(ZoneOffset.class, ZoneOffset.ofHours(-7));
    }

    private void optionals() {
        row(new TypeRef<Optional<LocalDate>>() {}, Optional.of(LocalDate.of(2021, 2, 3)));
        row(new TypeRef<Optional<LocalDate>>() {}, Optional.empty());
        row(new TypeRef<Optional<List<Optional<Long>>>>() {},
                Optional.of(List.of(Optional.of(1L), Optional.empty())));
        row(OptionalInt.class, OptionalInt.of(3));
        row(OptionalLong.class, OptionalLong.empty());
        row(OptionalDouble.class, OptionalDouble.of(1.5));
        row(Holder.class, new Holder(Optional.of(1), OptionalInt.empty(), OptionalLong.of(5),
                OptionalDouble.empty(), Optional.of(new Reading("kitchen", 1, null))));
    }

    private void containers() {
        row(new TypeRef<List<Long>>() {}, List.of(1L, 2L));
        row(new TypeRef<List<? extends Number>>() {}, List.of(1, 2.5));
        row(new TypeRef<List<? super Long>>() {}, List.of(1L));
        row(new TypeRef<ArrayList<UUID>>() {}, new ArrayList<>(List.of(new UUID(3, 4))));
        row(new TypeRef<LinkedList<String>>() {}, new LinkedList<>(List.of("a")));
        row(new TypeRef<CopyOnWriteArrayList<String>>() {},
                new CopyOnWriteArrayList<>(List.of("a")));
        row(new TypeRef<Collection<Short>>() {}, List.of((short) 1));
        row(new TypeRef<Iterable<Short>>() {}, List.of((short) 1));
        row(new TypeRef<SequencedCollection<Short>>() {}, List.of((short) 1));
        row(new TypeRef<Queue<Integer>>() {}, new LinkedList<>(List.of(3, 1)));
        row(new TypeRef<Deque<Integer>>() {}, new LinkedList<>(List.of(3, 1)));
        row(new TypeRef<Set<Level>>() {}, Set.of(Level.HIGH));
        row(new TypeRef<Set<Integer>>() {}, Set.of());
        row(new TypeRef<LinkedHashSet<Integer>>() {}, new LinkedHashSet<>(List.of(3, 1)));
        row(new TypeRef<SortedSet<String>>() {}, new TreeSet<>(Set.of("b", "a")));
        row(new TypeRef<EnumSet<Level>>() {}, EnumSet.of(Level.LOW, Level.HIGH));
        row(new TypeRef<EnumSet<Level>>() {}, EnumSet.noneOf(Level.class));
        row(Tuple.class, Tuple.of(1, "two"));
        row(new TypeRef<Map<String, Duration>>() {}, Map.of("a", Duration.ofSeconds(5)));
        row(new TypeRef<Map<Integer, String>>() {}, Map.of(1, "one", -2, "minus two"));
        row(new TypeRef<Map<Long, String>>() {}, Map.of(1L << 40, "large"));
        row(new TypeRef<Map<Double, String>>() {}, Map.of(2.5, "a", 1.0, "b"));
        row(new TypeRef<Map<Boolean, String>>() {}, Map.of(true, "yes", false, "no"));
        row(new TypeRef<Map<BigInteger, String>>() {}, Map.of(BigInteger.TEN.pow(30), "huge"));
        row(new TypeRef<SortedMap<Integer, Long>>() {}, new TreeMap<>(Map.of(2, 3L, 1, 4L)));
        row(new TypeRef<NavigableMap<String, Long>>() {}, new TreeMap<>(Map.of("b", 3L)));
        row(new TypeRef<SequencedMap<String, Long>>() {}, new LinkedHashMap<>(Map.of("b", 3L)));
        row(new TypeRef<ConcurrentMap<String, Long>>() {},
                new java.util.concurrent.ConcurrentHashMap<>(Map.of("b", 3L)));
        row(new TypeRef<HashMap<String, Long>>() {}, new HashMap<>(Map.of("b", 3L)));
        row(new TypeRef<Map<String, Map<Integer, List<Optional<Reading>>>>>() {},
                Map.of("x", Map.of(7, List.of(Optional.of(new Reading("a", 1, "b"))))));
        row(new TypeRef<List<Map<String, Reading>>>() {},
                List.of(Map.of("kitchen", new Reading("kitchen", 21.5, null))));
    }

    private void arrays() {
        row(int[].class, new int[]{1, 2});
        row(int[][].class, new int[][]{{1, 2}, {}, {3}});
        row(double[].class, new double[]{1, 2.5});
        row(float[].class, new float[]{0.1f});
        row(long[].class, new long[]{1L << 40});
        row(short[].class, new short[]{1});
        row(boolean[].class, new boolean[]{true, false});
        row(char[].class, new char[]{'a', 'b'});
        row(double[][][].class, new double[][][]{{{1}, {2}}, {{3}}});
        row(String[].class, new String[]{"a", "b"});
        row(LocalDate[][].class, new LocalDate[][]{{LocalDate.of(2021, 2, 3)}});
        row(Reading[].class, new Reading[]{new Reading("a", 1, null)});
        rows.add(new Row(new TypeRef<List<Long>[]>() {}.type(),
                new List<?>[]{List.of(1L), List.of()}, NONE));
        row(byte[][].class, new byte[][]{{1}, {2, 3}}, NO_BYTES);
        row(Object[].class, new Object[]{1, "two"});
    }

    private void usersTypes() {
        row(Reading.class, new Reading("kitchen", 21.5, null));
        row(new TypeRef<Box<Long>>() {}, new Box<>(1L, List.of(new Box<>(2L, List.of()))));
        row(new TypeRef<Pair<LocalDate, Pair<UUID, Level>>>() {},
                new Pair<>(LocalDate.of(2021, 2, 3), new Pair<>(new UUID(1, 2), Level.LOW)));
        row(Event.class, new Event(Instant.EPOCH, Level.HIGH));
        row(new TypeRef<List<Event>>() {}, List.of(new Event(Instant.EPOCH, Level.LOW)));
        row(Shape.class, new Circle(1));
        row(Shape.class, new Group(List.of(new Circle(2), new Group(List.of(), Map.of())),
                Map.of("x", new Circle(3))));
        Dated dated = new Dated();
        dated.setName(LocalDate.of(2021, 2, 3));
        row(Dated.class, dated);
    }

    private static void assertComesBack(Serializer serializer, Row row) {
        if (row.refusedBy().contains(serializer)) {
            assertThatThrownBy(() -> write(serializer, row.value()))
                    .isInstanceOf(io.jyro.PyroException.class);
            return;
        }
        Object bound = Bindings.of(row.type()).bind(sent(serializer, row.value()),
                DecodeBudget.ofNoPayload());

        assertThat(bound).isInstanceOf(MethodType.methodType(raw(row.type())).wrap().returnType());
        assertThat(Objects.deepEquals(bound, row.value()))
                .describedAs("%s is %s", bound, row.value()).isTrue();
    }

    private static Class<?> raw(Type type) {
        return switch (type) {
            case ParameterizedType generic -> (Class<?>) generic.getRawType();
            case GenericArrayType array -> raw(array.getGenericComponentType()).arrayType();
            default -> (Class<?>) type;
        };
    }

    /** Any plain value into any type: a value of the type, or a mismatch, and the score has said which. */
    @TestFactory
    Stream<DynamicTest> anyValueFitsOrIsRefused() {
        scalars();
        times();
        optionals();
        containers();
        arrays();
        usersTypes();
        ValueGenerator generator = ValueGenerator.ofSeed(SEED);
        List<@Nullable Object> values = new ArrayList<@Nullable Object>(
                Arrays.<@Nullable Object>asList(null, 0, 1, -1, 0.5, 1e300, true, "", "1", "x",
                        "2021-02-03", "UTC",
                        List.of(), Map.of(), Map.of("__class__", "shapes.Circle"),
                        Map.of("radius", 1, "name", 7, "room", "x", "celsius", 2)));
        for (int i = 0; i < GENERATED; i++) {
            values.add(generator.next());
        }
        return rows.stream().map(Row::type).distinct()
                .map(type -> DynamicTest.dynamicTest(type.getTypeName(), () -> {
                    Binding binding = Bindings.of(type);
                    values.forEach(value -> assertFitsOrIsRefused(binding, raw(type), value));
                }));
    }

    private static void assertFitsOrIsRefused(Binding binding, Class<?> type,
            @Nullable Object value) {
        boolean fits = binding.score(value, DecodeBudget.ofNoPayload()) != Binding.UNFIT;
        Object bound;
        try {
            bound = binding.bind(value, DecodeBudget.ofNoPayload());
        } catch (TypeMismatchException e) {
            // whether all elements have an order is known only when they are put into it
            assertThat(fits && !e.given().contains("no order"))
                    .describedAs("%s of seed %d fits: %s", value, SEED, e).isFalse();
            return;
        }
        assertThat(fits).describedAs("%s of seed %d becomes %s", value, SEED, bound).isTrue();
        if (bound != null) {
            assertThat(bound).isInstanceOf(MethodType.methodType(type).wrap().returnType());
        }
    }

    /** Types whose values are equal to others only by identity. */
    @ParameterizedTest
    @EnumSource(value = Serializer.class, names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void queuesKeepTheirOrder(Serializer serializer) {
        List<Integer> numbers = List.of(3, 1, 2);

        assertThat(roundTrip(serializer, new TypeRef<ArrayDeque<Integer>>() {}, numbers))
                .containsExactly(3, 1, 2);
        assertThat(roundTrip(serializer, new TypeRef<BlockingQueue<Integer>>() {}, numbers))
                .containsExactly(3, 1, 2);
        assertThat(roundTrip(serializer, new TypeRef<LinkedBlockingQueue<Integer>>() {}, numbers))
                .containsExactly(3, 1, 2);
        assertThat(roundTrip(serializer, new TypeRef<PriorityQueue<Integer>>() {}, numbers).peek())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(value = Serializer.class, names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void keysOfAnyKindThatHasATextComeBack(Serializer serializer) {
        assertComesBack(serializer, new Row(new TypeRef<EnumMap<Level, Long>>() {}.type(),
                new EnumMap<>(Map.of(Level.LOW, 3L)), NONE));
        assertComesBack(serializer, new Row(new TypeRef<Map<Level, Long>>() {}.type(),
                Map.of(Level.HIGH, 3L), NONE));
        assertComesBack(serializer, new Row(new TypeRef<Map<UUID, Long>>() {}.type(),
                Map.of(new UUID(1, 2), 3L), NONE));
        assertComesBack(serializer, new Row(new TypeRef<Map<LocalDate, Long>>() {}.type(),
                Map.of(LocalDate.of(2021, 2, 3), 3L), NONE));
        assertComesBack(serializer, new Row(new TypeRef<Map<Character, Long>>() {}.type(),
                Map.of('x', 3L), NONE));
    }

    /** One of everything, to be made at random. */
    record Sample(int number, long large, BigInteger huge, double real, float single,
            String text, BigDecimal decimal, UUID id, Instant at, LocalDate day, LocalTime time,
            Duration duration, Level level, Switch mode, Optional<String> perhaps,
            List<Pair<Integer, String>> pairs, Map<Integer, Set<Long>> sets, Shape shape,
            TimeUnit unit) {}

    @ParameterizedTest
    @EnumSource(value = Serializer.class, names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void generatedRecordsComeBackAsThemselves(Serializer serializer) {
        Random random = new Random(SEED);
        Binding binding = Bindings.of(Sample.class);
        for (int i = 0; i < GENERATED; i++) {
            Sample sample = sample(random);

            assertThat(binding.bind(sent(serializer, sample), DecodeBudget.ofNoPayload()))
                    .describedAs("record %d of seed %d", i, SEED).isEqualTo(sample);
        }
    }

    private static Sample sample(Random random) {
        return new Sample(random.nextInt(), random.nextLong(),
                new BigInteger(random.nextInt(300), random), random.nextGaussian() * 1e10,
                random.nextFloat(), text(random),
                new BigDecimal(new BigInteger(random.nextInt(100), random),
                        random.nextInt(40) - 20),
                new UUID(random.nextLong(), random.nextLong()),
                Instant.ofEpochSecond(random.nextLong(-50_000_000_000L, 200_000_000_000L),
                        random.nextInt(1_000_000) * 1000L),
                LocalDate.ofEpochDay(random.nextLong(-700_000, 2_900_000)),
                LocalTime.ofNanoOfDay(random.nextLong(86_400_000_000L) * 1000),
                Duration.ofMillis(random.nextInt()), one(random, Level.values()),
                one(random, Switch.values()),
                random.nextBoolean() ? Optional.of(text(random)) : Optional.empty(),
                Stream.generate(() -> new Pair<>(random.nextInt(), text(random)))
                        .limit(random.nextInt(4)).toList(),
                Map.of(random.nextInt(), Set.of(random.nextLong(), 0L)),
                shape(random, 3),
                one(random, TimeUnit.values()));
    }

    private static Shape shape(Random random, int deepest) {
        return deepest == 0 || random.nextInt(3) == 0
                ? new Circle(random.nextDouble())
                : new Group(Stream.generate(() -> shape(random, deepest - 1))
                        .limit(random.nextInt(3)).toList(),
                        Map.of(text(random), shape(random, deepest - 1)));
    }

    private static String text(Random random) {
        return random.ints(random.nextInt(8), 0, 0x3000)
                .filter(character -> !Character.isSurrogate((char) character))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint,
                        StringBuilder::append)
                .toString();
    }

    private static <T> T one(Random random, T[] of) {
        return of[random.nextInt(of.length)];
    }

    @SuppressWarnings("unchecked") // the binding gives the type's values
    private static <T> T roundTrip(Serializer serializer, TypeRef<T> type, Object value) {
        return (T) Objects.requireNonNull(
                Bindings.of(type.type()).bind(sent(serializer, value), DecodeBudget.ofNoPayload()));
    }

    private static @Nullable Object sent(Serializer serializer, Object value) {
        byte[] payload = write(serializer, value);
        return Codecs.of(serializer).read(payload, 0, payload.length,
                PlainContexts.v502(TypeRegistry.standard()));
    }

    private static byte[] write(Serializer serializer, Object value) {
        ByteOutput out = new ByteOutput(0);
        Codecs.of(serializer).write(value, out, PlainContexts.v502(TypeRegistry.standard()));
        return Arrays.copyOf(out.array(), out.position());
    }
}
