package io.jyro.serialize;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jyro.Dialect;
import io.jyro.Serializer;
import io.jyro.types.ClassDict;
import io.jyro.types.Complex;
import io.jyro.types.FrozenSet;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;

/** The payloads that Python wrote, from {@code vectors/payload-types.json}, and the Java values that they stand for. */
public final class PayloadVectors {
    /** What Python made of one value for one dialect, and the repr of what it reads from that, unless it does not. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Vector(String name, Dialect dialect, byte[] payload,
            @Nullable String pythonReads) {
        @Override
        public String toString() {
            return name + " of " + dialect;
        }
    }

    private static final Map<String, @Nullable Object> VALUES = values();

    private PayloadVectors() {}

    /** All payloads of a serializer; of values that the dialects write differently two. */
    public static List<Vector> of(Serializer serializer) {
        List<Vector> vectors = new ArrayList<>();
        for (JsonNode vector : load().get("vectors")) {
            JsonNode written = vector.get("serializers").path(serializer.pyroName());
            String name = vector.get("name").asText();
            if (written.has("hex")) {
                vectors.add(vector(name, Dialect.V48, written));
                vectors.add(vector(name, Dialect.V502,
                        written.path("pyro5").has("hex") ? written.get("pyro5") : written));
            }
        }
        return vectors;
    }

    /** The payloads of a serializer whose value is known here, since it means the same in every serializer. */
    public static List<Vector> ofKnownValues(Serializer serializer) {
        return of(serializer).stream().filter(vector -> VALUES.containsKey(vector.name())).toList();
    }

    /** The Java value that Python's stands for: the one to write, and what is read unless the format lost something. */
    public static @Nullable Object value(Vector vector) {
        return VALUES.get(vector.name());
    }

    private static Vector vector(String name, Dialect dialect, JsonNode written) {
        return new Vector(name, dialect, HexFormat.of().parseHex(written.get("hex").asText()),
                written.has("loads_to") ? written.get("loads_to").asText() : null);
    }

    private static JsonNode load() {
        try (InputStream in = PayloadVectors.class
                .getResourceAsStream("/vectors/payload-types.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, @Nullable Object> values() {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("None", null);
        values.put("True", true);
        values.put("int", 42);
        values.put("negint", -7);
        values.put("int32max", Integer.MAX_VALUE);
        values.put("int32over", 1L << 31);
        values.put("int64max", Long.MAX_VALUE);
        values.put("bigint", BigInteger.ONE.shiftLeft(70));
        values.put("float", 3.5);
        values.put("float_e", 1e20);
        values.put("float_small", 1e-7);
        values.put("float_int", 5.0);
        values.put("nan", Double.NaN);
        values.put("inf", Double.POSITIVE_INFINITY);
        values.put("-inf", Double.NEGATIVE_INFINITY);
        values.put("-0.0", -0.0);
        values.put("complex", new Complex(1, 2));
        values.put("str", "hello");
        values.put("str_esc", "q'\"\\ \n\t\0\u007f\u00e9\u20ac\ud83d\ude00");
        values.put("str_quote", "it's");
        values.put("emptystr", "");
        values.put("nonbmp", "\ud83d\ude00");
        values.put("surrogate", "\ud800");
        values.put("bytes", new byte[]{'h', 'e', 'l', 'l', 'o', 0, (byte) 0xff});
        values.put("bytearray", new byte[]{'a', 'b', 'c'});
        values.put("memoryview", new byte[]{'a', 'b', 'c'});
        values.put("list", List.of(1, 2));
        values.put("emptylist", List.of());
        values.put("tuple", Tuple.of(1, 2));
        values.put("tuple1", Tuple.of(1));
        values.put("emptytuple", Tuple.of());
        values.put("set", new LinkedHashSet<>(List.of(1)));
        values.put("emptyset", new LinkedHashSet<>());
        values.put("frozenset", FrozenSet.of(1));
        values.put("dict", Map.of("a", 1));
        values.put("emptydict", Map.of());
        values.put("dict_intkey", Map.of(1, "a"));
        values.put("dict_tuplekey", Map.of(Tuple.of(1, 2), "a"));
        values.put("array_i", List.of(1, 2));
        values.put("array_u", "hi");
        values.put("array_d", List.of(1.5));
        values.put("array_B", List.of(1, 2));
        values.put("deque", List.of(1, 2));
        values.put("defaultdict", Map.of("a", 1));
        values.put("namedtuple", Tuple.of(1, 2));
        values.put("enum", 1);
        values.put("dict_keys", List.of("a"));
        values.put("uuid", "11112222-3333-4444-5555-666677778888");
        values.put("getstate_dict", Map.of("q", 1));
        Map<String, Object> bar = new LinkedHashMap<>();
        bar.put("__class__", "foo.Bar");
        bar.put("x", 1);
        values.put("dict_with_class", ClassDict.of("foo.Bar", bar));
        values.put("nested_dictclass", List.of(Map.of("k", ClassDict.of("foo.Bar", Map.of()))));
        return values;
    }
}
