package io.jyro.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * The evaluation of the samples: medians over the rounds, and the ratio of each contender's rate to the first one's.
 *
 * @param samples by contender, in the order of the report; one sample for each round
 */
record Report(Map<String, List<Sample>> samples) {
    /** One contender's results. */
    record Row(String contender, double callsPerSecond, double p50Micros, double p99Micros,
            double ratio, double lowestRatio, double highestRatio) {}

    List<Row> rows() {
        List<Sample> yardstick = samples.values().iterator().next();
        List<Row> rows = new ArrayList<>();
        samples.forEach((name, own) -> rows.add(row(name, own, yardstick)));
        return rows;
    }

    // Each sample is compared with the baseline's of the same round, since both had the same load of the machine.
    private static Row row(String name, List<Sample> own, List<Sample> yardstick) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < own.size(); round++) {
            ratios.add(own.get(round).callsPerSecond() / yardstick.get(round).callsPerSecond());
        }
        ratios.sort(null);
        return new Row(name, median(own, Sample::callsPerSecond),
                median(own, sample -> sample.p50Nanos() / 1e3),
                median(own, sample -> sample.p99Nanos() / 1e3), median(ratios),
                ratios.getFirst(), ratios.getLast());
    }

    /** Returns the contenders that do not reach a part of the baseline's rate. */
    List<String> missing(double goal) {
        return rows().stream().filter(row -> row.ratio() < goal).map(Row::contender).toList();
    }

    /** Returns the table. */
    String text() {
        String yardstick = samples.keySet().iterator().next();
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT,
                "%-20s %10s %8s %8s  %-20s  %s%n", "", "calls/s", "p50 us", "p99 us",
                "of " + yardstick + " (range)", "calls/s of each round"));
        for (Row row : rows()) {
            text.append(String.format(Locale.ROOT,
                    "%-20s %10s %8.1f %8.1f  %-20s  %s%n", row.contender(),
                    rate(row.callsPerSecond()), row.p50Micros(), row.p99Micros(),
                    ratio(row.ratio()) + " (" + ratio(row.lowestRatio()) + '-'
                            + ratio(row.highestRatio()) + ')',
                    rates(row.contender())));
        }
        return text.toString();
    }

    /** Formats calls or megabytes a second: whole numbers, except for small ones. */
    static String rate(double perSecond) {
        return String.format(Locale.ROOT, perSecond < 100 ? "%,.1f" : "%,.0f", perSecond);
    }

    /** Formats a ratio with enough digits that a small one differs from zero. */
    static String ratio(double ratio) {
        return String.format(Locale.ROOT, ratio < 0.1 ? "%.3f" : "%.2f", ratio);
    }

    private String rates(String contender) {
        return samples.getOrDefault(contender, List.of()).stream()
                .map(sample -> rate(sample.callsPerSecond()))
                .collect(Collectors.joining(" "));
    }

    private static double median(List<Sample> samples, ToDoubleFunction<Sample> of) {
        return median(samples.stream().mapToDouble(of).boxed().toList());
    }

    /** Returns the middle value, or the mean of the two middle values. */
    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
