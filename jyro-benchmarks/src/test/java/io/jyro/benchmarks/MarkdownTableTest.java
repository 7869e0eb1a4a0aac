package io.jyro.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MarkdownTableTest {
    @Test
    void eachWorkIsALineAndWhoDidNotTakePartHasAnEmptyCell() {
        Map<Work, Report> reports = new LinkedHashMap<>();
        reports.put(Work.ECHO, report("raw", 40_000, "rmi", 30_000));
        reports.put(Work.FUTURES, report("raw", 2_000, "grpc", 10));

        assertThat(MarkdownTable.of(reports)).isEqualTo("""
                | work | raw | rmi | grpc |
                |---|---|---|---|
                | `ECHO` | 40,000 (1.00) | 30,000 (0.75) | |
                | `FUTURES` | 2,000 (1.00) | | 10.0 (0.005) |
                """);
    }

    @Test
    void bytesAreCountedInMegabytes() {
        assertThat(MarkdownTable.of(Map.of(Work.BYTES_100, report("raw", 20, "rmi", 10))))
                .contains("| `BYTES_100`, MB/s | 2,000 (1.00) | 1,000 (0.50) |");
    }

    private static Report report(String yardstick, long calls, String other, long otherCalls) {
        Map<String, List<Sample>> samples = new LinkedHashMap<>();
        samples.put(yardstick, List.of(new Sample(calls, 1_000_000_000, 1, 1, 1, 1)));
        samples.put(other, List.of(new Sample(otherCalls, 1_000_000_000, 1, 1, 1, 1)));
        return new Report(samples);
    }
}
