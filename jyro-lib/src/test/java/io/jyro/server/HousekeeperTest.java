package io.jyro.server;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import ch.qos.logback.classic.Level;
import io.jyro.PyroConfig;
import io.jyro.hostile.LogCapture;
import io.jyro.server.calls.StreamTable;
import io.jyro.transport.message.BufferPool;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Duties of a daemon between calls. */
class HousekeeperTest {
    private final AtomicLong now = new AtomicLong();

    private static Housekeeper housekeeper(ClientWarnings warnings, Runnable hook) {
        PyroConfig config = PyroConfig.defaults();
        return new Housekeeper(new StreamTable(config, Runnable::run), BufferPool.ofDaemon(),
                warnings, hook, config.pollTimeout());
    }

    @Test
    void suppressedWarningsAreReportedAlthoughNoneFollows() throws Exception {
        ClientWarnings warnings = ClientWarnings.timedBy(now::get);
        Housekeeper housekeeper = housekeeper(warnings, () -> {});
        try (LogCapture log = new LogCapture()) {
            for (int i = 0; i < 100; i++) {
                warnings.handshakes().warn("refused");
            }
            now.addAndGet(TimeUnit.MINUTES.toNanos(2));

            housekeeper.runOnce();

            log.await(Level.WARN, "90 similar messages were suppressed");
        }
    }

    @Test
    void aHookThatFailsIsCalledAgain() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Housekeeper housekeeper = housekeeper(ClientWarnings.timedBy(now::get), () -> {
            calls.incrementAndGet();
            throw new IllegalStateException("the user's hook failed");
        });
        try (LogCapture log = new LogCapture()) {
            housekeeper.runOnce();
            housekeeper.runOnce();

            assertThat(calls).hasValue(2);
            log.await(Level.WARN, "housekeeping failed");
        }
    }
}
