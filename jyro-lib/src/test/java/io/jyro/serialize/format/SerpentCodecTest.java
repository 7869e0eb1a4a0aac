package io.jyro.serialize.format;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import io.jyro.serialize.Codec;
import io.jyro.serialize.ValueGenerator;
import io.jyro.types.Tuple;
import org.jspecify.annotations.Nullable;

class SerpentCodecTest extends CodecContract {
    @Override
    Codec codec() {
        return new SerpentCodec();
    }

    @Override
    ValueGenerator generator(ValueGenerator everything) {
        return everything.without(ValueGenerator.Kind.NONE_AS_KEY);
    }

    @Override
    @Nullable
    Object asItArrives(@Nullable Object value) {
        return switch (value) {
            case byte[] bytes -> base64(bytes);
            case Set<?> set -> set.isEmpty() ? Tuple.of() : new LinkedHashSet<>(set);
            case null, default -> partsAsTheyArrive(value);
        };
    }

    /** What a value has become for whoever reads serpent. */
    static @Nullable Object arriving(@Nullable Object value) {
        return new SerpentCodecTest().asItArrives(value);
    }

    private static Map<String, Object> base64(byte[] bytes) {
        Map<String, Object> dict = new LinkedHashMap<>();
        dict.put("data", Base64.getEncoder().encodeToString(bytes));
        dict.put("encoding", "base64");
        return dict;
    }
}
