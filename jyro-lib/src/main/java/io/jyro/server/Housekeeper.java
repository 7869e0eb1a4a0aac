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
    // As long as a connection may be silent until it gives back its memory.
    private static final Duration SPARE_ARRAYS_KEPT = Duration.ofSeconds(10);

    private final List<Runnable> duties;
    private final Duration period;
    private final CountDownLatch stopped = new CountDownLatch(1);

    Housekeeper(DaemonCore core) {
        duties = List.of(core.streams()::expire, () -> core.spares().expire(SPARE_ARRAYS_KEPT),
                core.warnings()::reportSuppressed, core.hooks().housekeeping());
        Duration configured = core.config().pollTimeout();
        period = configured.isZero() ? Duration.ofSeconds(2) : configured;
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
                runOnce();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does once what there is to do; a failure of one duty keeps no other from being done. */
    void runOnce() {
        duties.forEach(Housekeeper::guarded);
    }

    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) { // a user's code; it runs again next time
            log.warn("housekeeping failed; it is tried again", RemoteText.loggable(e));
        }
    }
}
