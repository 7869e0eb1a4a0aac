package io.jyro.serialize;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any bytes are a value in serpent, which can be written again, or are refused. */
class SerpentFuzzTest {
    private static final SerpentCodec CODEC = new SerpentCodec();

    @FuzzTest
    void anyBytesAreReadOrRefused(byte[] payload) {
        AnyBytes.areReadOrRefused(CODEC, payload, Values::describe);
    }
}
