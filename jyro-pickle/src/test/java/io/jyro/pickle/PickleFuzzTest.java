package io.jyro.pickle;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jyro.serialize.AnyBytes;

/** Any bytes are a pickle of plain data, which can be written again, or are refused. */
class PickleFuzzTest {
    private static final PickleCodec CODEC = new PickleCodec();

    @FuzzTest
    void anyBytesAreReadOrRefused(byte[] payload) {
        AnyBytes.areReadOrRefused(CODEC, payload, Pickles::describe);
    }
}
