package io.jyro.server.calls;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.jyro.Caller;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** When the watch is awake. */
@Timeout(20)
class CallWatchdogTest {
    private final String name = Caller.uniqueName("watch");
    private final CallWatchdog watchdog = new CallWatchdog(name);

    /** Is gone after some looks. */
    private static final class Watched implements CallWatchdog.Watched {
        private final CountDownLatch dropped = new CountDownLatch(1);
        private final AtomicInteger left;

        Watched(int looks) {
            left = new AtomicInteger(looks);
        }

        @Override
        public CallWatchdog.Observation look() {
            return left.decrementAndGet() > 0
                    ? CallWatchdog.Observation.QUIET
                    : CallWatchdog.Observation.GONE;
        }

        @Override
        public void dropped() {
            dropped.countDown();
        }
    }

    @AfterEach
    void stop() {
        watchdog.stop();
    }

    private Thread asleep() throws InterruptedException {
        Thread thread = Caller.named(name);
        while (thread.getState() != Thread.State.WAITING) { // while it looks, it waits for a time
            Caller.pause();
        }
        return thread;
    }

    @Test
    void aThingThatIsAddedWhileItSleepsIsLookedAtUntilItIsGone() throws Exception {
        watchdog.start();

        for (int i = 0; i < 2; i++) {
            asleep();
            Watched thing = new Watched(3);
            watchdog.add(thing);
            thing.dropped.await();
            assertThat(thing.left.get()).isZero();
        }
    }

    @Test
    void aThingThatWasAddedBeforeItStartedIsLookedAt() throws Exception {
        Watched thing = new Watched(1);
        watchdog.add(thing);

        watchdog.start();

        thing.dropped.await();
    }

    @Test
    void itEndsWhenItIsStoppedInItsSleep() throws Exception {
        watchdog.start();
        Thread thread = asleep();

        watchdog.stop();

        thread.join();
    }
}
