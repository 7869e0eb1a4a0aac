package io.jyro.transport;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.jyro.Caller;
import io.jyro.Link;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(20)
class IdleSelectorTest {
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final String name = Caller.uniqueName("room");
    private final IdleSelector idleSelector = new IdleSelector(name);
    private final BlockingQueue<Boolean> ends = new LinkedBlockingQueue<>(); // whether each was too late
    private Connection peer;
    private Connection waiting;
    private IdleSelector.IdleRegistration registration;

    @BeforeEach
    void connect() throws IOException {
        try (Listener listener = Listener.open(List.of("localhost"), 0, 0, true, true).getFirst()) {
            peer = new Connector(Duration.ZERO, 0, true).connect("localhost", listener.port());
            waiting = listener.accept();
        }
        registration = Objects.requireNonNull(IdleSelector.registration(waiting, ends::add));
    }

    @AfterEach
    void close() {
        idleSelector.close();
        peer.close();
        waiting.close();
    }

    @Test
    void bytesEndTheWaitAndAreReadAsEver() throws Exception {
        assertThat(idleSelector.enter(registration, LONG)).isTrue();

        peer.write(new byte[]{7}, 0, 1);

        assertThat(ends.take()).isFalse();
        assertThat(readOne()).isEqualTo(7);
    }

    @Test
    void afterItTheConnectionBlocksAgain() throws Exception {
        idleSelector.enter(registration, LONG);
        peer.write(new byte[]{7}, 0, 1);
        ends.take();

        assertThat(blocks(waiting)).isTrue();
        waiting.write(new byte[]{8}, 0, 1);
        assertThat(peer.read(new byte[1], 0, 1)).isEqualTo(1);
    }

    @Test
    void oneConnectionMayWaitAgainAndAgain() throws Exception {
        for (byte i = 0; i < 100; i++) {
            assertThat(idleSelector.enter(registration, i % 2 == 0 ? LONG : Duration.ZERO))
                    .isTrue();
            peer.write(new byte[]{i}, 0, 1);
            assertThat(ends.take()).isFalse();
            assertThat(readOne()).isEqualTo(i);
        }
    }

    @Test
    void silenceEndsItWhenTimeIsUp() throws Exception {
        idleSelector.enter(registration, SHORT);

        assertThat(ends.take()).isTrue();
        assertThat(blocks(waiting)).isTrue();
    }

    @Test
    void thePeersEndIsSomethingToRead() throws Exception {
        idleSelector.enter(registration, Duration.ZERO);

        peer.close();

        assertThat(ends.take()).isFalse();
        assertThat(waiting.read(new byte[1], 0, 1)).isEqualTo(-1);
    }

    @Test
    void aConnectionThatIsClosedMayLeaveAtOnceAndThePeerHearsOfIt() throws Exception {
        idleSelector.enter(registration, LONG);

        waiting.close();
        idleSelector.leave(registration);

        assertThat(ends.take()).isFalse();
        assertThat(peer.read(new byte[1], 0, 1)).isEqualTo(-1);
    }

    @Test
    void whoDoesNotWaitCannotLeave() throws Exception {
        idleSelector.enter(registration, SHORT);
        ends.take();

        idleSelector.leave(registration);

        assertThat(ends.poll(50, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void aClosedConnectionCannotWait() {
        waiting.close();

        assertThat(idleSelector.enter(registration, LONG)).isFalse();
    }

    @Test
    void aClosedRoomSendsAllAwayAndTakesNobodyIn() throws Exception {
        idleSelector.enter(registration, LONG);

        idleSelector.close();

        assertThat(ends.take()).isFalse();
        assertThat(idleSelector.enter(registration, LONG)).isFalse();
        assertThat(blocks(waiting)).isTrue();
    }

    @Test
    @SuppressWarnings("try") // the client only has to be there
    void aGuestThatFailsDoesNotKeepTheOthersWaiting() throws Exception {
        try (Listener listener = Listener.open(List.of("localhost"), 0, 0, true, true).getFirst();
                Connection client = new Connector(Duration.ZERO, 0, true).connect("localhost",
                        listener.port());
                Connection other = listener.accept()) {
            IdleSelector.IdleRegistration failing = Objects
                    .requireNonNull(IdleSelector.registration(other, tooLate -> {
                        throw new IllegalStateException("on purpose");
                    }));
            idleSelector.enter(failing, SHORT);
            idleSelector.enter(registration, SHORT.multipliedBy(2));

            assertThat(ends.take()).isTrue();
        }
    }

    // Whether the thread of the room is within the system call that waits.
    private void awaitSelecting() throws InterruptedException {
        Thread thread = Caller.named(name);
        while (!selects(thread.getStackTrace())) {
            Caller.pause();
        }
    }

    private static boolean selects(StackTraceElement[] stack) {
        boolean blocks = stack.length > 0 && stack[0].isNativeMethod();
        for (StackTraceElement frame : stack) {
            if (blocks && frame.getMethodName().equals("select")) {
                return true;
            }
        }
        return false;
    }

    @Test
    @SuppressWarnings("try") // the client only has to be there
    void aConnectionThatComesWhileTheThreadWaitsIsWaitedForToo() throws Exception {
        try (Listener listener = Listener.open(List.of("localhost"), 0, 0, true, true).getFirst();
                Connection client = new Connector(Duration.ZERO, 0, true).connect("localhost",
                        listener.port());
                Connection silent = listener.accept()) {
            idleSelector.enter(
                    Objects.requireNonNull(IdleSelector.registration(silent, tooLate -> {})),
                    Duration.ZERO);
            awaitSelecting();

            idleSelector.enter(registration, Duration.ZERO);
            peer.write(new byte[]{7}, 0, 1);

            assertThat(ends.take()).isFalse();
        }
    }

    @Test
    @SuppressWarnings("try") // the client only has to be there
    void aConnectionThatComesWhileTheThreadWaitsMayHaveLessTime() throws Exception {
        try (Listener listener = Listener.open(List.of("localhost"), 0, 0, true, true).getFirst();
                Connection client = new Connector(Duration.ZERO, 0, true).connect("localhost",
                        listener.port());
                Connection silent = listener.accept()) {
            idleSelector.enter(
                    Objects.requireNonNull(IdleSelector.registration(silent, tooLate -> {})), LONG);
            awaitSelecting();

            idleSelector.enter(registration, SHORT);

            assertThat(ends.take()).isTrue();
        }
    }

    @Test
    void aConnectionMayLeaveWhileTheThreadWaits() throws Exception {
        idleSelector.enter(registration, Duration.ZERO);
        awaitSelecting();

        idleSelector.leave(registration);

        assertThat(ends.take()).isFalse();
        assertThat(blocks(waiting)).isTrue();
    }

    @Test
    void closingTheRoomWakesTheThread() throws Exception {
        idleSelector.enter(registration, Duration.ZERO);
        awaitSelecting();

        idleSelector.close();

        assertThat(ends.take()).isFalse();
    }

    @Test
    void linksHaveNoPlaceInIt() {
        try (Connection link = Connection.over(Link.inProcess().one())) {
            assertThat(IdleSelector.registration(link, ends::add)).isNull();
        }
    }

    private static boolean blocks(Connection connection) {
        return Objects.requireNonNull(connection.selectable()).isBlocking();
    }

    private int readOne() throws IOException {
        byte[] got = new byte[1];
        assertThat(waiting.read(got, 0, 1)).isEqualTo(1);
        return got[0];
    }
}
