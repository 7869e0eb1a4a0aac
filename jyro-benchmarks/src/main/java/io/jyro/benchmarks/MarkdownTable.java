package io.jyro.benchmarks;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Formats the results of all works as one table for a document. */
final class MarkdownTable {
    private MarkdownTable() {}

    /**
     * Returns a table with a line for each work: calls, or megabytes, a second, and the ratio to the baseline in
     * brackets.
     */
    static String of(Map<Work, Report> reports) {
        Map<Work, Map<String, Report.Row>> cells = new LinkedHashMap<>();
        Set<String> contenders = new LinkedHashSet<>();
        reports.forEach((work, report) -> report.rows().forEach(row -> {
            cells.computeIfAbsent(work, none -> new LinkedHashMap<>()).put(row.contender(), row);
            contenders.add(row.contender());
        }));
        StringBuilder text = new StringBuilder("| work |");
        contenders.forEach(name -> text.append(' ').append(name).append(" |"));
        text.append('\n').append("|---".repeat(contenders.size() + 1)).append("|\n");
        cells.forEach((work, rows) -> {
            text.append("| `").append(work).append(work.bytes() > 0 ? "`, MB/s |" : "` |");
            contenders.forEach(name -> text.append(cell(work, rows, name)).append(" |"));
            text.append('\n');
        });
        return text.toString();
    }

    private static String cell(Work work, Map<String, Report.Row> rows, String contender) {
        Report.Row row = rows.get(contender);
        if (row == null) {
            return "";
        }
        return ' ' + Report.rate(work.rate(row.callsPerSecond())) + " ("
                + Report.ratio(row.ratio()) + ')';
    }
}
