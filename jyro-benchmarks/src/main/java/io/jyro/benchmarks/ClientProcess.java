package io.jyro.benchmarks;

import java.time.Duration;
import java.util.List;

/** The main program of a contender's client. */
final class ClientProcess {
    private ClientProcess() {}

    /** Calls as the contender that is named, at an endpoint, for two times in milliseconds; prints what it measured. */
    public static void main(String[] arguments) throws Exception {
        Thread.ofPlatform().daemon().name("parent-watch").start(() -> {
            ChildProcess.awaitEndOfParent();
            System.exit(1);
        });
        Contender contender = Contenders.of(arguments[0]);
        Work work = contender.work();
        Timing timing = new Timing(Duration.ofMillis(Long.parseLong(arguments[2])),
                Duration.ofMillis(Long.parseLong(arguments[3])), work.warmUpCalls());
        List<Contender.Caller> callers = contender.connect(arguments[1], work.callers());
        try {
            Sample sample = callers.size() == 1
                    ? Sample.take(callers.getFirst(), timing)
                    : Sample.takeTogether(callers, timing);
            System.out.println(sample.line());
        } finally {
            for (Contender.Caller caller : callers) {
                caller.close();
            }
        }
    }
}
