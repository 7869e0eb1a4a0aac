package io.jyro.client.exchange;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

import io.jyro.CallTimeoutException;
import io.jyro.Caller;
import io.jyro.ConnectionClosedException;
import io.jyro.client.exchange.CallsInFlight.Task;
import io.jyro.transport.CallDeadline;
import io.jyro.wire.MessageWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Who is woken when a number or the turn to read is free. Nothing is sent; only calls that are to be late have a limit. */
@Timeout(20)
class CallsInFlightTest {
    private final String readerName = Caller.uniqueName("reader");
    private final SharedConnection connection = new SharedConnection();
    private final Queue<PendingReply> futures = new ConcurrentLinkedQueue<>();
    private final Semaphore rounds = new Semaphore(0);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CallsInFlight calls = withTimeout(Duration.ZERO);

    private CallsInFlight withTimeout(Duration timeout) {
        return new CallsInFlight(connection.exchange(), timeout,
                new ReaderThread(readerName, this::work), Contention.ignored());
    }

    // Looks for its next task whenever it is woken, and at no other time; one reply ends its turn.
    private void work() {
        for (Task task = calls.nextTask(false); task != Task.END; task = calls.nextTask(false)) {
            if (task == Task.READ) {
                calls.forget(Objects.requireNonNull(futures.poll()));
                calls.passTurnOn();
                rounds.release();
            }
            LockSupport.park(this);
        }
        ended.countDown();
    }

    @AfterEach
    void close() {
        calls.end(new ConnectionClosedException("the test is over"));
        connection.close();
    }

    private PendingReply forThisThread() {
        return PendingReply.forThisThread(connection.decoder(), Duration.ZERO, CallDeadline.NONE,
                false);
    }

    private PendingReply numbered(PendingReply call) {
        assertThat(calls.number(connection.request(), call, CallDeadline.NONE)).isNull();
        return call;
    }

    private void callLater() {
        PendingReply call = PendingReply.forFuture(connection.decoder(), new CompletableFuture<>(),
                Reply::value, Duration.ZERO, CallDeadline.NONE);
        futures.add(call);
        numbered(call);
    }

    private List<PendingReply> takeAllNumbers() {
        return takeAllNumbers(calls);
    }

    private List<PendingReply> takeAllNumbers(CallsInFlight of) {
        MessageWriter request = connection.request();
        ReplyDecoder decoder = connection.decoder();
        List<PendingReply> all = new ArrayList<>();
        while (all.size() < PendingReplies.MOST) {
            PendingReply call = PendingReply.forThisThread(decoder, Duration.ZERO,
                    CallDeadline.NONE, false);
            of.number(request, call, CallDeadline.NONE);
            all.add(call);
        }
        return all;
    }

    /** A caller in line, which ends when it is woken and leaves the rest to the test. */
    private static final class Woken {
        private volatile @Nullable PendingReply call;

        Caller<String> inLine(CallsInFlightTest test) throws InterruptedException {
            return Caller.running(() -> {
                PendingReply mine = test.numbered(test.forThisThread());
                call = mine;
                assertThat(test.calls.takesTurn(mine)).isFalse();
                LockSupport.park(this);
            }).parked();
        }

        PendingReply call() {
            return Objects.requireNonNull(call);
        }
    }

    @Test
    void aCallThatWaitsForANumberGetsTheNextThatIsFree() throws Exception {
        List<PendingReply> all = takeAllNumbers();
        Caller<PendingReply> one = Caller.of(() -> numbered(forThisThread())).parked();
        Caller<PendingReply> other = Caller.of(() -> numbered(forThisThread())).parked();

        calls.forget(all.getFirst());
        PendingReply first = one.result();
        assertThat(other.parked().isDone()).isFalse();

        calls.forget(first);
        other.result();
    }

    @Test
    void aCallThatGetsNoNumberInTimeFailsWithTheLimit() {
        CallsInFlight limited = withTimeout(Duration.ofMillis(20));
        takeAllNumbers(limited);
        takeAllNumbers();

        assertThatThrownBy(() -> limited.number(connection.request(), forThisThread(),
                CallDeadline.NONE)).isInstanceOf(CallTimeoutException.class)
                .hasMessage(
                        "32768 calls were in flight on the connection, and none ended within PT0.02S"
                                + " (timeout, COMMTIMEOUT); the call was not sent");
        assertThatThrownBy(() -> calls.number(connection.request(), forThisThread(),
                CallDeadline.in(Duration.ofMillis(20)))).isInstanceOf(CallTimeoutException.class)
                .hasMessageContaining("within PT0.02S (deadline, CALL_DEADLINE); it was waiting"
                        + " for a sequence number and was not sent");
    }

    @Test
    void theEndOfTheConnectionReachesAllThatWaitForANumber() throws Exception {
        takeAllNumbers();
        Caller<PendingReply> one = Caller.of(() -> numbered(forThisThread())).parked();
        Caller<PendingReply> other = Caller.of(() -> numbered(forThisThread())).parked();

        calls.end(new ConnectionClosedException("on purpose"));

        assertThat(one.failure()).isInstanceOf(NotSentException.class);
        assertThat(other.failure()).isInstanceOf(NotSentException.class);
    }

    @Test
    void theEndOfATurnWakesTheFirstInLine() throws Exception {
        assertThat(calls.takesTurn(numbered(forThisThread()))).isTrue();
        Woken first = new Woken();
        Woken second = new Woken();
        Caller<String> one = first.inLine(this);
        Caller<String> other = second.inLine(this);

        calls.passTurnOn();

        one.result();
        assertThat(other.parked().isDone()).isFalse();
    }

    @Test
    void aCallerThatWasWokenAndGivesUpWakesTheNext() throws Exception {
        PendingReply reading = numbered(forThisThread());
        calls.takesTurn(reading);
        Woken first = new Woken();
        Woken second = new Woken();
        Caller<String> one = first.inLine(this);
        Caller<String> other = second.inLine(this);

        calls.passTurnOn();
        one.result();
        assertThat(calls.abandon(first.call())).isTrue();

        other.result();
    }

    @Test
    void aCallerThatGivesUpWhileAnotherReadsWakesNobody() throws Exception {
        PendingReply reading = numbered(forThisThread());
        calls.takesTurn(reading);
        Woken first = new Woken();
        Woken second = new Woken();
        first.inLine(this);
        Caller<String> other = second.inLine(this);

        calls.abandon(first.call());
        assertThat(other.parked().isDone()).isFalse();

        calls.passTurnOn();
        other.result();
    }

    private void awaitRound() throws InterruptedException {
        rounds.acquire();
        Caller.parked(readerName);
    }

    @Test
    void theThreadForFuturesIsStartedAndThenWokenForEachThatNobodyReadsFor() throws Exception {
        for (int i = 0; i < 3; i++) {
            callLater();
            awaitRound();
        }

        assertThat(calls.futuresWait()).isFalse();
    }

    @Test
    void theThreadForFuturesIsWokenWhenACallerLeavesThem() throws Exception {
        callLater();
        awaitRound();
        PendingReply reading = numbered(forThisThread());
        calls.takesTurn(reading);
        Caller.running(this::callLater).result(); // by another thread than the one that reads
        assertThat(rounds.availablePermits()).isZero();

        calls.passTurnOn();

        awaitRound();
    }

    @Test
    void theThreadForFuturesIsWokenToEndWithTheConnection() throws Exception {
        callLater();
        awaitRound();

        calls.end(new ConnectionClosedException("on purpose"));

        ended.await();
    }
}
