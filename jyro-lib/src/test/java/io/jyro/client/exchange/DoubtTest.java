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
class DoubtTest {
    private final List<CommunicationException> gone = new ArrayList<>();
    private final Semaphore pings = new Semaphore(0);

    private Doubt doubt(Duration patience) {
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
        Outbox outbox = new Outbox(new MessageChannel(connection, WireLimits.NONE, null, false,
                ConnectionMemory.ofProxy(), Codecs::bulkFinder), Duration.ZERO, failure -> {});
        return new Doubt(outbox, new MessageWriter(Dialect.V502, WireLimits.NONE, null, false),
                patience, gone::add);
    }

    @Test
    void aDaemonThatAnswersNoPingInTimeIsGoneAndTheErrorNamesTheLimit() {
        Duration nothing = Duration.ofNanos(1);
        Doubt doubt = doubt(nothing);

        doubt.raise();
        doubt.raise();

        assertThat(pings.availablePermits()).isEqualTo(1);
        assertThat(gone).singleElement().satisfies(error -> assertThat(error).hasMessage(
                "the daemon has not answered a ping within " + nothing
                        + ", half of its timeout (COMMTIMEOUT) or deadline (CALL_DEADLINE)"));
    }

    @Test
    void aDaemonThatAnsweredIsAskedAgain() throws Exception {
        Doubt doubt = doubt(Duration.ofNanos(1));

        doubt.raise();
        doubt.dispel();
        doubt.raise();

        pings.acquire(2); // another thread may write the second one
        assertThat(gone).isEmpty();
    }

    @Test
    void aDaemonMayTakeAsLongAsThatForItsAnswer() {
        Doubt doubt = doubt(Duration.ofHours(1));

        doubt.raise();
        doubt.raise();

        assertThat(pings.availablePermits()).isEqualTo(1);
        assertThat(gone).isEmpty();
    }
}
