package io.jyro.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.jyro.Dialect;
import io.jyro.Serializer;

/** The main program of a client that calls without a pause, and is measured whenever it is told to. */
final class BusyClient {
    static final String WARM = "warm ";

    private BusyClient() {}

    /**
     * Connects to the URI that is given and calls for a time in milliseconds, to warm up; then, for each line of its
     * standard input, calls for the second time in milliseconds and prints what it measured.
     */
    public static void main(String[] arguments) throws Exception {
        Duration warmUp = Duration.ofMillis(Long.parseLong(arguments[1]));
        Duration measured = Duration.ofMillis(Long.parseLong(arguments[2]));
        try (Contender.Caller caller = new JyroWork(Work.ECHO, Dialect.V502,
                Serializer.SERPENT).connect(arguments[0])) {
            long calls = Sample.warmUp(caller, new Timing(warmUp, measured));
            System.out.println(WARM + calls);
            BufferedReader commands = new BufferedReader(
                    new InputStreamReader(System.in, StandardCharsets.UTF_8));
            while (commands.readLine() != null) {
                System.out.println(Sample.measure(caller, measured, calls).line());
            }
        } catch (IOException e) {
            System.err.println("the busy client: " + e);
        }
    }
}
