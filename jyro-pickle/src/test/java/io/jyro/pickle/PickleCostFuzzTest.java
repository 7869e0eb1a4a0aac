package io.jyro.pickle;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jyro.serialize.CostRule;

/** Any pickle costs what its size allows, counted in memory, elements, comparisons, text and echo. */
class PickleCostFuzzTest {
    private static final PickleCodec CODEC = new PickleCodec();

    @FuzzTest
    void anyPickleCostsWhatItsSizeAllows(byte[] pickle) {
        CostRule.holds(CODEC, pickle);
    }
}
