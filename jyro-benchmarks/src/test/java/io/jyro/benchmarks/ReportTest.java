package io.jyro.benchmarks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReportTest {
    @Test
    void eachRoundIsComparedWithTheYardstickOfThatRound() {
        // the machine was three times slower in the second round
        Report report = report(Map.of("jyro", rates(80, 30, 70)), rates(100, 33, 100));

        Report.Row jyro = report.rows().get(1);

        assertThat(jyro.ratio()).isEqualTo(0.8);
        assertThat(jyro.lowestRatio()).isEqualTo(0.7);
        assertThat(jyro.callsPerSecond()).isEqualTo(70);
    }

    @Test
    void whoReachesTheGoalIsNotMissing() {
        Report report = report(Map.of("jyro", rates(67)), rates(100));

        assertThat(report.missing(0.67)).isEmpty();
    }

    @Test
    void whoIsBelowTheGoalIsNamed() {
        Report report = report(Map.of("jyro", rates(66)), rates(100));

        assertThat(report.missing(0.67)).containsExactly("jyro");
    }

    @Test
    void theTableHasTheRatesOfAllRounds() {
        Report report = report(Map.of("jyro", rates(1_000, 2_000)), rates(1_000, 1_000));

        assertThat(report.text()).contains("1,000 2,000");
    }

    private static Report report(Map<String, List<Sample>> others, List<Sample> raw) {
        Map<String, List<Sample>> all = new LinkedHashMap<>();
        all.put("raw", raw);
        all.putAll(others);
        return new Report(all);
    }

    private static List<Sample> rates(long... callsPerSecond) {
        return Arrays.stream(callsPerSecond)
                .mapToObj(calls -> new Sample(calls, 1_000_000_000, 1, 1, 1, 1)).toList();
    }
}
