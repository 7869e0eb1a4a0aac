package io.jyro.benchmarks;

import java.time.Duration;
import java.util.List;

/** The main program of a contender's client. */
final class ClientProcess {
    private ClientProcess() {}

    /**
     * Calls as the contender of the work and name that are given, at an endpoint, for two times in milliseconds;
     * prints what it measured.
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
