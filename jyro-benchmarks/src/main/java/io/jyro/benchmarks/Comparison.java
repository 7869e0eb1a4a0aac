package io.jyro.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;

/**
 * Compares contenders in one work after another, and prints a description of the work and the
 * results.
 */
final class Comparison {
    private final RoundOptions options;
    private final Pinning pinning;
    private final Programs programs;

    Comparison(RoundOptions options, Pinning pinning, Programs programs) {
        this.options = options;
        this.pinning = pinning;
        this.programs = programs;
    }

    /** Lets the contenders take turns; the first is the baseline. */
    Report run(Work work, List<Contender> contenders)
            throws IOException, InterruptedException, ExecutionException {
        Timing timing = options.timing(work.warmUpCalls());
        System.out.printf(Locale.ROOT,
                "%n%s: %s%n%d interleaved rounds of fresh processes; in each, %.1f s and at least %,d calls to warm"
                        + " up the JIT compilers, then %.1f s measured%n",
                work, work.description(), options.rounds(), seconds(timing.warmUp().toMillis()),
                timing.warmUpCalls(), seconds(timing.measured().toMillis()));
        Report report = new Report(new Rounds(programs, pinning, timing).run(contenders,
                options.rounds(), Comparison::progress));
        System.out.println();
        System.out.print(report.text());
        if (work.bytes() > 0) {
            report.rows().forEach(row -> System.out.printf(Locale.ROOT, "%-20s %s MB/s%n",
                    row.contender(), Report.rate(work.rate(row.callsPerSecond()))));
        }
        return report;
    }

    private static double seconds(long millis) {
        return millis / 1e3;
    }

    private static void progress(int round, Contender contender, Sample sample) {
        System.out.printf(Locale.ROOT,
                "round %d %-18s %9s calls/s, p50 %.1f us, p99 %.1f us, after %,d calls of warm-up;"
                        + " second half at %.2f of the first half's rate%n",
                round, contender.name(), Report.rate(sample.callsPerSecond()),
                sample.p50Nanos() / 1e3,
                sample.p99Nanos() / 1e3, sample.warmUpCalls(), sample.lateToEarly());
    }
}
