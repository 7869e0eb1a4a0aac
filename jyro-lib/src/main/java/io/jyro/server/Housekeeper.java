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
                streams.expire();
                try {
                    hook.run();
                } catch (RuntimeException e) { // a user's code; it runs again next time
                    log.warn("the daemon's housekeeping hook failed", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
