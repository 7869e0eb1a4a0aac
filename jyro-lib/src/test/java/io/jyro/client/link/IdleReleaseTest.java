package io.jyro.client.link;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** When a proxy lets go of its connections by itself. */
@Timeout(60)
class IdleReleaseTest {

    @Test
    void aCallThatBeginsMeanwhileWaitsUntilTheConnectionsAreGone() throws Exception {
        CountDownLatch releasing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicBoolean released = new AtomicBoolean();
        AtomicBoolean seen = new AtomicBoolean();
        IdleRelease idle = new IdleRelease(Duration.ofMillis(1), () -> {
            releasing.countDown();
            awaitUninterruptibly(goOn);
            released.set(true);
        });
        idle.callBegins();
        idle.callEnds();
        releasing.await();

        Thread caller = Thread.ofPlatform().start(() -> {
            idle.callBegins();
            seen.set(released.get());
            idle.callEnds();
        });
        while (caller.isAlive() && caller.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        goOn.countDown();
        caller.join();

        assertThat(seen).isTrue();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
