package io.jyro.serialize.format;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jyro.serialize.AnyBytes;
import io.jyro.serialize.Values;

/** Any bytes are a value in JSON, which can be written again, or are refused. */
class JsonFuzzTest {
    private static final JsonCodec CODEC = new JsonCodec();

    @FuzzTest
    void anyBytesAreReadOrRefused(byte[] payload) {
        AnyBytes.areReadOrRefused(CODEC, payload, Values::describe);
    }
}
