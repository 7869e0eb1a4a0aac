package io.jyro.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.jyro.Dialect;
import io.jyro.Serializer;

/** The main program of a client that calls without a pause, and is measured on command. */
final class BusyClient {
    static final String WARM = "warm ";
    static final String ALL_ON_ONE_CONNECTION = "one";
    static final String EACH_CALL_CONNECTS = "anew";

    private BusyClient() {}

    /**
     * Calls the uri in the first argument for a warm-up in milliseconds (second argument). Then, for each line of
     * standard input, calls for a time in milliseconds (third) and prints the measurement. The fourth is the number of
     * warm-up calls, the fifth whether each call connects again.
     */
    public static void main(String[] arguments) throws Exception {
        Duration warmUp = Duration.ofMillis(Long.parseLong(arguments[1]));
        Duration measured = Duration.ofMillis(Long.parseLong(arguments[2]));
        JyroWork work = new JyroWork(Work.ECHO, Dialect.V502, Serializer.SERPENT);
        try (Contender.Caller caller = arguments[4].equals(EACH_CALL_CONNECTS)
                ? connectingEachTime(work, arguments[0])
                : work.connect(arguments[0])) {
            long calls = Sample.warmUp(caller,
                    new Timing(warmUp, measured, Integer.parseInt(arguments[3])));
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

    private static Contender.Caller connectingEachTime(JyroWork work, String uri) {
        return new Contender.Caller() {
            @Override
            public void call() throws Exception {
                try (Contender.Caller newcomer = work.connect(uri)) {
                    newcomer.call();
                }
            }

            @Override
            public void close() {
                // no connection is open between two calls
            }
        };
    }
}
