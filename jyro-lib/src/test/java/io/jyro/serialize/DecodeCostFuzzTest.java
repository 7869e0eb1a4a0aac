package io.jyro.serialize;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jyro.Serializer;
import io.jyro.TypeRef;
import io.jyro.serialize.format.Codecs;

/** Any bytes cost what their number allows, counted in memory, elements, comparisons, text and echo. */
class DecodeCostFuzzTest {
    private static final List<Serializer> SERIALIZERS = List.of(Serializer.MARSHAL,
            Serializer.SERPENT, Serializer.JSON, Serializer.MSGPACK);

    private static final List<TypeRef<?>> TYPES = List.of(new TypeRef<Object>() {},
            new TypeRef<List<Set<Double>>>() {}, new TypeRef<Map<Long, List<LocalDate>>>() {},
            new TypeRef<Set<List<Optional<Object[]>>>>() {});

    /** @param input the serializer and a declared type in the first byte, and the payload */
    @FuzzTest
    void anyPayloadCostsWhatItsSizeAllows(byte[] input) {
        if (input.length > 0) {
            Serializer serializer = SERIALIZERS.get(input[0] & SERIALIZERS.size() - 1);
            TypeRef<?> declared = TYPES.get(input[0] >> 2 & TYPES.size() - 1);
            CostRule.holds(Codecs.of(serializer), Arrays.copyOfRange(input, 1, input.length),
                    declared.type());
        }
    }
}
