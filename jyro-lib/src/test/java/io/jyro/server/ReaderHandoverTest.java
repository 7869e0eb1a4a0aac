package io.jyro.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.jyro.Expose;
import io.jyro.client.Proxy;
import io.jyro.server.calls.CallWatchdog;
import io.jyro.server.calls.ReaderHandover;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** When the reading of a connection goes to another thread. The watch looks when the test says so, and at no other time. */
@Timeout(60)
class ReaderHandoverTest {
    private static final int CALLS = 200;
    // After one call that was seen to last, so many hand the reading on by themselves.
    private static final int HAND_OVERS = 32;

    /** A connection on which there is always more to read, if the test says so. */
    private static final class Reading implements ReaderHandover.Reading {
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
    private final ReaderHandover handover = new ReaderHandover(reading, new CallWatchdog("unused"));

    private void lasts() {
        handover.look();
        handover.look();
    }

    // Whether the call keeps the reading to its end.
    private boolean keepsTheReading() {
        int call = handover.begin();
        handover.runs(call);
        return handover.end(call);
    }

    @Test
    void aCallThatLastsFromOneLookToTheNextIsOvertaken() {
        int call = handover.begin();
        handover.runs(call);
        handover.look();
        assertThat(reading.takenOver).isZero();
        handover.look();

        assertThat(reading.takenOver).isEqualTo(1);
        assertThat(handover.end(call)).isFalse();
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
        handover.begin();
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
        handover.begin();
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
        int call = handover.begin();
        lasts();
        handover.runs(call);

        assertThat(reading.takenOver).isEqualTo(1);
    }

    @Test
    void aCallThatBeganWhileTheWatchForgotTheConnectionIsWatched() {
        CallWatchdog watchdog = new CallWatchdog("looks when it is told");
        ReaderHandover forgotten = new ReaderHandover(reading, watchdog);
        forgotten.begin();
        reading.fails = true; // which makes the watch forget it
        watchdog.look();
        watchdog.look();
        reading.fails = false;
        watchdog.look();
        assertThat(reading.takenOver).isZero();

        forgotten.dropped();
        watchdog.look();

        assertThat(reading.takenOver).isEqualTo(1);
    }

    @Test
    void aConnectionThatWasDroppedIsLookedAtAgainFromItsNextCallOn() {
        CallWatchdog watchdog = new CallWatchdog("looks when it is told");
        ReaderHandover again = new ReaderHandover(reading, watchdog);
        again.end(again.begin());
        for (int looks = 0; looks < 200; looks++) {
            watchdog.look();
        }

        again.begin();
        watchdog.look();
        watchdog.look();

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
        daemon.objects().register(meeting, "meeting", false, false);
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
                daemon.watchdog().look();
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
                daemon.watchdog().look();
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
