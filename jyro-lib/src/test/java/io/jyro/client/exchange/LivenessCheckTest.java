package io.jyro.client.exchange;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

import io.jyro.CommunicationException;
import io.jyro.Dialect;
import io.jyro.serialize.format.Codecs;
import io.jyro.transport.Connection;
import io.jyro.transport.message.ConnectionMemory;
import io.jyro.transport.message.MessageChannel;
import io.jyro.wire.MessageWriter;
import io.jyro.wire.WireLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** A daemon whose replies are late is asked once whether it lives, and given up if it does not answer. */
@Timeout(20)
class LivenessCheckTest {
    private final List<CommunicationException> gone = new ArrayList<>();
    private final Semaphore pings = new Semaphore(0);

    private LivenessCheck liveness(Duration patience) {
        Connection connection = (Connection) java.lang.reflect.Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[]{Connection.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "write" -> {
                        pings.release();
                        yield null;
                    }
                    case "toString" -> "the daemon";
                    default -> null;
                });
        CoalescingWriter coalescingWriter = new CoalescingWriter(
                new MessageChannel(connection, WireLimits.NONE, null, false,
                        ConnectionMemory.ofProxy(), Codecs::bulkFinder),
                Duration.ZERO, failure -> {});
        return new LivenessCheck(coalescingWriter,
                new MessageWriter(Dialect.V502, WireLimits.NONE, null, false),
                patience, gone::add);
    }

    @Test
    void aDaemonThatAnswersNoPingInTimeIsGoneAndTheErrorNamesTheLimit() {
        Duration nothing = Duration.ofNanos(1);
        LivenessCheck liveness = liveness(nothing);

        liveness.replyIsLate();
        liveness.replyIsLate();

        assertThat(pings.availablePermits()).isEqualTo(1);
        assertThat(gone).singleElement().satisfies(error -> assertThat(error).hasMessage(
                "the daemon has not answered a ping within " + nothing
                        + ", half of its timeout (COMMTIMEOUT) or deadline (CALL_DEADLINE)"));
    }

    @Test
    void aDaemonThatAnsweredIsAskedAgain() throws Exception {
        LivenessCheck liveness = liveness(Duration.ofNanos(1));

        liveness.replyIsLate();
        liveness.heardFromPeer();
        liveness.replyIsLate();

        pings.acquire(2); // another thread may write the second one
        assertThat(gone).isEmpty();
    }

    @Test
    void aDaemonMayTakeAsLongAsThatForItsAnswer() {
        LivenessCheck liveness = liveness(Duration.ofHours(1));

        liveness.replyIsLate();
        liveness.replyIsLate();

        assertThat(pings.availablePermits()).isEqualTo(1);
        assertThat(gone).isEmpty();
    }
}
