package io.jyro.serialize;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.jyro.Dialect;
import io.jyro.PyroConfig;
import io.jyro.SerializationException;
import io.jyro.Serializer;
import io.jyro.serialize.format.Codecs;
import io.jyro.wire.ByteOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** Dicts that come again and again with the same keys, and those that only look like them. */
class RecordsTest {
    private final CodecContext context = CodecContext.of(PyroConfig.defaults(), Dialect.V502,
            TypeRegistry.standard());

    private Object read(Serializer serializer, byte[] bytes) {
        return requireNonNull(Codecs.of(serializer).read(bytes, 0, bytes.length, context));
    }

    private Object read(String serpent) {
        return read(Serializer.SERPENT, serpent.getBytes(StandardCharsets.UTF_8));
    }

    private Object readJson(String json) {
        return read(Serializer.JSON, json.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] written(Serializer serializer, Object value) {
        ByteOutput out = new ByteOutput(16);
        Codecs.of(serializer).write(value, out, context);
        return Arrays.copyOf(out.array(), out.position());
    }

    @ParameterizedTest
    @EnumSource(value = Serializer.class, names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void recordsOfAnyKeysComeBackInTheirOrder(Serializer serializer) {
        String[] keys = {"a", "b", "id", "name", "it's", "q\"", "\\", "", " ", "gr\u00fcn", "e\n",
                "a-name-that-is-longer-than-eight", "key of more than thirty-two characters",
                "c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9"};
        long seed = 20_261_122;
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            List<Object> records = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                records.add(record(keys, random, 2));
            }
            byte[] bytes = written(serializer, records);

            Object back = read(serializer, bytes);

            assertThat(back).as("seed %s round %s", seed, round).isEqualTo(records);
            assertThat(back).asString().isEqualTo(records.toString()); // the order too
            assertThat(written(serializer, read(serializer, bytes))).isEqualTo(bytes);
        }
    }

    private static Map<Object, Object> record(String[] keys, Random random, int depth) {
        Map<Object, Object> record = new LinkedHashMap<>();
        int size = random.nextInt(4) == 0 ? random.nextInt(keys.length) : random.nextInt(4);
        int from = random.nextInt(keys.length);
        for (int i = 0; i < size; i++) {
            record.put(keys[(from + i * (1 + random.nextInt(2))) % keys.length],
                    depth > 0 && random.nextInt(4) == 0
                            ? List.of(record(keys, random, depth - 1))
                            : random.nextInt(1000));
        }
        return record;
    }

    @ParameterizedTest
    @EnumSource(value = Serializer.class, names = {"SERPENT", "JSON", "MARSHAL", "MSGPACK"})
    void recordsShareTheirKeys(Serializer serializer) {
        byte[] bytes = written(serializer, List.of(Map.of("id", 1), Map.of("id", 2)));

        List<?> back = (List<?>) read(serializer, bytes);

        SharedKeyDict.Entries first = requireNonNull(((SharedKeyDict) back.get(0)).entries());
        SharedKeyDict.Entries second = requireNonNull(((SharedKeyDict) back.get(1)).entries());
        assertThat(first.keys).isSameAs(second.keys);
    }

    @Test
    void aKeyThatComesTwiceHasItsLastValueAtItsFirstPlace() {
        read("[{'a':0,'b':0}]"); // so that both are likely

        assertThat(read("[{'a':1,'b':2,'a':3}]")).hasToString("[{a=3, b=2}]");
        assertThat(read("[{'a':1,'a':3,'b':2}]")).hasToString("[{a=3, b=2}]");
        assertThat(readJson("[{\"a\":1,\"b\":2,\"a\":3}]")).hasToString("[{a=3, b=2}]");
    }

    @Test
    void keysOfOtherTypesStandAmongTexts() {
        read("[{'a':0,'b':0}]");

        assertThat(read("[{'a':1,2:'two','b':3,None:4,(5,):6}]"))
                .hasToString("[{a=1, 2=two, b=3, null=4, (5,)=6}]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{ 'a' : 1 , 'b' : 2 }", "{\"a\":1,\"b\":2}", "{'a':1,'b':2,}",
            "{'a' :1,'b'\n: 2}", "{'a':# one\n1,'b':2}", "{'a':1,'''b''':2}", "{'a':1,u'b':2}",
            "{'a':1,'\\x62':2}"})
    void aLikelyKeyMayBeWrittenInAnotherWay(String text) {
        read("[{'a':0,'b':0}]");

        assertThat(read(text)).isEqualTo(Map.of("a", 1, "b", 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'a", "{'a'", "{'a':", "{'a':1", "{'a':1,", "{'a':1,'", "{'a':1,'b",
            "{'a':1,'b'", "{'a':1,'b':", "{'a':1,'b':2", "{'a' 1}", "{'a'}:1", "{'a':1:'b'}",
            "{'a'::1}", "{'a':,}"})
    void aLikelyKeyLetsNothingPassThatIsNoLiteral(String text) {
        String message = message(text);

        read("[{'a':0,'b':0}]");

        assertThat(message(text)).isEqualTo(message).isNotEmpty();
    }

    private String message(String text) {
        try {
            return "read " + read(text);
        } catch (SerializationException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void aLikelyKeyThatIsAPrefixOfAnotherIsNotTakenForIt() {
        read("[{'a':0,'b':0}]");

        assertThat(read("[{'a':1,'bc':2},{'aa':3}]")).hasToString("[{a=1, bc=2}, {aa=3}]");
        assertThat(readJson("[{\"a\":1,\"b\":2},{\"a\":1,\"bc\":2},{\"aa\":3}]"))
                .hasToString("[{a=1, b=2}, {a=1, bc=2}, {aa=3}]");
    }

    @Test
    void aDictThatNamesAClassBecomesItsInstanceWhereverTheNameStands() {
        String other = "{'re':1,'__class__':'there.Class'}";

        assertThat(read("[" + other + "," + other + ",{'__class__':'there.Class','re':1}]"))
                .asString().contains("there.Class").doesNotContain("__class__");
    }
}
