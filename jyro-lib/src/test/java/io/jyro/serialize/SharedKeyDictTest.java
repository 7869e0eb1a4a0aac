package io.jyro.serialize;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** A dict with shared keys is the map that its users take it for. */
@SuppressWarnings("NonApiType") // some uses are those of this class alone
class SharedKeyDictTest {
    private static SharedKeyDict record() {
        return new SharedKeyDict(new String[]{"id", "name", "none"}, new Object[]{7, "x", null});
    }

    private static LinkedHashMap<Object, @Nullable Object> ordinary() {
        LinkedHashMap<Object, @Nullable Object> map = new LinkedHashMap<>();
        map.put("id", 7);
        map.put("name", "x");
        map.put("none", null);
        return map;
    }

    interface Use
            extends
                Function<LinkedHashMap<Object, @Nullable Object>, @Nullable Object> {}

    private static Arguments use(String name, Use use) {
        return Arguments.of(name, use);
    }

    static Stream<Arguments> uses() {
        return Stream.of(use("size", Map::size), use("isEmpty", Map::isEmpty),
                use("get", map -> map.get(new String("name"))),
                use("get what is not there", map -> map.get("nome")),
                use("get None", map -> map.get("none")),
                use("get of null", map -> map.get(null)),
                use("get of a number", map -> map.get(7)),
                use("getOrDefault", map -> map.getOrDefault("nome", 1)),
                use("getOrDefault of None", map -> map.getOrDefault("none", 1)),
                use("containsKey", map -> map.containsKey("none")),
                use("containsValue", map -> map.containsValue("x")),
                use("forEach", map -> {
                    List<Object> seen = new ArrayList<>();
                    map.forEach((key, value) -> seen.add(key + "=" + value));
                    return seen;
                }),
                use("put", map -> map.put("name", "y")),
                use("put a new key", map -> map.put("more", "y")),
                use("putAll", map -> {
                    map.putAll(Map.of("more", 1));
                    return map;
                }),
                use("putIfAbsent", map -> map.putIfAbsent("none", 5)),
                use("putFirst", map -> map.putFirst("name", 5)),
                use("putLast", map -> map.putLast("id", 5)),
                use("remove", map -> map.remove("name")),
                use("remove a pair", map -> map.remove("name", "x")),
                use("clear", map -> {
                    map.clear();
                    return map;
                }),
                use("replace", map -> map.replace("id", 8)),
                use("replace a pair", map -> map.replace("id", 7, 8)),
                use("replaceAll", map -> {
                    map.replaceAll((key, value) -> key);
                    return map;
                }),
                use("computeIfAbsent", map -> map.computeIfAbsent("none", key -> 3)),
                use("computeIfPresent",
                        map -> map.computeIfPresent("id", (key, value) -> null)),
                use("compute", map -> map.compute("id", (key, value) -> key)),
                use("merge", map -> map.merge("id", 9, (old, now) -> old + "," + now)),
                use("firstEntry", LinkedHashMap::firstEntry),
                use("lastEntry", LinkedHashMap::lastEntry),
                use("pollFirstEntry", LinkedHashMap::pollFirstEntry),
                use("pollLastEntry", LinkedHashMap::pollLastEntry),
                use("keySet", map -> map.keySet().remove("id")),
                use("values", map -> new ArrayList<>(map.values())),
                use("entrySet", map -> {
                    map.entrySet().iterator().next().setValue("set");
                    return map.entrySet();
                }),
                use("sequencedKeySet", map -> new ArrayList<>(map.sequencedKeySet().reversed())),
                use("sequencedValues", map -> new ArrayList<>(map.sequencedValues().reversed())),
                use("sequencedEntrySet",
                        map -> new ArrayList<>(map.sequencedEntrySet().reversed())),
                use("reversed", map -> new ArrayList<>(map.reversed().keySet())),
                use("clone", LinkedHashMap::clone), use("equals", map -> map.equals(ordinary())),
                use("hashCode", Map::hashCode), use("toString", Map::toString),
                use("copy", HashMap::new), use("ordered copy", LinkedHashMap::new));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("uses")
    void givesWhatAnOrdinaryMapGivesAndIsThenAsThatOne(String name, Use use) {
        SharedKeyDict record = record();
        LinkedHashMap<Object, @Nullable Object> ordinary = ordinary();

        assertThat(use.apply(record)).isEqualTo(use.apply(ordinary));
        assertThat(record).isEqualTo(ordinary).hasSameHashCodeAs(ordinary)
                .hasToString(ordinary.toString());
        assertThat(use.apply(record)).as("a second time").isEqualTo(use.apply(ordinary));
        assertThat(new ArrayList<>(record.entrySet()))
                .isEqualTo(new ArrayList<>(ordinary.entrySet()));
    }

    /** A method that it would inherit would look into an empty map. */
    @Test
    void noMethodOfMapsIsLeftAsItIs() {
        List<String> inherited = new ArrayList<>();
        for (Method method : LinkedHashMap.class.getMethods()) {
            Method own = Arrays.stream(SharedKeyDict.class.getMethods())
                    .filter(each -> each.getName().equals(method.getName())
                            && Arrays.equals(each.getParameterTypes(), method.getParameterTypes()))
                    .findFirst().orElseThrow();
            if (!Modifier.isStatic(method.getModifiers())
                    && method.getDeclaringClass() != Object.class
                    && own.getDeclaringClass() != SharedKeyDict.class) {
                inherited.add(method.toString());
            }
        }

        assertThat(inherited).isEmpty();
    }

    @Test
    void lookingUpLeavesItsKeysShared() {
        SharedKeyDict record = record();

        assertThat(record.get("name")).isEqualTo("x");
        assertThat(record.containsKey("id")).isTrue();
        record.forEach((key, value) -> assertThat(key).isNotNull());
        assertThat(record.entries()).isNotNull();
        record.put("id", 8);
        assertThat(record.entries()).isNull();
    }

    @Test
    void twoOfTheSameKeysDoNotShareWhatIsPut() {
        String[] keys = {"id"};
        SharedKeyDict one = new SharedKeyDict(keys, new Object[]{1});
        SharedKeyDict other = new SharedKeyDict(keys, new Object[]{2});

        one.put("id", 3);
        one.put("more", 4);

        assertThat(one).isEqualTo(Map.of("id", 3, "more", 4));
        assertThat(other).isEqualTo(Map.of("id", 2));
    }

    @Test
    void javaSerializationMakesAnOrdinaryMapOfIt() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(record());
        }

        Object back;
        try (ObjectInputStream in = new ObjectInputStream(
                new ByteArrayInputStream(bytes.toByteArray()))) {
            back = in.readObject();
        }
        assertThat(back).isExactlyInstanceOf(LinkedHashMap.class).isEqualTo(ordinary());
    }

    @Test
    void threadsThatOnlyReadDoNotDisturbEachOther() throws Exception {
        int threads = 4;
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (int round = 0; round < 500; round++) {
                SharedKeyDict record = record();
                CountDownLatch start = new CountDownLatch(threads);
                List<Future<List<Object>>> seen = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    boolean looksUp = i % 2 == 0;
                    seen.add(pool.submit(() -> {
                        start.countDown();
                        start.await();
                        return looksUp
                                ? List.of(requireNonNull(record.get("id")),
                                        requireNonNull(record.get("name")), record.size())
                                : List.copyOf(record.keySet());
                    }));
                }
                for (int i = 0; i < threads; i++) {
                    assertThat(seen.get(i).get()).isEqualTo(i % 2 == 0
                            ? List.of(7, "x", 3)
                            : List.of("id", "name", "none"));
                }
            }
        }
    }
}
