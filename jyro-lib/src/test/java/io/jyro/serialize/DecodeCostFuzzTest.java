package io.jyro.serialize;

import java.util.Arrays;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jyro.Serializer;

/** Any bytes cost what their number allows, counted in memory, elements, comparisons, text and echo. */
class DecodeCostFuzzTest {
    private static final List<Serializer> SERIALIZERS = List.of(Serializer.MARSHAL,
            Serializer.SERPENT, Serializer.JSON, Serializer.MSGPACK);

    /** @param input the serializer in the first byte, and the payload */
    @FuzzTest
    void anyPayloadCostsWhatItsSizeAllows(byte[] input) {
        if (input.length > 0) {
            Serializer serializer = SERIALIZERS.get(input[0] & SERIALIZERS.size() - 1);
            CostRule.holds(Codecs.of(serializer), Arrays.copyOfRange(input, 1, input.length));
        }
    }
}
