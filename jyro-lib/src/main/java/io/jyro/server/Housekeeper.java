package io.jyro.server;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does every so often what a daemon has to do without being called: expired streams, and the user's hook. */
final class Housekeeper {
    private static final Logger log = LoggerFactory.getLogger(Housekeeper.class);

    private final StreamTable streams;
    private final Runnable hook;
    private final Duration period;
    private final CountDownLatch stopped = new CountDownLatch(1);

    Housekeeper(StreamTable streams, Runnable hook, Duration period) {
        this.streams = streams;
        this.hook = hook;
        this.period = period.isZero() ? Duration.ofSeconds(2) : period;
    }

    void start() {
        Thread.ofVirtual().name("housekeeper").start(this::run);
    }

    void stop() {
        stopped.countDown();
    }

    private void run() {
        try {
            while (!stopped.await(period.toMillis(), TimeUnit.MILLISECONDS)) {
                guarded(streams::expire);
                guarded(hook);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) { // a user's code; it runs again next time
            log.warn("housekeeping failed; it is tried again", e);
        }
    }
}
