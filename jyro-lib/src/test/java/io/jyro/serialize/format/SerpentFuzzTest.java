package io.jyro.serialize.format;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jyro.serialize.AnyBytes;
import io.jyro.serialize.Values;
import org.jspecify.annotations.Nullable;

/** Any bytes are a value in serpent, which can be written again, or are refused. */
class SerpentFuzzTest {
    private static final SerpentCodec CODEC = new SerpentCodec();

    @FuzzTest
    void anyBytesAreReadOrRefused(byte[] payload) {
        AnyBytes.areReadOrRefused(CODEC, payload, SerpentFuzzTest::describe);
    }

    // An empty set is written as (), since Python has no literal for it.
    private static String describe(@Nullable Object value) {
        return Values.describe(value).replace("{}", "()");
    }
}
