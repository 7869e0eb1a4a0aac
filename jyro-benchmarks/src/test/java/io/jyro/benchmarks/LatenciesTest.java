package io.jyro.benchmarks;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

class LatenciesTest {
    private final Latencies latencies = new Latencies();

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 127, 128, 129, 16_000, 44_000_000, 3_600_000_000_000L})
    void aDurationIsKeptWithinTheWidthOfItsClass(long nanos) {
        latencies.record(nanos);

        assertThat(latencies.percentile(0.5)).isGreaterThanOrEqualTo(nanos)
                .isCloseTo(nanos, withPercentage(100.0 / 64));
    }

    @Test
    void percentilesCountFromTheShortest() {
        for (int i = 1; i <= 100; i++) {
            latencies.record(i);
        }

        assertThat(latencies.percentile(0.5)).isEqualTo(50);
        assertThat(latencies.percentile(0.99)).isEqualTo(99);
        assertThat(latencies.percentile(1)).isEqualTo(100);
    }

    @Test
    void whatTookDaysCountsAsTheLongestClass() {
        latencies.record(Long.MAX_VALUE);

        assertThat(latencies.count()).isEqualTo(1);
        assertThat(latencies.percentile(1)).isGreaterThan(3_600_000_000_000L);
    }

    @Test
    void nothingHasNoPercentiles() {
        assertThatThrownBy(() -> latencies.percentile(0.5))
                .isInstanceOf(IllegalStateException.class);
    }
}
