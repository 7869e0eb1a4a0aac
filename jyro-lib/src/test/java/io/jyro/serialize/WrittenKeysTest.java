package io.jyro.serialize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.jyro.Dialect;
import io.jyro.PyroConfig;
import io.jyro.Serializer;
import io.jyro.serialize.format.Codecs;
import io.jyro.wire.ByteOutput;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** A key that is copied from where it stood before is the key that would have been written. */
class WrittenKeysTest {
    private static final int MANY = 40;

    private final CodecContext context = CodecContext.of(PyroConfig.defaults(), Dialect.V502,
            TypeRegistry.standard());

    private static Map<Object, @Nullable Object> dict() {
        Map<Object, @Nullable Object> dict = new LinkedHashMap<>();
        for (String key : List.of("plain", "", "it's", "say \"no\"", "it's \"both\"", "back\\slash",
                "line\nend", "\u0001", "Grüße", "\u65e5\u672c", "\ud83d\ude00", "fourteen chars",
                "a key of twenty-eight letters",
                "a key that has many more letters than are kept of any")) {
            dict.put(key, key.length());
        }
        return dict;
    }

    private static String textOf(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    private byte[] written(Serializer serializer, Object value) {
        ByteOutput out = new ByteOutput(16);
        Codecs.of(serializer).write(value, out, context);
        return Arrays.copyOf(out.array(), out.position());
    }

    private Object read(Serializer serializer, byte[] bytes) {
        return requireNonNull(Codecs.of(serializer).read(bytes, 0, bytes.length, context));
    }

    /** What stands for a dict with all the keys, which is too small for any key to be copied. */
    private String alone(Serializer serializer) {
        byte[] bytes = written(serializer, dict());
        int header = serializer == Serializer.SERPENT ? textOf(bytes).indexOf('{') : 0;
        return textOf(bytes).substring(header);
    }

    private void assertAllAreAlike(Serializer serializer, Object dicts) {
        String payload = textOf(written(serializer, dicts));

        assertThat(payload.split(Pattern.quote(alone(serializer)), -1))
                .hasSize(MANY + 1);
    }

    @ParameterizedTest
    @EnumSource(names = {"SERPENT", "JSON", "MSGPACK", "MARSHAL"})
    void allDictsOfAPayloadAreWrittenAsTheFirstIs(Serializer serializer) {
        assertAllAreAlike(serializer, Collections.nCopies(MANY, dict()));
    }

    @ParameterizedTest
    @EnumSource(names = {"SERPENT", "JSON", "MSGPACK", "MARSHAL"})
    void keysThatAreEqualButNotTheSameAreWrittenAlike(Serializer serializer) {
        List<Object> dicts = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
            dict().forEach((key, value) -> copy.put(String.valueOf(((String) key).toCharArray()),
                    value));
            dicts.add(copy);
        }

        assertAllAreAlike(serializer, dicts);
    }

    @ParameterizedTest
    @EnumSource(names = {"SERPENT", "JSON", "MSGPACK", "MARSHAL"})
    void dictsThatWereReadAreWrittenAsTheyCame(Serializer serializer) {
        byte[] payload = written(serializer, Collections.nCopies(MANY, dict()));

        Object read = read(serializer, payload);

        assertThat(written(serializer, read)).isEqualTo(payload);
    }

    @ParameterizedTest
    @EnumSource(names = {"SERPENT", "JSON", "MSGPACK", "MARSHAL"})
    void dictsThatWereReadAndChangedAreWrittenWithTheChange(Serializer serializer) {
        List<?> dicts = (List<?>) read(serializer,
                written(serializer, Collections.nCopies(MANY, dict())));
        changed(dicts.get(MANY / 2)).put("it's new", 1);
        changed(dicts.get(MANY - 1)).remove("plain");

        Object back = read(serializer, written(serializer, dicts));

        assertThat(back).isEqualTo(dicts);
        assertThat(changed(((List<?>) back).get(MANY / 2))).containsEntry("it's new", 1);
        assertThat(changed(((List<?>) back).get(MANY - 1))).doesNotContainKey("plain");
    }

    @SuppressWarnings("unchecked")
    private static Map<Object, @Nullable Object> changed(@Nullable Object dict) {
        return (Map<Object, @Nullable Object>) requireNonNull(dict);
    }

    @ParameterizedTest
    @EnumSource(names = {"SERPENT", "JSON", "MSGPACK", "MARSHAL"})
    void everNewKeysInAnyOrderComeBack(Serializer serializer) {
        List<Object> dicts = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Map<Object, @Nullable Object> dict = new LinkedHashMap<>();
            dict.put("key" + i % 150, i);
            dict.put("key" + i * 7 % 400, "key" + i);
            dict.put(i % 2 == 0 ? "even" : "odd", Map.of("inner" + i % 3, i));
            dicts.add(dict);
        }

        assertThat(read(serializer, written(serializer, dicts))).isEqualTo(dicts);
    }
}
