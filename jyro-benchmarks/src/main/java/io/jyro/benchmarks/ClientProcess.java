package io.jyro.benchmarks;

import java.time.Duration;
import java.util.List;

/** The main program of a contender's client. */
final class ClientProcess {
    private ClientProcess() {}

    /**
     * Calls an endpoint as a contender for a warm-up time and a measured time, and prints the measurement. The
     * arguments are work, name, endpoint, and both times in milliseconds.
     */
    public static void main(String[] arguments) throws Exception {
        Thread.ofPlatform().daemon().name("parent-watch").start(() -> {
            ChildProcess.awaitEndOfParent();
            System.exit(1);
        });
        Work work = Work.valueOf(arguments[0]);
        JavaClient contender = (JavaClient) work.contender(arguments[1]);
        Timing timing = new Timing(Duration.ofMillis(Long.parseLong(arguments[3])),
                Duration.ofMillis(Long.parseLong(arguments[4])), work.warmUpCalls());
        List<Contender.Caller> callers = contender.connect(arguments[2], work.callers());
        try {
            System.out.println(Sample.take(callers, timing).line());
        } finally {
            for (Contender.Caller caller : callers) {
                caller.close();
            }
        }
    }
}
