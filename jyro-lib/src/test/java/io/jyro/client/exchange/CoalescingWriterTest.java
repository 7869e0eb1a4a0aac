package io.jyro.client.exchange;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

import io.jyro.CallTimeoutException;
import io.jyro.Caller;
import io.jyro.ConnectionClosedException;
import io.jyro.serialize.format.Codecs;
import io.jyro.transport.CallDeadline;
import io.jyro.transport.Connection;
import io.jyro.transport.message.ConnectionMemory;
import io.jyro.transport.message.MessageChannel;
import io.jyro.wire.ByteOutput;
import io.jyro.wire.WireLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What senders that share a connection may rely on: that nobody is left waiting, and what happens when writing fails. */
@Timeout(20)
class CoalescingWriterTest {
    // More than waits to be sent together with others.
    private static final int LARGE = 300 * 1024;

    private final List<Throwable> failures = new ArrayList<>();

    private static ByteOutput message() {
        ByteOutput message = new ByteOutput(16);
        message.put(new byte[]{1, 2, 3});
        return message;
    }

    private static ByteOutput largeMessage() {
        ByteOutput message = new ByteOutput(16);
        message.put(new byte[LARGE]);
        return message;
    }

    private static Connection thatFailsToWriteWith(Error error) {
        return whoseWrites(() -> {
            throw error;
        });
    }

