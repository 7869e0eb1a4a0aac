package io.jyro.server;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.jyro.RemoteText;
import io.jyro.server.calls.StreamTable;
import io.jyro.transport.message.BufferPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the periodic work of a daemon: ends expired streams, frees unused memory, reports suppressed warnings and calls
 * the user's hook.
 */
final class Housekeeper {
    private static final Logger log = LoggerFactory.getLogger(Housekeeper.class);
    // The same time as that after which a silent connection gives back its memory.
    private static final Duration SPARE_ARRAYS_KEPT = Duration.ofSeconds(10);

    private final StreamTable streams;
    private final BufferPool buffers;
    private final ClientWarnings warnings;
    private final @Nullable Runnable hook;
    private final Duration period;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /**
     * @param hook the user's hook; null for none
     * @param configured the time between two rounds; zero means the default
     */
    Housekeeper(StreamTable streams, BufferPool buffers, ClientWarnings warnings,
            @Nullable Runnable hook, Duration configured) {
        this.streams = streams;
        this.buffers = buffers;
        this.warnings = warnings;
        this.hook = hook;
        period = configured.isZero() ? Duration.ofSeconds(2) : configured;
    }

    void start() {
        // Not a virtual thread: in most daemons it would be the only one, and starting the first takes 20 ms of
        // processor time.
        Thread.ofPlatform().daemon().name("housekeeper").start(new Runnable() {
            @Override
            public void run() {
                keepHouse();
            }
        });
    }

    /** Ends the periodic work and all streams. */
    void stop() {
        stopped.countDown();
        streams.end();
    }

    /** Reports all suppressed warnings that are not reported yet, after the last call. */
    void reportLast() {
        warnings.end();
    }

    private void keepHouse() {
        try {
            while (!stopped.await(period.toMillis(), TimeUnit.MILLISECONDS)) {
                runOnce();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does all duties once; the failure of one does not affect the others. */
    void runOnce() {
        for (Duty duty : Duty.values()) {
            guarded(duty);
        }
    }

    private enum Duty {
        STREAMS, SPARE_ARRAYS, WARNINGS, HOOK
    }

    private void perform(Duty duty) {
        switch (duty) {
            case STREAMS -> streams.expire();
            case SPARE_ARRAYS -> buffers.expire(SPARE_ARRAYS_KEPT);
            case WARNINGS -> warnings.reportSuppressed();
            case HOOK -> {
                if (hook != null) {
                    hook.run();
                }
            }
        }
    }

    private void guarded(Duty duty) {
        try {
            perform(duty);
        } catch (RuntimeException | Error e) { // user code may fail; it runs again next time
            log.warn("housekeeping failed; it is tried again", RemoteText.loggable(e));
        }
    }
}
