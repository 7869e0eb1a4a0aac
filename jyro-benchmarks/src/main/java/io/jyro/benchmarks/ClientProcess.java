package io.jyro.benchmarks;

import java.time.Duration;

/** The main program of a contender's client. */
final class ClientProcess {
    private ClientProcess() {}

    /** Calls as the contender that is named, at an endpoint, for two times in milliseconds; prints what it measured. */
    public static void main(String[] arguments) throws Exception {
        Thread.ofPlatform().daemon().name("parent-watch").start(() -> {
            ChildProcess.awaitEndOfParent();
            System.exit(1);
        });
        Timing timing = new Timing(Duration.ofMillis(Long.parseLong(arguments[2])),
                Duration.ofMillis(Long.parseLong(arguments[3])));
        try (Contender.Caller caller = Contenders.named(arguments[0]).connect(arguments[1])) {
            System.out.println(Sample.take(caller, timing).line());
        }
    }
}
