package io.jyro.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import io.jyro.ConnectionClosedException;
import io.jyro.serialize.Codecs;
import io.jyro.transport.CallDeadline;
import io.jyro.transport.Connection;
import io.jyro.transport.ConnectionMemory;
import io.jyro.transport.MessageChannel;
import io.jyro.wire.ByteOutput;
import io.jyro.wire.WireLimits;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What senders that share a connection may rely on when writing fails. */
class OutboxTest {
    private final List<Throwable> failures = new ArrayList<>();

    private static ByteOutput message() {
        ByteOutput message = new ByteOutput(16);
        message.put(new byte[]{1, 2, 3});
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

    private Outbox outbox(Connection connection) {
        return new Outbox(new MessageChannel(connection, WireLimits.NONE, null, false,
                ConnectionMemory.ofProxy(), Codecs::bulkFinder), Duration.ofSeconds(10),
                failures::add);
    }

    @Test
    void oneThatFindsItBusyIsToldOnceWhenItIsNot() {
        List<String> events = new ArrayList<>();
        AtomicReference<Outbox> outbox = new AtomicReference<>();
        outbox.set(outbox(whoseWrites(() -> {
            if (events.isEmpty()) {
                assertThat(outbox.get().isIdle(() -> events.add("idle"))).isFalse();
            }
            events.add("written");
        })));

        outbox.get().send(message(), CallDeadline.NONE);
        outbox.get().send(message(), CallDeadline.NONE);

        assertThat(events).containsExactly("written", "idle", "written");
        assertThat(outbox.get().isIdle(() -> events.add("never"))).isTrue();
    }

    @Test
    void nothingIsTakenAnyMoreAfterAWriteEndedWithAnError() {
        Error error = new StackOverflowError("deep in user code");
        Outbox outbox = outbox(thatFailsToWriteWith(error));

        assertThatThrownBy(() -> outbox.send(message(), CallDeadline.NONE)).isSameAs(error);
        assertThatThrownBy(() -> outbox.send(message(), CallDeadline.NONE))
                .isInstanceOf(ConnectionClosedException.class);
        assertThat(failures).containsExactly(error);
    }
}
