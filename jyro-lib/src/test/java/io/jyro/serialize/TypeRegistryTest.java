package io.jyro.serialize;

import java.io.File;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import io.jyro.PyroUri;
import io.jyro.SerializationException;
import io.jyro.Serializer;
import io.jyro.serialize.bind.Bindings;
import io.jyro.serialize.bind.ProxyState;
import io.jyro.serialize.bind.RemoteReference;
import io.jyro.serialize.format.Codecs;
import io.jyro.types.ClassDict;
import io.jyro.wire.ByteOutput;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TypeRegistryTest {
    private final TypeRegistry types = TypeRegistry.standard();
    private final CodecContext context = PlainContexts.v502(types);

    @Test
    void enumsTravelByName() {
        assertThat(plain(TimeUnit.SECONDS)).isEqualTo("SECONDS");
    }

    @Test
    void enumsTravelByNameWhateverTheirTextIs() {
        assertThat(plain(Shape.ROUND)).isEqualTo("ROUND");
    }

    @Test
    void recordsTravelAsDictsOfTheirComponentsInOrder() {
        Object plain = plain(new Reading("kitchen", 20.5, null));

        assertThat(plain).asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsExactly(Map.entry("where", "kitchen"), Map.entry("celsius", 20.5),
                        entry("note", null));
    }

    @Test
    void beansTravelAsDictsOfTheirGettersInOrderOfTheirNames() {
        Bean bean = new Bean();
        bean.setURL("u");
        bean.setWarm(true);

        assertThat(plain(bean)).asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsExactly(Map.entry("URL", "u"), Map.entry("warm", true));
    }

    @Test
    void valuesOfJavaTimeTravelAsPythonWritesThem() {
        assertThat(plain(LocalDateTime.of(2021, 2, 3, 4, 5, 6, 789_000)))
                .isEqualTo("2021-02-03T04:05:06.000789");
        assertThat(plain(LocalDateTime.of(2021, 2, 3, 4, 5))).isEqualTo("2021-02-03T04:05:00");
        assertThat(plain(LocalTime.of(4, 5, 6, 7_999))).isEqualTo("04:05:06.000007");
        assertThat(plain(LocalDate.of(2021, 2, 3))).isEqualTo("2021-02-03");
        assertThat(plain(Instant.ofEpochSecond(0))).isEqualTo("1970-01-01T00:00:00+00:00");
        assertThat(plain(OffsetDateTime.parse("2021-02-03T04:05:06-05:30")))
                .isEqualTo("2021-02-03T04:05:06-05:30");
        assertThat(plain(ZonedDateTime.parse("2021-02-03T04:05:06+01:00[Europe/Amsterdam]")))
                .isEqualTo("2021-02-03T04:05:06+01:00");
    }

    @Test
    void durationsTravelAsSeconds() {
        assertThat(plain(Duration.ofMillis(1500))).isEqualTo(1.5);
        assertThat(plain(Duration.ofMillis(-100))).isEqualTo(-0.1);
    }

    @Test
    void identifiersAndAddressesTravelAsText() {
        assertThat(plain(new UUID(1, 2))).isEqualTo("00000000-0000-0001-0000-000000000002");
        assertThat(plain(new BigDecimal("1.50"))).isEqualTo("1.50");
        assertThat(plain(Path.of("a", "b"))).isEqualTo("a" + File.separator + "b");
        assertThat(plain(new File("a"))).isEqualTo("a");
        assertThat(plain(URI.create("http://h/p"))).isEqualTo("http://h/p");
    }

    @Test
    void optionalsTravelAsWhatTheyHold() {
        assertThat(plain(Optional.of("x"))).isEqualTo("x");
        assertThat(plain(Optional.empty())).isNull();
        assertThat(plain(OptionalInt.of(3))).isEqualTo(3);
        assertThat(plain(OptionalInt.empty())).isNull();
    }

    @Test
    void atomicValuesTravelAsTheirValue() {
        assertThat(plain(new AtomicInteger(3))).isEqualTo(3);
        assertThat(plain(new AtomicLong(3))).isEqualTo(3L);
        assertThat(plain(new AtomicBoolean(true))).isEqualTo(true);
        assertThat(plain(new AtomicReference<>("x"))).isEqualTo("x");
    }

    @Test
    void whatHasNoFormIsRefusedNamingItsClassAndTheWaysOut() {
        assertThatThrownBy(() -> plain(new Object())).isInstanceOf(SerializationException.class)
                .hasMessageContaining("java.lang.Object")
                .hasMessageContaining("registerClassToDict");
    }

    @Test
    void gettersOfTheJdkAreNotCalled() {
        assertThatThrownBy(() -> plain(Thread.currentThread()))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("java.lang.Thread");
    }

    @Test
    @SuppressWarnings("JavaUtilDate")
    void oldDatesTravelAsInstants() {
        Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone("GMT+01:00"));
        calendar.setTimeInMillis(1500);

        assertThat(plain(new Date(1500))).isEqualTo("1970-01-01T00:00:01.500000+00:00");
        assertThat(plain(calendar)).isEqualTo("1970-01-01T01:00:01.500000+01:00");
        assertThat(Bindings.of(Date.class).bind("1970-01-01T01:00:01.500000+01:00",
                DecodeBudget.ofNoPayload())).isEqualTo(new Date(1500));
    }

    @Test
    void iteratorsInsideValuesAreRefusedWithAHint() {
        assertThatThrownBy(() -> plain(List.of(1).iterator()))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("streamed");
    }

    @Test
    void aFailingAccessorIsTheCauseOfTheRefusal() {
        assertThatThrownBy(() -> plain(new Failing(1))).isInstanceOf(SerializationException.class)
                .hasMessageContaining("Failing").hasRootCauseMessage("no luck");
    }

    @Test
    void aConverterComesBeforeWhatIsBuiltIn() {
        types.registerClassToDict(Reading.class, reading -> Map.of("__class__", "house.Reading"));

        assertThat(plain(new Reading("x", 1, null)))
                .isEqualTo(Map.of("__class__", "house.Reading"));
    }

    @Test
    void aConverterRegisteredAfterTheFirstUseTakesEffect() {
        plain(new Reading("x", 1, null));
        types.registerClassToDict(Reading.class, reading -> Map.of("n", 1));

        assertThat(plain(new Reading("x", 1, null))).isEqualTo(Map.of("n", 1));
    }

    @Test
    void anUnregisteredConverterIsForgotten() {
        types.registerClassToDict(UUID.class, uuid -> Map.of("n", 1));
        types.unregisterClassToDict(UUID.class);

        assertThat(plain(new UUID(0, 0))).isInstanceOf(String.class);
    }

    @Test
    void aConverterOfASuperclassOrInterfaceIsInherited() {
        types.registerClassToDict(Animal.class, animal -> Map.of("kind", "animal"));

        assertThat(plain(new Dog())).isEqualTo(Map.of("kind", "animal"));
    }

    @Test
    void theConverterOfTheNearestClassWins() {
        types.registerClassToDict(Animal.class, animal -> Map.of("kind", "animal"));
        types.registerClassToDict(Dog.class, dog -> Map.of("kind", "dog"));

        assertThat(plain(new Dog())).isEqualTo(Map.of("kind", "dog"));
    }

    @Test
    void aChildSeesWhatItsParentLearnsLater() {
        TypeRegistry child = types.child();
        child.toPlain(new Dog.Puppy("x"), context);
        types.registerClassToDict(Dog.Puppy.class, dog -> Map.of("n", 1));

        assertThat(child.toPlain(new Dog.Puppy("x"), context)).isEqualTo(Map.of("n", 1));
    }

    @Test
    void whatIsRegisteredInAChildStaysItsOwn() {
        TypeRegistry child = types.child();
        child.registerClassToDict(UUID.class, uuid -> Map.of("n", 1));
        child.registerDictToClass("house.Reading", (name, dict) -> 1);

        assertThat(plain(new UUID(0, 0))).isInstanceOf(String.class);
        assertThat(read("house.Reading", Map.of())).isInstanceOf(ClassDict.class);
    }

    @Test
    void aChildsConverterComesBeforeItsParents() {
        types.registerDictToClass("house.Reading", (name, dict) -> "parent");
        TypeRegistry child = types.child();
        child.registerDictToClass("house.Reading", (name, dict) -> "child");

        assertThat(
                child.fromClassDict("house.Reading", new HashMap<>(), DecodeBudget.ofNoPayload()))
                .isEqualTo("child");
    }

    @Test
    void aSubstituteTravelsInsteadOfTheObject() {
        ProxyState proxy = new ProxyState(PyroUri.parse("PYRO:dog@localhost:1"), Set.of(), Set.of(),
                Set.of(), "hello",
                null);
        types.substitute(object -> object instanceof Dog ? proxy : null);

        assertThat(plain(new Dog())).isSameAs(proxy);
        assertThat(plain(TimeUnit.DAYS)).isEqualTo("DAYS");
    }

    @Test
    void aViewOfARemoteListOrMapTravelsAsAProxy() {
        ProxyState proxy = new ProxyState(PyroUri.parse("PYRO:dogs@localhost:1"), Set.of(),
                Set.of(),
                Set.of(), "hello", null);
        for (Class<?> type : List.of(List.class, Map.class, CharSequence.class, Path.class)) {
            Object view = Proxy.newProxyInstance(null, new Class<?>[]{type}, new View(proxy));
            ByteOutput out = new ByteOutput(256);

            Codecs.of(Serializer.JSON).write(view, out,
                    PlainContexts.v502(TypeRegistry.standard()));

            assertThat(new String(out.array(), 0, out.position(), StandardCharsets.UTF_8))
                    .contains("Pyro5.client.Proxy", "PYRO:dogs@localhost:1");
        }
    }

    record View(ProxyState proxyState) implements InvocationHandler, RemoteReference {
        @Override
        public Object invoke(Object view, Method method, @Nullable Object @Nullable [] arguments) {
            throw new AssertionError("the remote object is not called");
        }

        @Override
        public <T> T as(Class<T> view) {
            throw new AssertionError();
        }
    }

    @Test
    void aClassDictOfAKnownNameIsGivenToItsConverterWhole() {
        types.registerDictToClass("house.Reading", (name, dict) -> name + dict);

        assertThat(read("house.Reading", Map.of("n", 1)))
                .isEqualTo("house.Reading{__class__=house.Reading, n=1}");
    }

    @Test
    void aConverterThatFailsIsNamed() {
        types.registerDictToClass("house.Reading", (name, dict) -> {
            throw new IllegalStateException("no luck");
        });

        assertThatThrownBy(() -> read("house.Reading", Map.of()))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("house.Reading").hasRootCauseMessage("no luck");
    }

    @Test
    void aClassDictOfAnUnknownNameIsKept() {
        assertThat(read("__main__.Thing", Map.of("n", 1)))
                .isEqualTo(ClassDict.of("__main__.Thing", Map.of("n", 1)));
    }

    @Test
    void theDictForNotANumberIsANumber() {
        assertThat(read("float", Map.of("value", "nan"))).isEqualTo(Double.NaN);
        assertThatThrownBy(() -> read("float", Map.of("value", "warm")))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("float");
    }

    private @Nullable Object plain(Object value) {
        return types.toPlain(value, context);
    }

    private @Nullable Object read(String className, Map<String, ?> attributes) {
        Map<Object, @Nullable Object> dict = new LinkedHashMap<>();
        dict.put("__class__", className);
        dict.putAll(attributes);
        return types.fromClassDict(className, dict, DecodeBudget.ofNoPayload());
    }

    private static Map.Entry<String, @Nullable Object> entry(String key, @Nullable Object value) {
        Map<String, @Nullable Object> map = new HashMap<>();
        map.put(key, value);
        return map.entrySet().iterator().next();
    }

    private enum Shape {
        ROUND {
            @Override
            public String toString() {
                return "o";
            }
        }
    }

    private record Reading(String where, double celsius, @Nullable String note) {}

    private record Failing(int n) {
        @SuppressWarnings("UnusedMethod") // called by the registry
        @Override
        public int n() {
            throw new IllegalStateException("no luck");
        }
    }

    private interface Animal {}

    private static class Dog implements Animal {
        private record Puppy(String name) {}
    }

    /** Not a record, to have setters. */
    public static class Bean {
        private String url = "";
        private boolean warm;

        public String getURL() {
            return url;
        }

        public void setURL(String url) {
            this.url = url;
        }

        public boolean isWarm() {
            return warm;
        }

        public void setWarm(boolean warm) {
            this.warm = warm;
        }

        public String gettysburg() {
            return "no property";
        }
    }
}
