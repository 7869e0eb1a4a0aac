package io.jyro.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.function.ToDoubleFunction;

/**
 * The measurement of one client in one round.
 *
 * @param calls how many calls were counted
 * @param nanos how long they took together
 * @param p50Nanos half of the calls took no longer
 * @param p99Nanos 99 of 100 calls took no longer
 * @param warmUpCalls how many calls were made before
 * @param lateToEarly the ratio of the rate in the second half of the measured time to that in the first; if it is far
 *         above 1, the warm-up was too short
 */
record Sample(long calls, long nanos, long p50Nanos, long p99Nanos, long warmUpCalls,
        double lateToEarly) {

    static final String MARK = "sample ";

    double callsPerSecond() {
        return calls * (double) Duration.ofSeconds(1).toNanos() / nanos;
    }

    /** Warms up and measures, with each caller on a thread of its own. */
    static Sample take(List<Contender.Caller> callers, Timing timing) throws Exception {
        return callers.size() == 1
                ? measure(callers.getFirst(), timing.measured(),
                        warmUp(callers.getFirst(), timing))
                : takeTogether(callers, timing);
    }

    /** Calls without measuring, until the JIT compilers have seen enough. Returns how often. */
    static long warmUp(Contender.Caller caller, Timing timing) throws Exception {
        Latencies ignored = new Latencies();
        long spent = 0;
        while (ignored.count() < timing.warmUpCalls()
                && spent < timing.longestWarmUp().toNanos()) {
            spent += repeat(caller, timing.warmUp(), ignored);
        }
        return ignored.count();
    }

    /** Measures a caller for a time, after this many calls of warm-up. */
    static Sample measure(Contender.Caller caller, Duration measured, long warmUpCalls)
            throws Exception {
        return measure(caller, measured, warmUpCalls, new Latencies());
    }

    private static Sample measure(Contender.Caller caller, Duration measured, long warmUpCalls,
            Latencies latencies) throws Exception {
        long half = repeat(caller, measured.dividedBy(2), latencies);
        long earlyCalls = latencies.count();
        long otherHalf = repeat(caller, measured.dividedBy(2), latencies);
        long lateCalls = latencies.count() - earlyCalls;
        return new Sample(latencies.count(), half + otherHalf, latencies.percentile(0.5),
                latencies.percentile(0.99), warmUpCalls,
                (double) lateCalls / otherHalf / ((double) earlyCalls / half));
    }

    private static Sample takeTogether(List<Contender.Caller> callers, Timing timing)
            throws Exception {
        Timing ofEach = new Timing(timing.warmUp(), timing.measured(),
                timing.warmUpCalls() / callers.size());
        Latencies all = new Latencies();
        CyclicBarrier together = new CyclicBarrier(callers.size());
        List<FutureTask<Sample>> tasks = new ArrayList<>();
        for (Contender.Caller caller : callers) {
            FutureTask<Sample> task = new FutureTask<>(() -> {
                long calls;
                try {
                    calls = warmUp(caller, ofEach);
                } catch (Exception | Error e) {
                    together.reset(); // so that the others do not wait
                    System.err.println("a caller failed: " + e);
                    throw e;
                }
                together.await();
                Latencies own = new Latencies();
                Sample sample = measure(caller, timing.measured(), calls, own);
                synchronized (all) {
                    all.add(own);
                }
                return sample;
            });
            tasks.add(task);
            Thread.ofPlatform().daemon().start(task);
        }
        List<Sample> samples = new ArrayList<>();
        for (FutureTask<Sample> task : tasks) {
            samples.add(task.get());
        }
        return new Sample(all.count(), (long) mean(samples, Sample::nanos), all.percentile(0.5),
                all.percentile(0.99), samples.stream().mapToLong(Sample::warmUpCalls).sum(),
                mean(samples, Sample::lateToEarly));
    }

    private static double mean(List<Sample> samples, ToDoubleFunction<Sample> of) {
        return samples.stream().mapToDouble(of).average().orElseThrow();
    }

    // Reads the clock once a call: the end of one is the beginning of the next.
    private static long repeat(Contender.Caller caller, Duration atLeast, Latencies latencies)
            throws Exception {
        long begin = System.nanoTime();
        long end = begin + atLeast.toNanos();
        long last = begin;
        while (last - end < 0) {
            caller.call();
            long now = System.nanoTime();
            latencies.record(now - last);
            last = now;
        }
        return last - begin;
    }

    /** Returns the sample as one line, for the output of a child process. */
    String line() {
        return String.format(Locale.ROOT, "%s%d %d %d %d %d %.4f", MARK, calls, nanos, p50Nanos,
                p99Nanos, warmUpCalls, lateToEarly);
    }

    /** Parses a {@link #line()}. */
    static Sample parse(String line) {
        String[] words = line.split(" ");
        if (words.length != 7 || !line.startsWith(MARK)) {
            throw new IllegalArgumentException("a client should print \"" + MARK
                    + "\" and six numbers, but printed: " + line);
        }
        return new Sample(Long.parseLong(words[1]), Long.parseLong(words[2]),
                Long.parseLong(words[3]), Long.parseLong(words[4]), Long.parseLong(words[5]),
                Double.parseDouble(words[6]));
    }
}
