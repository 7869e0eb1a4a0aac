package io.jyro.benchmarks;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PinningTest {
    @Test
    void listsOfCoresAreReadAsTheKernelWritesThem() {
        assertThat(Pinning.parseCores("0")).containsExactly(0);
        assertThat(Pinning.parseCores("2-4,8,10-11")).containsExactly(2, 3, 4, 8, 10, 11);
    }
}
