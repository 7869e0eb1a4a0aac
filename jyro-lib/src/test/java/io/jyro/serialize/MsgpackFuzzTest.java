package io.jyro.serialize;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any bytes are a value in msgpack, which can be written again, or are refused. */
class MsgpackFuzzTest {
    private static final MsgpackCodec CODEC = new MsgpackCodec();

    @FuzzTest
    void anyBytesAreReadOrRefused(byte[] payload) {
        AnyBytes.areReadOrRefused(CODEC, payload, Values::describe);
    }
}
