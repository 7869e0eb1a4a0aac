package io.jyro.serialize;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any bytes are a value in marshal, which can be written again, or are refused. */
class MarshalFuzzTest {
    private static final MarshalCodec CODEC = new MarshalCodec();

    @FuzzTest
    void anyBytesAreReadOrRefused(byte[] payload) {
        AnyBytes.areReadOrRefused(CODEC, payload, Values::describe);
    }
}
