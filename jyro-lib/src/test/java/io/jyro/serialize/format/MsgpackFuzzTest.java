package io.jyro.serialize.format;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jyro.serialize.AnyBytes;
import io.jyro.serialize.Values;

/** Any bytes are a value in msgpack, which can be written again, or are refused. */
class MsgpackFuzzTest {
    private static final MsgpackCodec CODEC = new MsgpackCodec();

    @FuzzTest
    void anyBytesAreReadOrRefused(byte[] payload) {
        AnyBytes.areReadOrRefused(CODEC, payload, Values::describe);
    }
}
