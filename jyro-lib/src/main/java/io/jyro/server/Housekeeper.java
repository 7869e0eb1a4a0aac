package io.jyro.server;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.jyro.RemoteText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does every so often what a daemon has to do without being called: it ends expired streams, drops memory that nobody
 * uses, reports suppressed warnings and calls the user's hook.
 */
final class Housekeeper {
    private static final Logger log = LoggerFactory.getLogger(Housekeeper.class);

    private final List<Runnable> duties;
    private final Duration period;
    private final CountDownLatch stopped = new CountDownLatch(1);

    Housekeeper(List<Runnable> duties, Duration period) {
        this.duties = duties;
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
                duties.forEach(Housekeeper::guarded);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) { // a user's code; it runs again next time
            log.warn("housekeeping failed; it is tried again", RemoteText.loggable(e));
        }
    }
}
