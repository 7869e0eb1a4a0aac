package io.jyro.serialize.format;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jyro.serialize.AnyBytes;
import io.jyro.serialize.Values;

/** Any bytes are a value in marshal, which can be written again, or are refused. */
class MarshalFuzzTest {
    private static final MarshalCodec CODEC = new MarshalCodec();

    @FuzzTest
    void anyBytesAreReadOrRefused(byte[] payload) {
        AnyBytes.areReadOrRefused(CODEC, payload, Values::describe);
    }
}
