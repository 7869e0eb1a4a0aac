package io.jyro.benchmarks;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SampleTest {
    @Test
    void aLineIsReadAsItWasWritten() {
        Sample sample = new Sample(5, 4_000_000_000L, 14_500, 36_000, 100_000, 1.25);

        assertThat(Sample.parse(sample.line())).isEqualTo(sample);
    }

    @Test
    void anotherLineIsRefusedWithItsText() {
        assertThatThrownBy(() -> Sample.parse("sample 1 2")).hasMessageContaining("sample 1 2");
    }
}
