package io.jyro.serialize;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any bytes are a value in JSON, which can be written again, or are refused. */
class JsonFuzzTest {
    private static final JsonCodec CODEC = new JsonCodec();

    @FuzzTest
    void anyBytesAreReadOrRefused(byte[] payload) {
        AnyBytes.areReadOrRefused(CODEC, payload, Values::describe);
    }
}
