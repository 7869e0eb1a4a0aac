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
class WatchTest {
    private final String name = Caller.uniqueName("watch");
    private final Watch watch = new Watch(name);

    /** Is gone after some looks. */
    private static final class Watched implements Watch.Watched {
        private final CountDownLatch dropped = new CountDownLatch(1);
        private final AtomicInteger left;

        Watched(int looks) {
            left = new AtomicInteger(looks);
        }

        @Override
        public Watch.Sight look() {
            return left.decrementAndGet() > 0 ? Watch.Sight.QUIET : Watch.Sight.GONE;
        }

        @Override
        public void dropped() {
            dropped.countDown();
        }
    }

    @AfterEach
    void stop() {
        watch.stop();
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
        watch.start();

        for (int i = 0; i < 2; i++) {
            asleep();
            Watched thing = new Watched(3);
            watch.add(thing);
            thing.dropped.await();
            assertThat(thing.left.get()).isZero();
        }
    }

    @Test
    void aThingThatWasAddedBeforeItStartedIsLookedAt() throws Exception {
        Watched thing = new Watched(1);
        watch.add(thing);

        watch.start();

        thing.dropped.await();
    }

    @Test
    void itEndsWhenItIsStoppedInItsSleep() throws Exception {
        watch.start();
        Thread thread = asleep();

        watch.stop();

        thread.join();
    }
}
