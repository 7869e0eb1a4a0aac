package io.jyro.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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
        return (Connection) java.lang.reflect.Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[]{Connection.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "write" -> throw error;
                    case "toString" -> "a connection";
                    default -> null;
                });
    }

    @Test
    void nothingIsTakenAnyMoreAfterAWriteEndedWithAnError() {
        Error error = new StackOverflowError("deep in user code");
        Outbox outbox = new Outbox(new MessageChannel(thatFailsToWriteWith(error), WireLimits.NONE,
                null, false, ConnectionMemory.ofProxy(), Codecs::bulkFinder),
                Duration.ofSeconds(10),
                failures::add);

        assertThatThrownBy(() -> outbox.send(message(), CallDeadline.NONE)).isSameAs(error);
        assertThatThrownBy(() -> outbox.send(message(), CallDeadline.NONE))
                .isInstanceOf(ConnectionClosedException.class);
        assertThat(failures).containsExactly(error);
    }
}
