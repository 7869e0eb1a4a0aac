package io.jyro.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.jyro.Expose;
import io.jyro.client.Proxy;
import io.jyro.server.calls.Overtaking;
import io.jyro.server.calls.Watch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** When the reading of a connection goes to another thread. The watch looks when the test says so, and at no other time. */
@Timeout(60)
class OvertakingTest {
    private static final int CALLS = 200;
    // After one call that was seen to last, so many hand the reading on by themselves.
    private static final int HAND_OVERS = 32;

    /** A connection on which there is always more to read, if the test says so. */
    private static final class Reading implements Overtaking.Reading {
        private boolean backlog = true;
        private boolean fails;
        private int takenOver;

        @Override
        public boolean isAwaited() {
            if (fails) {
                throw new IllegalStateException("on purpose");
            }
            return backlog;
        }

        @Override
        public boolean hasBacklog() {
            return backlog;
        }

        @Override
        public void takeOver() {
            takenOver++;
        }
    }

    private final Reading reading = new Reading();
    private final Overtaking overtaking = new Overtaking(reading, new Watch("unused"));

    private void lasts() {
        overtaking.look();
        overtaking.look();
    }

    // Whether the call keeps the reading to its end.
    private boolean keepsTheReading() {
        int call = overtaking.begin();
        overtaking.runs(call);
        return overtaking.end(call);
    }

    @Test
    void aCallThatLastsFromOneLookToTheNextIsOvertaken() {
        int call = overtaking.begin();
        overtaking.runs(call);
        overtaking.look();
        assertThat(reading.takenOver).isZero();
        overtaking.look();

        assertThat(reading.takenOver).isEqualTo(1);
        assertThat(overtaking.end(call)).isFalse();
    }

    @Test
    void shortCallsKeepTheReading() {
        for (int i = 0; i < 1000; i++) {
            assertThat(keepsTheReading()).isTrue();
        }
        assertThat(reading.takenOver).isZero();
    }

    @Test
    void afterOneThatLastedTheNextHandTheReadingOnWithoutALook() {
        overtaking.begin();
        lasts();
        reading.takenOver = 0;
        for (int i = 0; i < HAND_OVERS; i++) {
            assertThat(keepsTheReading()).isFalse();
        }

        assertThat(reading.takenOver).isEqualTo(HAND_OVERS);
        assertThat(keepsTheReading()).isTrue();
    }

    @Test
    void withoutABacklogNothingIsHandedOnAndTheCallsCountAllTheSame() {
        overtaking.begin();
        lasts();
        reading.backlog = false;
        for (int i = 0; i < HAND_OVERS; i++) {
            assertThat(keepsTheReading()).isTrue();
        }
        reading.backlog = true;

        assertThat(keepsTheReading()).isTrue();
        assertThat(reading.takenOver).isEqualTo(1);
    }

    @Test
    void aCallThatWasOvertakenWhileItWaitedForItsTurnHandsNothingOn() {
        int call = overtaking.begin();
        lasts();
        overtaking.runs(call);

        assertThat(reading.takenOver).isEqualTo(1);
    }

    @Test
    void aCallThatBeganWhileTheWatchForgotTheConnectionIsWatched() {
        Watch watch = new Watch("looks when it is told");
        Overtaking forgotten = new Overtaking(reading, watch);
        forgotten.begin();
        reading.fails = true; // which makes the watch forget it
        watch.look();
        watch.look();
        reading.fails = false;
        watch.look();
        assertThat(reading.takenOver).isZero();

        forgotten.dropped();
        watch.look();

        assertThat(reading.takenOver).isEqualTo(1);
    }

    @Test
    void aConnectionThatWasDroppedIsLookedAtAgainFromItsNextCallOn() {
        Watch watch = new Watch("looks when it is told");
        Overtaking again = new Overtaking(reading, watch);
        again.end(again.begin());
        for (int looks = 0; looks < 200; looks++) {
            watch.look();
        }

        again.begin();
        watch.look();
        watch.look();

        assertThat(reading.takenOver).isEqualTo(1);
    }

    /** Lets nobody go before all are there, and tells where calls run. */
    @Expose
    public static class Meeting {
        private final CountDownLatch all = new CountDownLatch(CALLS);
        private final CountDownLatch come = new CountDownLatch(1);
        private final CountDownLatch over = new CountDownLatch(1);

        /** Lasts until so many calls are inside. */
        public void meet() throws InterruptedException {
            come.countDown();
            all.countDown();
            all.await();
        }

        /** Is over at once. */
        public String thread() {
            over.countDown();
            return Thread.currentThread().getName();
        }
    }

    private static BareDaemon daemon(Meeting meeting) {
        BareDaemon daemon = new BareDaemon();
        daemon.core().objects().register(meeting, "meeting", false, false);
        return daemon;
    }

    @Test
    void aBacklogOfCallsThatLastStartsWithAFewLooks() throws Exception {
        Meeting meeting = new Meeting();
        try (BareDaemon daemon = daemon(meeting);
                Proxy proxy = daemon.proxy("meeting")) {
            List<CompletableFuture<@Nullable Object>> calls = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                calls.add(proxy.callAsync("meet"));
            }
            int looks = 0;
            while (!meeting.all.await(20, TimeUnit.MILLISECONDS)) {
                daemon.core().watch().look();
                looks++;
            }

            assertThat(looks).isLessThan(CALLS / 2); // each would need two of its own
            for (CompletableFuture<@Nullable Object> call : calls) {
                call.get(30, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void callsThatAreShortAgainAreServedInPlace() throws Exception {
        Meeting meeting = new Meeting();
        try (BareDaemon daemon = daemon(meeting);
                Proxy proxy = daemon.proxy("meeting")) {
            CompletableFuture<@Nullable Object> lasting = proxy.callAsync("meet");
            meeting.come.await();
            List<CompletableFuture<@Nullable Object>> calls = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                calls.add(proxy.callAsync("thread"));
            }
            while (!meeting.over.await(20, TimeUnit.MILLISECONDS)) {
                daemon.core().watch().look();
            }
            List<@Nullable Object> threads = new ArrayList<>();
            for (CompletableFuture<@Nullable Object> call : calls) {
                threads.add(call.get(30, TimeUnit.SECONDS));
            }
            int changes = 0;
            for (int i = HAND_OVERS + 2; i < CALLS; i++) {
                changes += Objects.equals(threads.get(i - 1), threads.get(i)) ? 0 : 1;
            }

            assertThat(changes).isLessThan(10); // none, but for a look at a test that stumbles
            assertThat(lasting).isNotDone();
            for (int i = 1; i < CALLS; i++) {
                meeting.all.countDown();
            }
            lasting.get(30, TimeUnit.SECONDS);
        }
    }
}
