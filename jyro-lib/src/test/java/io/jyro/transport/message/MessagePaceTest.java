package io.jyro.transport.message;

import java.net.SocketTimeoutException;
import java.time.Duration;

import io.jyro.transport.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** How long reads may wait, by a clock that the test sets. */
class MessagePaceTest {
    private static final Duration HEADER = Duration.ofSeconds(10);
    private static final Duration BODY = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofMillis(20);

    private long now = Long.MAX_VALUE - BODY.toNanos(); // clocks of nanoTime may overflow
    private final MessagePace pace = new MessagePace(() -> now);

    @Test
    void withoutLimitsNothingIsLimited() {
        pace.beginBody();

        assertThat(pace.isLimiting()).isFalse();
    }

    @Test
    void aBodyWithoutProgressHasItsTimeAndNoMore() throws Exception {
        limited().beginBody();

        assertThat(pace.nextWait()).isEqualTo(BODY);
        pass(BODY.minusMillis(1));
        assertThat(pace.nextWait()).isEqualTo(Duration.ofMillis(1));
        pass(Duration.ofMillis(1));
        assertThatThrownBy(pace::nextWait).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void aByteASecondIsNoProgress() throws Exception {
        limited().beginBody();

        int seconds = 0;
        while (seconds < 60 && isInTime()) {
            pass(Duration.ofSeconds(1));
            pace.received(1);
            seconds++;
        }

        assertThat(seconds).isEqualTo(31);
    }

    @Test
    void whatCameBeforeDoesNotBuyALongerPause() throws Exception {
        limited().beginBody();
        pace.received(1_000_000_000);

        assertThat(pace.nextWait()).isEqualTo(BODY);
    }

    @ParameterizedTest
    @ValueSource(ints = {256, 800, 1200})
    void aSlowLineMayTakeAsLongAsItNeeds(int bytesASecond) throws Exception {
        limited().beginBody();

        for (int i = 0; i < 100_000; i++) {
            pass(Duration.ofSeconds(1));
            assertThat(pace.nextWait()).isPositive();
            pace.received(bytesASecond);
        }
    }

    @Test
    void aSlowLineMayPause() throws Exception {
        limited().beginBody();

        for (int i = 0; i < 1_000; i++) {
            pass(Duration.ofSeconds(20));
            assertThat(pace.nextWait()).isPositive();
            pace.received(20 * 800);
        }
    }

    @Test
    void aHeaderHasATimeInAll() {
        limited().beginHeader();

        pass(HEADER.dividedBy(2));
        pace.received(30);
        pass(HEADER.dividedBy(2));

        assertThatThrownBy(pace::nextWait).isInstanceOf(SocketTimeoutException.class);
        assertThat(pace.complaint(Connection.over(io.jyro.Link.inProcess().one())))
                .contains("HEADER_TIMEOUT");
    }

    @Test
    void aBodyHasATimeOfItsOwn() throws Exception {
        limited().beginHeader();
        pass(HEADER.minusMillis(1));

        pace.beginBody();

        assertThat(pace.nextWait()).isEqualTo(BODY);
    }

    @Test
    void aShorterTimeoutCountsFromTheLastBytes() throws Exception {
        limited().timeout(Duration.ofSeconds(5));
        pace.beginBody();
        pass(Duration.ofSeconds(4));
        pace.received(1);
        assertThat(pace.nextWait()).isEqualTo(Duration.ofSeconds(5));

        pass(Duration.ofSeconds(3));

        assertThat(pace.nextWait()).isEqualTo(Duration.ofSeconds(2));
        assertThat(pace.timeLeft()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aDeadlineCountsInPlaceOfAllElse() throws Exception {
        limited().deadline(Duration.ofMinutes(2));
        pace.beginBody();

        pass(BODY);

        assertThat(pace.nextWait()).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void aThreadWaitsNoLongerThanItHasPatience() throws Exception {
        limited().beginBody();
        pace.attend(PATIENCE);
        assertThat(pace.nextWait()).isEqualTo(PATIENCE);

        pass(PATIENCE);

        assertThatThrownBy(pace::nextWait).isInstanceOf(SocketTimeoutException.class);
        assertThat(pace.pauses()).isTrue();
        assertThat(pace.timeLeft()).isEqualTo(BODY.minus(PATIENCE));
    }

    @Test
    void bytesThatFlowKeepTheThread() throws Exception {
        limited().beginBody();
        pace.attend(PATIENCE);

        for (int i = 0; i < 100; i++) {
            pass(PATIENCE.minusMillis(1));
            assertThat(pace.nextWait()).isPositive();
            pace.received(1024);
        }
    }

    @Test
    void bytesThatTrickleDoNot() throws Exception {
        limited().beginBody();
        pace.attend(PATIENCE);

        int reads = 0;
        while (reads < 100 && isInTime()) {
            pass(Duration.ofMillis(1));
            pace.received(10);
            reads++;
        }

        assertThat(reads).isEqualTo(20);
    }

    @Test
    void afterAPauseAThreadOnlyTakesWhatIsThereUnlessItFlowsAgain() throws Exception {
        limited().beginBody();
        pace.attend(PATIENCE);
        pass(PATIENCE);
        isInTime();
        pace.pauses();
        pace.leave();

        pace.attend(PATIENCE);
        assertThat(pace.nextWait()).isEqualTo(Duration.ofMillis(1));
        pace.received(1024);
        assertThat(pace.nextWait()).isEqualTo(PATIENCE);
        pace.complete();
        pace.beginBody();
        pace.attend(PATIENCE);
        assertThat(pace.nextWait()).isEqualTo(PATIENCE);
    }

    @Test
    void aThreadThatWaitsForMoreWaitsForNoMoreThanThat() throws Exception {
        limited().beginBody();
        pace.attendUntilMoreComes();
        assertThat(pace.nextWait()).isEqualTo(BODY);

        pace.received(1);

        assertThatThrownBy(pace::nextWait).isInstanceOf(SocketTimeoutException.class);
        assertThat(pace.pauses()).isTrue();
    }

    @Test
    void aMessageThatIsTooLateDoesNotPause() {
        limited().beginBody();
        pace.attend(PATIENCE);

        pass(BODY);

        assertThatThrownBy(pace::nextWait).isInstanceOf(SocketTimeoutException.class);
        assertThat(pace.pauses()).isFalse();
    }

    private MessagePace limited() {
        pace.limit(HEADER, BODY);
        return pace;
    }

    private boolean isInTime() {
        try {
            pace.nextWait();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