    private static Connection whoseWrites(Runnable write) {
        return (Connection) java.lang.reflect.Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[]{Connection.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "write" -> {
                        write.run();
                        yield null;
                    }
                    case "toString" -> "a connection";
                    default -> null;
                });
    }

    private CoalescingWriter coalescingWriter(Connection connection) {
        return coalescingWriter(connection, Duration.ofSeconds(10));
    }

    private CoalescingWriter coalescingWriter(Connection connection, Duration timeout) {
        return new CoalescingWriter(new MessageChannel(connection, WireLimits.NONE, null, false,
                ConnectionMemory.ofProxy(), Codecs::bulkFinder), timeout, failures::add);
    }

    @Test
    void oneThatFindsItBusyIsToldOnceWhenItIsNot() {
        List<String> events = new ArrayList<>();
        AtomicReference<CoalescingWriter> coalescingWriter = new AtomicReference<>();
        coalescingWriter.set(coalescingWriter(whoseWrites(() -> {
            if (events.isEmpty()) {
                assertThat(coalescingWriter.get().isIdle(() -> events.add("idle"))).isFalse();
            }
            events.add("written");
        })));

        coalescingWriter.get().send(message(), CallDeadline.NONE);
        coalescingWriter.get().send(message(), CallDeadline.NONE);

        assertThat(events).containsExactly("written", "idle", "written");
        assertThat(coalescingWriter.get().isIdle(() -> events.add("never"))).isTrue();
    }

    @Test
    void nothingIsTakenAnyMoreAfterAWriteEndedWithAnError() {
        Error error = new StackOverflowError("deep in user code");
        CoalescingWriter coalescingWriter = coalescingWriter(thatFailsToWriteWith(error));

        assertThatThrownBy(() -> coalescingWriter.send(message(), CallDeadline.NONE))
                .isSameAs(error);
        assertThatThrownBy(() -> coalescingWriter.send(message(), CallDeadline.NONE))
                .isInstanceOf(ConnectionClosedException.class);
        assertThat(failures).containsExactly(error);
    }

    /** Lets each write begin and end when the test says so, and records which thread it is that writes. */
    private final class Wire {
        private final Semaphore begun = new Semaphore(0);
        private final Semaphore mayEnd = new Semaphore(0);
        private final Queue<Thread> writers = new ConcurrentLinkedQueue<>();
        private final CoalescingWriter coalescingWriter;

        Wire() {
            this(Duration.ZERO);
        }

        Wire(Duration timeout) {
            coalescingWriter = coalescingWriter(whoseWrites(() -> {
                writers.add(Thread.currentThread());
                begun.release();
                mayEnd.acquireUninterruptibly();
            }), timeout);
        }

        /** A thread whose message is being written. It leaves what comes meanwhile to another one. */
        Caller<String> writing() throws InterruptedException {
            Caller<String> caller = Caller.running(
                    () -> coalescingWriter.send(message(), CallDeadline.in(Duration.ofHours(1))));
            begun.acquire();
            return caller.parked();
        }

        /** Has the thread that writes for others write once, and returns it when it has nothing to do. */
        Thread helped() throws InterruptedException, ExecutionException {
            Caller<String> first = writing();
            coalescingWriter.send(message(), CallDeadline.NONE); // which is left to the one that writes
            mayEnd.release();
            first.result();
            begun.acquire();
            mayEnd.release();
            while (!coalescingWriter.isIdle(() -> {})) { // until then it may still be in the write
                Caller.pause();
            }
            Thread last = writers.element();
            for (Thread each : writers) {
                last = each;
            }
            return last;
        }
    }

    @Test
    void aSenderThatWaitsForRoomGoesOnAfterTheWrite() throws Exception {
        Wire wire = new Wire();
        Caller<String> writing = wire.writing();
        Caller<String> waiting = Caller
                .running(() -> wire.coalescingWriter.send(largeMessage(), CallDeadline.NONE))
                .parked();
        assertThat(wire.writers).hasSize(1);

        wire.mayEnd.release(2);

        writing.result();
        waiting.result();
        assertThat(wire.writers).hasSize(2);
    }

    @Test
    void aSenderThatFindsNoRoomInTimeFailsWithTheLimit() throws Exception {
        Duration limit = Duration.ofMillis(20);
        Wire limited = new Wire(limit);
        Caller<String> writing = limited.writing();
        Wire unlimited = new Wire();
        Caller<String> alsoWriting = unlimited.writing();

        assertThatThrownBy(() -> limited.coalescingWriter.send(largeMessage(), CallDeadline.NONE))
                .isInstanceOf(CallTimeoutException.class)
                .hasMessageContaining("a connection took no more bytes for PT0.02S"
                        + " (timeout, COMMTIMEOUT); the call was not sent");
        assertThatThrownBy(
                () -> unlimited.coalescingWriter.send(largeMessage(), CallDeadline.in(limit)))
                .isInstanceOf(CallTimeoutException.class)
                .hasMessageContaining("within PT0.02S (deadline, CALL_DEADLINE); it was waiting"
                        + " to be sent to a connection and was not sent");

        limited.mayEnd.release();
        unlimited.mayEnd.release();
        writing.result();
        alsoWriting.result();
        assertThat(failures).isEmpty();
    }

    @Test
    void sendersThatWaitForRoomFailWhenTheConnectionIsClosed() throws Exception {
        Wire wire = new Wire();
        Caller<String> writing = wire.writing();
        Caller<String> one = Caller
                .running(() -> wire.coalescingWriter.send(largeMessage(), CallDeadline.NONE))
                .parked();
        Caller<String> other = Caller
                .running(() -> wire.coalescingWriter.send(largeMessage(), CallDeadline.NONE))
                .parked();

        wire.coalescingWriter.close();

        assertThat(one.failure()).isInstanceOf(NotSentException.class);
        assertThat(other.failure()).isInstanceOf(NotSentException.class);
        wire.mayEnd.release();
        writing.result();
    }

    @Test
    void messagesThatComeWhileAnotherIsWrittenLeaveInOneWrite() throws Exception {
        Wire wire = new Wire();
        Caller<String> writing = Caller
                .running(() -> wire.coalescingWriter.send(message(), CallDeadline.NONE));
        wire.begun.acquire();
        for (int i = 0; i < 3; i++) {
            wire.coalescingWriter.send(message(), CallDeadline.NONE);
        }

        wire.mayEnd.release(2);

        writing.result();
        assertThat(wire.writers).hasSize(2);
        assertThat(wire.coalescingWriter.isIdle(() -> {})).isTrue();
    }

    // A thread that is not woken looks again after a second: so the rounds take longer than the test may.
    @Test
    @Timeout(15)
    void theThreadThatWritesForOthersIsWokenEachTime() throws Exception {
        Wire wire = new Wire();
        for (int i = 0; i < 30; i++) {
            Caller.awaitParked(wire.helped());
        }
        wire.coalescingWriter.close();
    }

    @Test
    @Timeout(15)
    void theThreadThatWritesForOthersEndsWithTheConnection() throws Exception {
        for (int i = 0; i < 30; i++) {
            Wire wire = new Wire();
            Thread helper = wire.helped();
            Caller.awaitParked(helper);

            wire.coalescingWriter.close();

            helper.join();
        }
    }

    @Test
    void aMessageThatIsPostedInABurstIsWrittenByAnotherThread() throws Exception {
        Wire wire = new Wire();
        wire.mayEnd.release(Integer.MAX_VALUE / 2);
        int posted = 0;
        while (wire.writers.stream().allMatch(Thread.currentThread()::equals)) {
            wire.coalescingWriter.post(message(), CallDeadline.NONE);
            posted++;
            if (wire.writers.size() < posted) { // it was left to another thread
                wire.begun.acquire(posted);
            }
        }

        assertThat(wire.writers).hasSize(posted);
        wire.coalescingWriter.close();
    }
}
